using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>PyTorch's margin loss of several classes.</summary>
public static partial class Loss
{
    /// <summary>The mean multi-margin loss with margin 1.</summary>
    /// <param name="scores"><c>[N, classes]</c>.</param>
    /// <param name="target">Class indices <c>[N]</c> (int64, int32 or uint8).</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="IndexException">A label is not one of the classes.</exception>
    /// <exception cref="DTypeException">The target does not hold whole numbers.</exception>
    public static Tensor MultiMargin(Tensor scores, Tensor target) => MultiMargin(scores, target, Reduction.Mean);

    /// <summary>Σ w_y·max(0, margin − s_y + sⱼ)ᵖ over the wrong classes j of each example, divided by the number of classes; reduced.</summary>
    /// <param name="scores"><c>[N, classes]</c>.</param>
    /// <param name="target">Class indices y, <c>[N]</c> (int64, int32 or uint8).</param>
    /// <param name="reduction">Mean or sum over the examples, or none.</param>
    /// <param name="p">1 (the default) or 2.</param>
    /// <param name="margin">By how much the right class shall lead; 1 by default.</param>
    /// <param name="weight">w, what each class counts, <c>[classes]</c>; 1 by default.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> <c>[N]</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">p is neither 1 nor 2.</exception>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="IndexException">A label is not one of the classes.</exception>
    /// <exception cref="DTypeException">The target does not hold whole numbers.</exception>
    /// <remarks><see cref="MulticlassHinge(Tensor, Tensor)"/> does not divide by the number of classes. A margin of exactly 0 has gradient 0.</remarks>
    public static Tensor MultiMargin(Tensor scores, Tensor target, Reduction reduction, int p = 1, double margin = 1, Tensor? weight = null)
    {
        if (p is not (1 or 2)) throw new ArgumentOutOfRangeException(nameof(p), p, $"MultiMargin: cannot use the power {p}: it is 1 or 2.");
        Tensor labels = Classes(nameof(MultiMargin), scores, target);
        Tensor wrong = labels.NotEqualTo(Tensor.Range(0, scores.Shape[1], type: DType.Int64).Reshape(AlongClasses(scores.Shape))).Cast(scores.DType);
        Tensor margins = (scores - scores.Gather(1, labels) + margin).Relu() * wrong;
        Tensor losses = (p == 1 ? margins : margins.Square()).Mean(1);
        return reduction.Of(weight is null ? losses : losses * ClassWeights(nameof(MultiMargin), weight, scores.Shape, labels));
    }

    static IEnumerable<Sample> MultiMarginSamples(RandomStream random)
    {
        // Scores a multiple of 0.3 apart, moved by less than 0.05: no margin comes near 0.
        Tensor scores = Tensor.From([0.3, 1.8, -0.9, 1.2, -0.3, 0.9, -1.5, 0, 0.6], [3, 3]) + random.Uniform([3, 3], -0.02, 0.02, DType.Float64);
        Tensor labels = Tensor.From<long>(2, 0, 1), weight = Tensor.From(0.5, 1.5, 2);
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
            foreach (int p in (int[])[1, 2])
                yield return new($"Loss.{nameof(MultiMargin)}", x => MultiMargin(x[0], labels, reduction, p, weight: p == 2 ? weight : null), scores);
    }
}
