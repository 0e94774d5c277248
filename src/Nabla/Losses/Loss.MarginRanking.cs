using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The loss of pairs in the wrong order.</summary>
public static partial class Loss
{
    /// <summary>max(0, −y·(a − b) + margin) of each pair, reduced.</summary>
    /// <param name="a">Scores, of any shape.</param>
    /// <param name="b">Scores of the same shape.</param>
    /// <param name="target">y of the same shape: 1 where a shall be larger, −1 where b shall.</param>
    /// <param name="reduction">Mean (the default) or sum over all elements, or none.</param>
    /// <param name="margin">By how much the one shall lead; 0 by default.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> a tensor of the shape of the scores.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    /// <exception cref="TargetException">A target is neither 1 nor −1.</exception>
    public static Tensor MarginRanking(Tensor a, Tensor b, Tensor target, Reduction reduction = Reduction.Mean, double margin = 0)
    {
        _ = SameShape(nameof(MarginRanking), a, b);
        _ = SameShape(nameof(MarginRanking), a, target);
        Signs(nameof(MarginRanking), target);
        return reduction.Of((margin - target * (a - b)).Relu());
    }

    static IEnumerable<Sample> MarginRankingSamples(RandomStream random)
    {
        Tensor signs = Tensor.From<double>(1, -1, 1, -1);
        return from reduction in Enum.GetValues<Reduction>()
               select new Sample($"Loss.{nameof(MarginRanking)}", x => MarginRanking(x[0], x[1], signs, reduction, 0.1),
                   Tensor.From(0.5, 1.5, -0.7, 0.2) + random.Uniform([4], -0.02, 0.02, DType.Float64), Tensor.From(0.9, 0.3, -1.5, 0.8));
    }
}
