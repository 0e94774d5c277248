using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The soft Dice loss.</summary>
public static partial class Loss
{
    /// <summary>The mean over the examples of 1 − 2|A∩B|/(|A| + |B|).</summary>
    /// <param name="output">Probabilities p, <c>[N, …]</c>: after the logistic function or the softmax.</param>
    /// <param name="target">The right ones y, 0 to 1, of the same shape.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    public static Tensor Dice(Tensor output, Tensor target) => Dice(output, target, Reduction.Mean);

    /// <summary>1 − (2Σ p·y + s)/(Σ p + Σ y + s) of each example, the sums running over all its elements; reduced.</summary>
    /// <param name="output">Probabilities p, <c>[N, …]</c>: after the logistic function or the softmax.</param>
    /// <param name="target">The right ones y, 0 to 1, of the same shape.</param>
    /// <param name="reduction">Mean or sum over the examples, or none.</param>
    /// <param name="smoothing">s ≥ 0, what keeps the quotient finite where nothing is found; 1 by default.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> <c>[N]</c>.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    /// <remarks>F. Milletari, N. Navab, S. Ahmadi, "V-Net", 2016, arXiv:1606.04797, with plain sums below the line.</remarks>
    public static Tensor Dice(Tensor output, Tensor target, Reduction reduction, double smoothing = 1)
    {
        if (SameShape(nameof(Dice), output, target).Rank < 2)
            throw new ShapeException($"Dice: cannot use {output.Shape}: it has {output.Rank} axes, [N, …] needs at least 2.", output.Shape);
        Tensor p = output.Flatten(1), y = target.Flatten(1);
        return reduction.Of(1 - (2 * (p * y).Sum(1) + smoothing) / (p.Sum(1) + y.Sum(1) + smoothing));
    }

    static IEnumerable<Sample> DiceSamples(RandomStream random)
    {
        return from reduction in Enum.GetValues<Reduction>()
               select new Sample($"Loss.{nameof(Dice)}", x => Dice(x[0], x[1], reduction), random.Uniform([2, 3], 0, 1, DType.Float64), random.Uniform([2, 3], 0, 1, DType.Float64));
    }
}
