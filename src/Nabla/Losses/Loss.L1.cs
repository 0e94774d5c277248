using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The mean absolute error.</summary>
public static partial class Loss
{
    /// <summary>The mean of |output − target| over all elements.</summary>
    /// <param name="output">A tensor of any shape.</param>
    /// <param name="target">A tensor of the same shape.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    public static Tensor L1(Tensor output, Tensor target) => L1(output, target, Reduction.Mean);

    /// <summary>|output − target| of each element, reduced.</summary>
    /// <param name="output">A tensor of any shape.</param>
    /// <param name="target">A tensor of the same shape.</param>
    /// <param name="reduction">Mean or sum over all elements, or none.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> a tensor of the shape of the output.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    /// <remarks>Gradient 0 where both are equal.</remarks>
    public static Tensor L1(Tensor output, Tensor target, Reduction reduction)
    {
        _ = SameShape(nameof(L1), output, target);
        return reduction.Of((output - target).Abs());
    }

    static IEnumerable<Sample> L1Samples(RandomStream random)
    {
        return from reduction in Enum.GetValues<Reduction>()
               select new Sample($"Loss.{nameof(L1)}", x => L1(x[0], x[1], reduction), Sample.Distinct(random, [2, 3]), random.Uniform([2, 3], -0.01, 0.01, DType.Float64));
    }
}
