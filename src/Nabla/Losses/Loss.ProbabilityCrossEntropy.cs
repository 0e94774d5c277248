using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The cross-entropy of yes and no, of probabilities.</summary>
public static partial class Loss
{
    /// <summary>The mean binary cross-entropy of probabilities.</summary>
    /// <param name="output">Probabilities of yes, 0 to 1, of any shape.</param>
    /// <param name="target">The right ones, of the same shape.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    /// <exception cref="TargetException">An output is no probability.</exception>
    public static Tensor ProbabilityCrossEntropy(Tensor output, Tensor target) => ProbabilityCrossEntropy(output, target, Reduction.Mean);

    /// <summary>−y·ln p − (1 − y)·ln(1 − p) of each element, reduced.</summary>
    /// <param name="output">Probabilities p of yes, 0 to 1, of any shape.</param>
    /// <param name="target">The right ones y, of the same shape.</param>
    /// <param name="reduction">Mean or sum over all elements, or none.</param>
    /// <param name="weight">What each element counts, of a shape that broadcasts; 1 by default.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> a tensor of the shape of the output.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing but the weight is broadcast.</exception>
    /// <exception cref="TargetException">An output is no probability.</exception>
    /// <remarks>
    /// Logarithms are −100 or more, as in PyTorch's binary_cross_entropy; where one is cut off its gradient is 0. Logits
    /// with <see cref="BinaryCrossEntropy(Tensor, Tensor)"/> are exact where the logistic function rounds to 0 or 1.
    /// </remarks>
    public static Tensor ProbabilityCrossEntropy(Tensor output, Tensor target, Reduction reduction, Tensor? weight = null)
    {
        _ = SameShape(nameof(ProbabilityCrossEntropy), output, target);
        double[] values = output.ToDoubles();
        int outside = Array.FindIndex(values, p => p is not (>= 0 and <= 1) && !double.IsNaN(p));
        if (outside >= 0)
            throw new TargetException(FormattableString.Invariant($"ProbabilityCrossEntropy: cannot use the output {values[outside]} of element {outside}: it is no probability, 0 to 1. Give logits to BinaryCrossEntropy."), values[outside], outside);
        Tensor losses = -(target * BoundedLog(output) + (1 - target) * BoundedLog(1 - output));
        return reduction.Of(weight is null ? losses : losses * weight);
    }

    /// <summary>ln p, but −100 or more.</summary>
    static Tensor BoundedLog(Tensor p)
    {
        Tensor isZero = p.EqualTo(0);
        return p.MaskedFill(isZero, 1).Log().MaskedFill(isZero, -100).Clamp(-100, double.PositiveInfinity);
    }

    static IEnumerable<Sample> ProbabilityCrossEntropySamples(RandomStream random) =>
        from reduction in Enum.GetValues<Reduction>()
        select new Sample($"Loss.{nameof(ProbabilityCrossEntropy)}", x => ProbabilityCrossEntropy(x[0], x[1], reduction),
            random.Uniform([2, 3], 0.1, 0.9, DType.Float64), random.Uniform([2, 3], 0, 1, DType.Float64));
}
