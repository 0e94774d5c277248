using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The hinge loss of several classes.</summary>
public static partial class Loss
{
    /// <summary>The mean multiclass hinge loss.</summary>
    /// <param name="scores"><c>[N, classes]</c> or <c>[N, classes, …]</c>.</param>
    /// <param name="target">Class indices <c>[N, …]</c> (int64, int32 or uint8).</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="IndexException">A label is not one of the classes.</exception>
    /// <exception cref="DTypeException">The target does not hold whole numbers.</exception>
    public static Tensor MulticlassHinge(Tensor scores, Tensor target) => MulticlassHinge(scores, target, Reduction.Mean);

    /// <summary>Σ max(0, sⱼ − s_y + 1) over the wrong classes j of each example, reduced.</summary>
    /// <param name="scores"><c>[N, classes]</c> or <c>[N, classes, …]</c>.</param>
    /// <param name="target">Class indices y, <c>[N, …]</c> (int64, int32 or uint8).</param>
    /// <param name="reduction">Mean or sum over the examples, or none.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> <c>[N, …]</c>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="IndexException">A label is not one of the classes.</exception>
    /// <exception cref="DTypeException">The target does not hold whole numbers.</exception>
    /// <remarks>
    /// Not divided by the number of classes, unlike PyTorch's multi_margin_loss. A margin of exactly 0 has gradient 0.
    /// J. Weston, C. Watkins, "Support vector machines for multi-class pattern recognition", 1999.
    /// </remarks>
    public static Tensor MulticlassHinge(Tensor scores, Tensor target, Reduction reduction)
    {
        Tensor right = scores.Gather(1, Classes(nameof(MulticlassHinge), scores, target));
        return reduction.Of((scores - right + 1).Relu().Sum(1) - 1); // the right class itself adds max(0, 0 + 1)
    }

    static IEnumerable<Sample> MulticlassHingeSamples(RandomStream random)
    {
        // Scores a multiple of 0.3 apart, moved by less than 0.05: no margin comes near 0.
        Tensor scores = Tensor.From([0.3, 1.8, -0.9, 1.2, -0.3, 0.9, -1.5, 0, 0.6], [3, 3]) + random.Uniform([3, 3], -0.02, 0.02, DType.Float64);
        Tensor labels = Tensor.From<long>(2, 0, 1);
        return from reduction in Enum.GetValues<Reduction>()
               select new Sample($"Loss.{nameof(MulticlassHinge)}", x => MulticlassHinge(x[0], labels, reduction), scores);
    }
}
