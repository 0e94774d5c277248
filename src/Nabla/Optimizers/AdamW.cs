using Nabla.Layers;

namespace Nabla.Optimizers;

/// <summary>Adam with decoupled weight decay: parameters shrink by themselves, not through the gradient.</summary>
/// <remarks>
/// p ← p·(1 − learningRate·weightDecay), then as <see cref="Adam"/>: m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²;
/// p ← p − learningRate·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ). PyTorch's definition.
/// I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", 2017, arXiv:1711.05101, algorithm 2.
/// </remarks>
public sealed class AdamW : MomentOptimizer
{
    /// <summary>An optimizer of the parameters of <paramref name="model"/>.</summary>
    /// <inheritdoc cref="AdamW(IEnumerable{Parameter}, double, double, double, double, double, bool)"/>
    public AdamW(Module model, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01, bool amsGrad = false)
        : this(model.Parameters(), learningRate, beta1, beta2, epsilon, weightDecay, amsGrad)
    {
    }

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it moves.</param>
    /// <param name="learningRate">The step size, ≥ 0; 0.001 by default.</param>
    /// <param name="beta1">β₁, the decay of the first moment, from 0 to below 1; 0.9 by default.</param>
    /// <param name="beta2">β₂, the decay of the second moment, from 0 to below 1; 0.999 by default.</param>
    /// <param name="epsilon">What keeps the divisor from 0, ≥ 0; 1e-8 by default.</param>
    /// <param name="weightDecay">How much of a parameter each step takes away, times the learning rate, ≥ 0; 0.01 by default.</param>
    /// <param name="amsGrad">Whether steps are divided by the largest second moment so far (AMSGrad); no by default.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public AdamW(IEnumerable<Parameter> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01, bool amsGrad = false)
        : base(parameters, learningRate, beta1, beta2, epsilon, weightDecay)
    {
        AmsGrad = amsGrad;
    }

    /// <summary>Whether steps are divided by the largest second moment so far.</summary>
    public bool AmsGrad { get; }

    private protected override IReadOnlyList<string> StateNames(Slot slot) =>
        AmsGrad ? ["firstMoment", "secondMoment", "largestSecondMoment"] : base.StateNames(slot);

    private protected override void Move(Slot slot, Tensor gradient)
    {
        double beta1 = slot.Group.Momentum!.Value;
        double size = slot.Group.LearningRate / (1 - Math.Pow(beta1, slot.Steps));
        double scale = 1 / Math.Sqrt(1 - Math.Pow(Beta2, slot.Steps));
        if (AmsGrad) ApplyDecoupled<Adam.LargestRule>(slot, gradient, size, beta1, 1 - beta1, Beta2, 1 - Beta2, scale, Epsilon);
        else ApplyDecoupled<Adam.Rule>(slot, gradient, size, beta1, 1 - beta1, Beta2, 1 - Beta2, scale, Epsilon);
    }
}
