using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The perceptron criterion.</summary>
public static partial class Loss
{
    /// <summary>The sum of −y·s over what is misclassified.</summary>
    /// <param name="output">Scores s = wᵀx + b, of any shape.</param>
    /// <param name="target">1 or −1, of the same shape.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    /// <exception cref="TargetException">A target is neither 1 nor −1.</exception>
    public static Tensor Perceptron(Tensor output, Tensor target) => Perceptron(output, target, Reduction.Sum);

    /// <summary>−y·s of each misclassified score s (y·s ≤ 0), else 0; reduced.</summary>
    /// <param name="output">Scores s = wᵀx + b, of any shape.</param>
    /// <param name="target">1 or −1, of the same shape.</param>
    /// <param name="reduction">Mean or sum over all elements, or none.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> a tensor of the shape of the output.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    /// <exception cref="TargetException">A target is neither 1 nor −1.</exception>
    /// <remarks>E_P(w) = −Σ y·wᵀx over the misclassified x: a sum unless said otherwise. A score of 0 is misclassified, with gradient −y, so that learning leaves w = 0. F. Rosenblatt, "The perceptron", 1958.</remarks>
    public static Tensor Perceptron(Tensor output, Tensor target, Reduction reduction)
    {
        _ = SameShape(nameof(Perceptron), output, target);
        Signs(nameof(Perceptron), target);
        Tensor margin = output * target, wrong = (margin.Detach() <= 0).Cast(margin.DType);
        return reduction.Of(-(wrong * margin));
    }

    static IEnumerable<Sample> PerceptronSamples(RandomStream random)
    {
        Tensor signs = Tensor.From<double>([1, -1, 1, 1, -1, -1], [2, 3]);
        return from reduction in Enum.GetValues<Reduction>()
               select new Sample($"Loss.{nameof(Perceptron)}", x => Perceptron(x[0], signs, reduction), Sample.Distinct(random, [2, 3]));
    }
}
