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
    /// <param name="weight">What each element counts, of a shape that broadcasts; 1 by default.</param>
    /// <param name="positiveWeight">By what the part of yes is multiplied, of a shape that broadcasts; 1 by default.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> a tensor of the shape of the logits.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing but the weights is broadcast.</exception>
    /// <remarks>
    /// L = max(x, 0) − x·y + ln(1 + e^−|x|), finite for logits of any finite size; ∂L/∂x = σ(x) − y. PyTorch's
    /// binary_cross_entropy_with_logits.
    /// </remarks>
    public static Tensor BinaryCrossEntropy(Tensor logits, Tensor target, Reduction reduction, Tensor? weight = null, Tensor? positiveWeight = null)
    {
        _ = SameShape(nameof(BinaryCrossEntropy), logits, target);
        Tensor losses = positiveWeight is null
            ? logits.Softplus() - logits * target
            : (1 - target) * logits + (1 + (positiveWeight - 1) * target) * (-logits).Softplus();
        return reduction.Of(weight is null ? losses : losses * weight);
    }

    static IEnumerable<Sample> BinaryCrossEntropySamples(RandomStream random)
    {
        Tensor logits = random.Uniform([2, 3], -2, 2, DType.Float64), target = random.Uniform([2, 3], 0, 1, DType.Float64), weight = Tensor.From(0.5, 1.5, 2);
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
        {
            yield return new($"Loss.{nameof(BinaryCrossEntropy)}", x => BinaryCrossEntropy(x[0], x[1], reduction), logits, target);
            yield return new($"Loss.{nameof(BinaryCrossEntropy)}", x => BinaryCrossEntropy(x[0], x[1], reduction, weight, weight), logits, target);
        }
    }
}
