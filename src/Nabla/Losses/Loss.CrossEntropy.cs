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
    /// <param name="reduction">Mean or sum over the examples, or none. The mean of labels divides by the weights of what is not ignored.</param>
    /// <param name="weight">w, what each class counts, <c>[classes]</c>; 1 by default.</param>
    /// <param name="ignoreIndex">A label of examples that do not count; none by default, unlike PyTorch's −100.</param>
    /// <param name="labelSmoothing">ε, how much of the right class is shared among all, 0 to 1; 0 by default.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> <c>[N, …]</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">ε lies outside 0 to 1.</exception>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="IndexException">A label is neither one of the classes nor ignored.</exception>
    /// <exception cref="DTypeException">The target is bool.</exception>
    /// <remarks>
    /// L = w_y·(ln Σⱼ exp(sⱼ) − s_y); with probabilities p, L = −Σⱼ wⱼpⱼ·ln softmax(s)ⱼ. Smoothing puts (1 − ε)p + ε/classes in
    /// the place of p. Without weights ∂L/∂s = softmax(s) − onehot(y). Computed from s − max s: finite for logits of any
    /// finite size. C. Szegedy and others, 2015, arXiv:1512.00567 (smoothing).
    /// </remarks>
    public static Tensor CrossEntropy(
        Tensor logits, Tensor target, Reduction reduction, Tensor? weight = null, int? ignoreIndex = null, double labelSmoothing = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(labelSmoothing);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(labelSmoothing, 1);
        if (!target.DType.IsFloatingPoint)
        {
            Tensor labels = Classes(nameof(CrossEntropy), logits, target, ignoreIndex);
            bool smooth = labelSmoothing > 0;
            return OfLabels(nameof(CrossEntropy), smooth ? logits.LogSoftmax(1) : logits, smooth, labels, reduction, weight, ignoreIndex, labelSmoothing);
        }
        if (SameShape(nameof(CrossEntropy), logits, target).Rank < 2)
            throw new ShapeException($"CrossEntropy: cannot use logits {logits.Shape}: they have {logits.Rank} axes, [N, classes, …] needs at least 2.", logits.Shape);
        Tensor share = labelSmoothing == 0 ? target : target * (1 - labelSmoothing) + labelSmoothing / logits.Shape[1];
        if (weight is not null) share *= Weights(nameof(CrossEntropy), weight, logits.Shape).Reshape(AlongClasses(logits.Shape));
        return reduction.Of(-(share * logits.LogSoftmax(1)).Sum(1));
    }

    /// <summary>−w_y·ln p at each label, with an axis for the classes put into the labels; smoothing needs the logarithms of all p.</summary>
    static Tensor OfLabels(
        string loss, Tensor scores, bool areLogarithms, Tensor labels, Reduction reduction, Tensor? weight, int? ignoreIndex, double smoothing)
    {
        Tensor? counts = null;
        if (ignoreIndex is { } ignored)
        {
            Tensor ignoring = labels.EqualTo(ignored);
            labels = labels.MaskedFill(ignoring, 0);
            counts = ignoring.LogicalNot().Squeeze(1).Cast(scores.DType);
        }
        Tensor losses = areLogarithms ? -scores.Gather(1, labels).Squeeze(1) : AtLabels(scores, labels);
        Tensor? weights = counts;
        if (weight is not null)
        {
            Tensor each = ClassWeights(loss, weight, scores.Shape, labels);
            weights = counts is null ? each : each * counts;
        }
        if (weights is not null) losses *= weights;
        if (smoothing > 0)
        {
            Tensor all = weight is null ? scores : scores * weight.Reshape(AlongClasses(scores.Shape));
            Tensor even = -all.Mean(1);
            losses = losses * (1 - smoothing) + (counts is null ? even : even * counts) * smoothing;
        }
        return reduction == Reduction.Mean && weights is not null ? losses.Sum() / weights.Sum() : reduction.Of(losses);
    }

    /// <summary>−ln softmax(logits) at each label: every place is a row of scores.</summary>
    static Tensor AtLabels(Tensor logits, Tensor labels)
    {
        Tensor last = logits.Cast(DType.Promote(logits.DType, DType.Float32));
        if (last.Rank > 2) last = last.Permute([0, .. Enumerable.Range(2, last.Rank - 2), 1]);
        return new CrossEntropy(labels.Reshape([-1])).Of(last.Reshape([-1, last.Shape[^1]])).Reshape(last.Shape.Without(last.Rank - 1));
    }

    static IEnumerable<Sample> CrossEntropySamples(RandomStream random)
    {
        Tensor labels = Tensor.From<long>(2, 0, 1, 1), weight = Tensor.From(0.5, 1.5, 2);
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
        {
            yield return new($"Loss.{nameof(CrossEntropy)}", x => CrossEntropy(x[0], labels, reduction), random.Uniform([4, 3], -2, 2, DType.Float64));
            yield return new($"Loss.{nameof(CrossEntropy)}", x => CrossEntropy(x[0], labels, reduction, weight, ignoreIndex: 0, labelSmoothing: 0.2), random.Uniform([4, 3], -2, 2, DType.Float64));
        }
        Tensor places = Tensor.From(new long[,] { { 2, 0 }, { 1, 1 } });
        yield return new($"Loss.{nameof(CrossEntropy)}", x => CrossEntropy(x[0], places), random.Uniform([2, 3, 2], -2, 2, DType.Float64));
        yield return new($"Loss.{nameof(CrossEntropy)}", x => CrossEntropy(x[0], x[1].Softmax(1), Reduction.Mean, weight, labelSmoothing: 0.1),
            random.Uniform([2, 3, 2], -2, 2, DType.Float64), random.Uniform([2, 3, 2], -1, 1, DType.Float64));
        yield return new($"Loss.{nameof(CrossEntropy)}", x => CrossEntropy(x[0], x[1].Softmax(1)),
            random.Uniform([2, 3, 2], -2, 2, DType.Float64), random.Uniform([2, 3, 2], -1, 1, DType.Float64));
    }
}
