using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The cross-entropy of yes and no.</summary>
public static partial class Loss
{
    /// <summary>The mean binary cross-entropy of logits and probabilities.</summary>
    /// <param name="logits">Scores before the logistic function, of any shape.</param>
    /// <param name="target">Probabilities of yes, 0 to 1, of the same shape.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    public static Tensor BinaryCrossEntropy(Tensor logits, Tensor target) => BinaryCrossEntropy(logits, target, Reduction.Mean);

    /// <summary>−y·ln σ(x) − (1 − y)·ln σ(−x) of each element, reduced.</summary>
    /// <param name="logits">Scores x before the logistic function, of any shape.</param>
    /// <param name="target">Probabilities y of yes, 0 to 1, of the same shape.</param>
    /// <param name="reduction">Mean or sum over all elements, or none.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> a tensor of the shape of the logits.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    /// <remarks>
    /// L = max(x, 0) − x·y + ln(1 + e^−|x|), finite for logits of any finite size; ∂L/∂x = σ(x) − y. PyTorch's
    /// binary_cross_entropy_with_logits.
    /// </remarks>
    public static Tensor BinaryCrossEntropy(Tensor logits, Tensor target, Reduction reduction)
    {
        _ = SameShape(nameof(BinaryCrossEntropy), logits, target);
        return reduction.Of(logits.Softplus() - logits * target);
    }

    static IEnumerable<Sample> BinaryCrossEntropySamples(RandomStream random) =>
        from reduction in Enum.GetValues<Reduction>()
        select new Sample($"Loss.{nameof(BinaryCrossEntropy)}", x => BinaryCrossEntropy(x[0], x[1], reduction),
            random.Uniform([2, 3], -2, 2, DType.Float64), random.Uniform([2, 3], 0, 1, DType.Float64));
}
