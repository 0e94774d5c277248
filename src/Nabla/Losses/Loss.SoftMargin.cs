using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The logistic loss of signs.</summary>
public static partial class Loss
{
    /// <summary>The mean of ln(1 + e^(−y·x)) over all elements.</summary>
    /// <param name="output">Scores x, of any shape.</param>
    /// <param name="target">1 or −1, of the same shape.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    /// <exception cref="TargetException">A target is neither 1 nor −1.</exception>
    public static Tensor SoftMargin(Tensor output, Tensor target) => SoftMargin(output, target, Reduction.Mean);

    /// <summary>ln(1 + e^(−y·x)) of each score x and sign y, reduced.</summary>
    /// <param name="output">Scores x, of any shape.</param>
    /// <param name="target">1 or −1, of the same shape.</param>
    /// <param name="reduction">Mean or sum over all elements, or none.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> a tensor of the shape of the output.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    /// <exception cref="TargetException">A target is neither 1 nor −1.</exception>
    /// <remarks>Finite for scores of any finite size. ∂L/∂x = −y·σ(−y·x).</remarks>
    public static Tensor SoftMargin(Tensor output, Tensor target, Reduction reduction)
    {
        _ = SameShape(nameof(SoftMargin), output, target);
        Signs(nameof(SoftMargin), target);
        return reduction.Of((-target * output).Softplus());
    }

    static IEnumerable<Sample> SoftMarginSamples(RandomStream random)
    {
        Tensor signs = Tensor.From<double>([1, -1, 1, 1, -1, -1], [2, 3]);
        return from reduction in Enum.GetValues<Reduction>()
               select new Sample($"Loss.{nameof(SoftMargin)}", x => SoftMargin(x[0], signs, reduction), Sample.Distinct(random, [2, 3]));
    }
}
