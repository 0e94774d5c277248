using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The logistic loss of several labels.</summary>
public static partial class Loss
{
    /// <summary>The mean over the examples of the mean binary cross-entropy over the classes.</summary>
    /// <param name="logits">Scores x before the logistic function, <c>[N, classes]</c>.</param>
    /// <param name="target">1 where a label holds, else 0, of the same shape.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    public static Tensor MultiLabelSoftMargin(Tensor logits, Tensor target) => MultiLabelSoftMargin(logits, target, Reduction.Mean);

    /// <summary>The mean over the classes of −y·ln σ(x) − (1 − y)·ln σ(−x), for each example; reduced.</summary>
    /// <param name="logits">Scores x before the logistic function, <c>[N, classes]</c>.</param>
    /// <param name="target">1 where a label holds, else 0, of the same shape.</param>
    /// <param name="reduction">Mean or sum over the examples, or none.</param>
    /// <param name="weight">What each class counts, <c>[classes]</c>; 1 by default.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> <c>[N]</c>.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    /// <remarks>Finite for logits of any finite size.</remarks>
    public static Tensor MultiLabelSoftMargin(Tensor logits, Tensor target, Reduction reduction, Tensor? weight = null)
    {
        if (SameShape(nameof(MultiLabelSoftMargin), logits, target).Rank == 0)
            throw new ShapeException($"MultiLabelSoftMargin: cannot use {logits.Shape}: [N, classes] is expected.", logits.Shape);
        Tensor losses = logits.Softplus() - logits * target;
        return reduction.Of((weight is null ? losses : losses * weight).Mean(-1));
    }

    static IEnumerable<Sample> MultiLabelSoftMarginSamples(RandomStream random)
    {
        Tensor weight = Tensor.From(0.5, 1.5, 2);
        return from reduction in Enum.GetValues<Reduction>()
               select new Sample($"Loss.{nameof(MultiLabelSoftMargin)}", x => MultiLabelSoftMargin(x[0], x[1], reduction, reduction == Reduction.Sum ? weight : null), Sample.Point(random, [2, 3]), random.Uniform([2, 3], 0, 1, DType.Float64));
    }
}
