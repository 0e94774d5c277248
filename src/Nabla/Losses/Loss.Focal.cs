using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The focal loss.</summary>
public static partial class Loss
{
    /// <summary>The mean focal loss of logits with α = 0.25 and γ = 2 over all elements.</summary>
    /// <param name="logits">Scores before the logistic function, of any shape.</param>
    /// <param name="target">1 for yes, 0 for no, of the same shape.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    public static Tensor Focal(Tensor logits, Tensor target) => Focal(logits, target, Reduction.Mean);

    /// <summary>−α_t·(1 − p_t)^γ·ln p_t of each logit, p_t being the probability of the right answer; reduced.</summary>
    /// <param name="logits">Scores before the logistic function, of any shape.</param>
    /// <param name="target">1 for yes, 0 for no, of the same shape.</param>
    /// <param name="reduction">Mean or sum over all elements, or none.</param>
    /// <param name="gamma">γ ≥ 0: how little what is easy counts; 2 by default, 0 is the cross-entropy.</param>
    /// <param name="alpha">α, the weight of a yes against 1 − α for a no; 0.25 by default, null for none.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> a tensor of the shape of the logits.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    /// <remarks>Finite for logits of any finite size. T. Lin and others, 2017, arXiv:1708.02002; torchvision's sigmoid_focal_loss.</remarks>
    public static Tensor Focal(Tensor logits, Tensor target, Reduction reduction, double gamma = 2, double? alpha = 0.25)
    {
        _ = SameShape(nameof(Focal), logits, target);
        Tensor wrong = logits.Sigmoid() * (1 - target) + (-logits).Sigmoid() * target;
        Tensor losses = wrong.Pow(gamma) * (logits.Softplus() - logits * target);
        return reduction.Of(alpha is { } balance ? losses * (target * (2 * balance - 1) + (1 - balance)) : losses);
    }

    static IEnumerable<Sample> FocalSamples(RandomStream random)
    {
        return from reduction in Enum.GetValues<Reduction>()
               select new Sample($"Loss.{nameof(Focal)}", x => Focal(x[0], x[1], reduction, 1.5), Sample.Point(random, [2, 3]), random.Uniform([2, 3], 0, 1, DType.Float64));
    }
}
