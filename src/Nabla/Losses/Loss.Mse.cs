using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The mean square error.</summary>
public static partial class Loss
{
    /// <summary>The mean of (output − target)² over all elements.</summary>
    /// <param name="output">A tensor of any shape.</param>
    /// <param name="target">A tensor of the same shape.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    public static Tensor Mse(Tensor output, Tensor target) => Mse(output, target, Reduction.Mean);

    /// <summary>(output − target)² of each element, reduced.</summary>
    /// <param name="output">A tensor of any shape.</param>
    /// <param name="target">A tensor of the same shape.</param>
    /// <param name="reduction">Mean or sum over all elements, or none.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> a tensor of the shape of the output.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    public static Tensor Mse(Tensor output, Tensor target, Reduction reduction)
    {
        _ = SameShape(nameof(Mse), output, target);
        return reduction.Of((output - target).Square());
    }

    static IEnumerable<Sample> MseSamples(RandomStream random) =>
        from reduction in Enum.GetValues<Reduction>()
        select new Sample($"Loss.{nameof(Mse)}", x => Mse(x[0], x[1], reduction),
            random.Uniform([2, 3], -1, 1, DType.Float64), random.Uniform([2, 3], -1, 1, DType.Float64));
}
