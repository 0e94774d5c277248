using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The absolute error, rounded near 0.</summary>
public static partial class Loss
{
    /// <summary>The mean of the absolute error, rounded below 1, over all elements.</summary>
    /// <param name="output">A tensor of any shape.</param>
    /// <param name="target">A tensor of the same shape.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    /// <exception cref="ArgumentOutOfRangeException">β is negative.</exception>
    public static Tensor SmoothL1(Tensor output, Tensor target) => SmoothL1(output, target, Reduction.Mean);

    /// <summary>d²/(2β) of each distance d = |output − target| below β, d − β/2 above; reduced.</summary>
    /// <param name="output">A tensor of any shape.</param>
    /// <param name="target">A tensor of the same shape.</param>
    /// <param name="reduction">Mean or sum over all elements, or none.</param>
    /// <param name="beta">β ≥ 0, where the square becomes a line; 1 by default, 0 is <c>L1</c>.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> a tensor of the shape of the output.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    /// <exception cref="ArgumentOutOfRangeException">β is negative.</exception>
    /// <remarks>∂L/∂output = (output − target)/β below β, else ±1. R. Girshick, "Fast R-CNN", 2015, arXiv:1504.08083.</remarks>
    public static Tensor SmoothL1(Tensor output, Tensor target, Reduction reduction, double beta = 1)
    {
        _ = SameShape(nameof(SmoothL1), output, target);
        ArgumentOutOfRangeException.ThrowIfNegative(beta);
        if (beta == 0) return L1(output, target, reduction);
        Tensor distance = (output - target).Abs();
        return reduction.Of(Tensor.Where(distance < beta, distance.Square() * (0.5 / beta), distance - 0.5 * beta));
    }

    static IEnumerable<Sample> SmoothL1Samples(RandomStream random)
    {
        return from reduction in Enum.GetValues<Reduction>()
               select new Sample($"Loss.{nameof(SmoothL1)}", x => SmoothL1(x[0], x[1], reduction, 0.5), Sample.Distinct(random, [2, 3]), random.Uniform([2, 3], -0.01, 0.01, DType.Float64));
    }
}
