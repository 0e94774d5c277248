using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The cross-entropy of sequences, whose classes are the last axis.</summary>
public static partial class Loss
{
    /// <summary>The mean cross-entropy over all places of sequences: nats per character for a model of text.</summary>
    /// <param name="logits">Scores before the softmax with the classes last, <c>[N, T, classes]</c>, as models of sequences give them.</param>
    /// <param name="target">The right class of each place, <c>[N, T]</c> (int64, int32 or uint8).</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="IndexException">A label is not one of the classes.</exception>
    /// <exception cref="DTypeException">The target is not whole numbers.</exception>
    public static Tensor SequenceCrossEntropy(Tensor logits, Tensor target) => SequenceCrossEntropy(logits, target, Reduction.Mean);

    /// <summary>−ln softmax(logits) at the right class of each place, reduced.</summary>
    /// <param name="logits">Scores before the softmax with the classes last, <c>[N, T, classes]</c> or <c>[N, …, classes]</c>.</param>
    /// <param name="target">The right class of each place, <c>[N, T]</c> or <c>[N, …]</c> (int64, int32 or uint8).</param>
    /// <param name="reduction">Mean or sum over the places that count, or none.</param>
    /// <param name="ignoreIndex">A label of places that do not count, behind the end of a shorter sequence; none by default.</param>
    /// <param name="labelSmoothing">ε, how much of the right class is shared among all, 0 to 1; 0 by default.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> the shape of the target.</returns>
    /// <exception cref="ArgumentOutOfRangeException">ε lies outside 0 to 1.</exception>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="IndexException">A label is neither one of the classes nor ignored.</exception>
    /// <exception cref="DTypeException">The target is not whole numbers.</exception>
    /// <remarks>
    /// The same number as <see cref="CrossEntropy(Tensor, Tensor, Reduction, Tensor?, int?, double)"/> of the logits with the classes moved to axis 1,
    /// without moving them: all places are examples of one batch.
    /// </remarks>
    public static Tensor SequenceCrossEntropy(Tensor logits, Tensor target, Reduction reduction, int? ignoreIndex = null, double labelSmoothing = 0)
    {
        if (logits.Rank < 2)
            throw new ShapeException($"{nameof(SequenceCrossEntropy)}: cannot use logits {logits.Shape}: they have {logits.Rank} axes, [N, …, classes] needs at least 2.", logits.Shape);
        if (target.DType.IsFloatingPoint || target.DType == DType.Bool)
            throw new DTypeException($"{nameof(SequenceCrossEntropy)}: cannot use {target.DType.Name} {target.Shape} as labels: they are whole numbers, [N, …] class indices.");
        Shape places = logits.Shape.Without(logits.Rank - 1);
        if (target.Shape != places)
            throw new ShapeException($"{nameof(SequenceCrossEntropy)}: cannot use labels {target.Shape} for logits {logits.Shape}: {places} is expected.", target.Shape, logits.Shape);
        Tensor losses = CrossEntropy(logits.Reshape([-1, logits.Shape[^1]]), target.Reshape([-1]), reduction, null, ignoreIndex, labelSmoothing);
        return reduction == Reduction.None ? losses.Reshape(target.Shape) : losses;
    }

    static IEnumerable<Sample> SequenceCrossEntropySamples(RandomStream random)
    {
        Tensor labels = Tensor.From(new long[,] { { 2, 0, 1 }, { 1, 2, -100 } });
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
            yield return new($"Loss.{nameof(SequenceCrossEntropy)}", x => SequenceCrossEntropy(x[0], labels, reduction, ignoreIndex: -100, labelSmoothing: 0.1), random.Uniform([2, 3, 3], -2, 2, DType.Float64));
        Tensor all = Tensor.From(new long[,] { { 2, 0, 1 }, { 1, 2, 3 } });
        yield return new($"Loss.{nameof(SequenceCrossEntropy)}", x => SequenceCrossEntropy(x[0], all), random.Uniform([2, 3, 4], -2, 2, DType.Float64));
    }
}
