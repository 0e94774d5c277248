using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The cross-entropy of logits.</summary>
public static partial class Loss
{
    /// <summary>The mean cross-entropy of logits and the right classes.</summary>
    /// <param name="logits">Scores before the softmax, <c>[N, classes]</c> or <c>[N, classes, …]</c>.</param>
    /// <param name="target">Class indices <c>[N, …]</c> (int64, int32 or uint8), or class probabilities of the shape of the logits.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="IndexException">A label is not one of the classes.</exception>
    /// <exception cref="DTypeException">The target is bool.</exception>
    public static Tensor CrossEntropy(Tensor logits, Tensor target) => CrossEntropy(logits, target, Reduction.Mean);

    /// <summary>−ln softmax(logits) at the right class of each example, reduced.</summary>
    /// <param name="logits">Scores before the softmax, <c>[N, classes]</c> or <c>[N, classes, …]</c>.</param>
    /// <param name="target">Class indices <c>[N, …]</c> (int64, int32 or uint8), or class probabilities of the shape of the logits.</param>
    /// <param name="reduction">Mean or sum over the examples, or none.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> <c>[N, …]</c>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="IndexException">A label is not one of the classes.</exception>
    /// <exception cref="DTypeException">The target is bool.</exception>
    /// <remarks>
    /// L = ln Σⱼ exp(sⱼ) − s_y; with probabilities p, L = −Σⱼ pⱼ·ln softmax(s)ⱼ. ∂L/∂s = softmax(s) − onehot(y). Computed
    /// from s − max s: finite for logits of any finite size.
    /// </remarks>
    public static Tensor CrossEntropy(Tensor logits, Tensor target, Reduction reduction)
    {
        if (!target.DType.IsFloatingPoint)
        {
            Tensor labels = Classes(nameof(CrossEntropy), logits, target);
            return reduction.Of(-logits.LogSoftmax(1).Gather(1, labels).Squeeze(1));
        }
        if (SameShape(nameof(CrossEntropy), logits, target).Rank < 2)
            throw new ShapeException($"CrossEntropy: cannot use logits {logits.Shape}: they have {logits.Rank} axes, [N, classes, …] needs at least 2.", logits.Shape);
        return reduction.Of(-(target * logits.LogSoftmax(1)).Sum(1));
    }

    static IEnumerable<Sample> CrossEntropySamples(RandomStream random)
    {
        Tensor labels = Tensor.From<long>(2, 0, 1, 1);
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
            yield return new($"Loss.{nameof(CrossEntropy)}", x => CrossEntropy(x[0], labels, reduction), random.Uniform([4, 3], -2, 2, DType.Float64));
        yield return new($"Loss.{nameof(CrossEntropy)}", x => CrossEntropy(x[0], x[1].Softmax(1)),
            random.Uniform([2, 3, 2], -2, 2, DType.Float64), random.Uniform([2, 3, 2], -1, 1, DType.Float64));
    }
}
