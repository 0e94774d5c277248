using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The loss of angles.</summary>
public static partial class Loss
{
    /// <summary>1 − cos(a, b) of each pair that belongs together, max(0, cos(a, b) − margin) of the rest; reduced.</summary>
    /// <param name="a">Vectors, <c>[N, features]</c>.</param>
    /// <param name="b">Vectors of the same shape.</param>
    /// <param name="target">1 where a pair belongs together, else −1: <c>[N]</c>.</param>
    /// <param name="reduction">Mean (the default) or sum over the pairs, or none.</param>
    /// <param name="margin">Up to which cosine a pair is far enough apart, −1 to 1; 0 by default.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> <c>[N]</c>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="TargetException">A target is neither 1 nor −1.</exception>
    /// <remarks>cos(a, b) = aᵀb/√((aᵀa + ε)(bᵀb + ε)) with ε = 1e-12.</remarks>
    public static Tensor CosineEmbedding(Tensor a, Tensor b, Tensor target, Reduction reduction = Reduction.Mean, double margin = 0)
    {
        const double epsilon = 1e-12;
        if (SameShape(nameof(CosineEmbedding), a, b).Rank != 2)
            throw new ShapeException($"CosineEmbedding: cannot use vectors {a.Shape}: they have {a.Rank} axes, expected 2, [N, features].", a.Shape);
        if (target.Shape != a.Shape.Without(1))
            throw new ShapeException($"CosineEmbedding: cannot use targets {target.Shape} for {a.Shape}: {a.Shape.Without(1)} is expected.", target.Shape, a.Shape);
        Signs(nameof(CosineEmbedding), target);
        Tensor cosine = (a * b).Sum(1) * ((a.Square().Sum(1) + epsilon) * (b.Square().Sum(1) + epsilon)).Rsqrt();
        return reduction.Of(Tensor.Where(target > 0, 1 - cosine, (cosine - margin).Relu()));
    }

    static IEnumerable<Sample> CosineEmbeddingSamples(RandomStream random)
    {
        Tensor signs = Tensor.From<double>(1, -1);
        return from reduction in Enum.GetValues<Reduction>()
               select new Sample($"Loss.{nameof(CosineEmbedding)}", x => CosineEmbedding(x[0], x[1], signs, reduction, -0.9),
                   random.Uniform([2, 3], 0.5, 1.5, DType.Float64), random.Uniform([2, 3], 0.5, 1.5, DType.Float64));
    }
}
