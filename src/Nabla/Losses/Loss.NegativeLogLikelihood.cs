using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The likelihood of classes.</summary>
public static partial class Loss
{
    /// <summary>The mean negative log-likelihood of the right classes.</summary>
    /// <param name="output">Logarithms of probabilities, <c>[N, classes]</c> or <c>[N, classes, …]</c>: <c>LogSoftmax</c>.</param>
    /// <param name="target">Class indices <c>[N, …]</c> (int64, int32 or uint8).</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="IndexException">A label is not one of the classes.</exception>
    /// <exception cref="DTypeException">The target does not hold whole numbers.</exception>
    public static Tensor NegativeLogLikelihood(Tensor output, Tensor target) => NegativeLogLikelihood(output, target, Reduction.Mean);

    /// <summary>−w_y·(output at the right class y) of each example, reduced.</summary>
    /// <param name="output">Logarithms of probabilities, <c>[N, classes]</c> or <c>[N, classes, …]</c>: <c>LogSoftmax</c>.</param>
    /// <param name="target">Class indices y, <c>[N, …]</c> (int64, int32 or uint8).</param>
    /// <param name="reduction">Mean or sum over the examples, or none. The mean divides by the weights of what is not ignored.</param>
    /// <param name="weight">w, what each class counts, <c>[classes]</c>; 1 by default.</param>
    /// <param name="ignoreIndex">A label of examples that do not count; none by default, unlike PyTorch's −100.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> <c>[N, …]</c>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="IndexException">A label is neither one of the classes nor ignored.</exception>
    /// <exception cref="DTypeException">The target does not hold whole numbers.</exception>
    /// <remarks><see cref="CrossEntropy(Tensor, Tensor)"/> takes the softmax too.</remarks>
    public static Tensor NegativeLogLikelihood(Tensor output, Tensor target, Reduction reduction, Tensor? weight = null, int? ignoreIndex = null) =>
        OfLabels(nameof(NegativeLogLikelihood), output, areLogarithms: true, Classes(nameof(NegativeLogLikelihood), output, target, ignoreIndex), reduction, weight, ignoreIndex, 0);

    static IEnumerable<Sample> NegativeLogLikelihoodSamples(RandomStream random)
    {
        Tensor labels = Tensor.From<long>(2, 0, 1, 1), weight = Tensor.From(0.5, 1.5, 2);
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
        {
            yield return new($"Loss.{nameof(NegativeLogLikelihood)}", x => NegativeLogLikelihood(x[0], labels, reduction), Sample.Point(random, [4, 3]));
            yield return new($"Loss.{nameof(NegativeLogLikelihood)}", x => NegativeLogLikelihood(x[0], labels, reduction, weight, ignoreIndex: 1), Sample.Point(random, [4, 3]));
        }
    }
}
