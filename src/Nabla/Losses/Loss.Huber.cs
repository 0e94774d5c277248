using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The Huber loss.</summary>
public static partial class Loss
{
    /// <summary>The mean Huber loss with δ = 1 over all elements.</summary>
    /// <param name="output">A tensor of any shape.</param>
    /// <param name="target">A tensor of the same shape.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    /// <exception cref="ArgumentOutOfRangeException">δ is not positive.</exception>
    public static Tensor Huber(Tensor output, Tensor target) => Huber(output, target, Reduction.Mean);

    /// <summary>d²/2 of each distance d = |output − target| up to δ, δ(d − δ/2) above; reduced.</summary>
    /// <param name="output">A tensor of any shape.</param>
    /// <param name="target">A tensor of the same shape.</param>
    /// <param name="reduction">Mean or sum over all elements, or none.</param>
    /// <param name="delta">δ &gt; 0, where the square becomes a line; 1 by default.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> a tensor of the shape of the output.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    /// <exception cref="ArgumentOutOfRangeException">δ is not positive.</exception>
    /// <remarks>∂L/∂output = output − target up to δ, else ±δ. P. Huber, "Robust estimation of a location parameter", 1964.</remarks>
    public static Tensor Huber(Tensor output, Tensor target, Reduction reduction, double delta = 1)
    {
        _ = SameShape(nameof(Huber), output, target);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(delta);
        Tensor distance = (output - target).Abs();
        return reduction.Of(Tensor.Where(distance < delta, distance.Square() * 0.5, (distance - 0.5 * delta) * delta));
    }

    static IEnumerable<Sample> HuberSamples(RandomStream random)
    {
        return from reduction in Enum.GetValues<Reduction>()
               select new Sample($"Loss.{nameof(Huber)}", x => Huber(x[0], x[1], reduction, 0.3), Sample.Distinct(random, [2, 3]), random.Uniform([2, 3], -0.01, 0.01, DType.Float64));
    }
}
