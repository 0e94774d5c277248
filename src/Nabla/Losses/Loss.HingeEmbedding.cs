using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The hinge loss of distances.</summary>
public static partial class Loss
{
    /// <summary>The mean of the distances of what belongs together, and of how far below 1 those of the rest are.</summary>
    /// <param name="output">Distances x, of any shape.</param>
    /// <param name="target">1 or −1, of the same shape.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    /// <exception cref="TargetException">A target is neither 1 nor −1.</exception>
    public static Tensor HingeEmbedding(Tensor output, Tensor target) => HingeEmbedding(output, target, Reduction.Mean);

    /// <summary>x of each distance whose target is 1, max(0, margin − x) where it is −1; reduced.</summary>
    /// <param name="output">Distances x, of any shape.</param>
    /// <param name="target">1 or −1, of the same shape.</param>
    /// <param name="reduction">Mean or sum over all elements, or none.</param>
    /// <param name="margin">How far apart is far enough; 1 by default.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> a tensor of the shape of the output.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    /// <exception cref="TargetException">A target is neither 1 nor −1.</exception>
    public static Tensor HingeEmbedding(Tensor output, Tensor target, Reduction reduction, double margin = 1)
    {
        _ = SameShape(nameof(HingeEmbedding), output, target);
        Signs(nameof(HingeEmbedding), target);
        return reduction.Of(Tensor.Where(target > 0, output, (margin - output).Relu()));
    }

    static IEnumerable<Sample> HingeEmbeddingSamples(RandomStream random)
    {
        Tensor signs = Tensor.From<double>([1, -1, 1, 1, -1, -1], [2, 3]);
        return from reduction in Enum.GetValues<Reduction>()
               select new Sample($"Loss.{nameof(HingeEmbedding)}", x => HingeEmbedding(x[0], signs, reduction), Sample.Distinct(random, [2, 3]));
    }
}
