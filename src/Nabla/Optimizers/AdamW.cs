using System.Runtime.CompilerServices;
using Nabla.Layers;
using Nabla.Numbers;

namespace Nabla.Optimizers;

/// <summary>Adam with decoupled weight decay: parameters shrink by themselves, not through the gradient.</summary>
/// <remarks>
/// p ← p·(1 − learningRate·weightDecay), then as Adam; m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²;
/// p ← p − learningRate·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).
/// I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", 2017, arXiv:1711.05101.
/// </remarks>
public sealed class AdamW : Optimizer
{
    /// <summary>An optimizer of a model's parameters.</summary>
    /// <param name="model">The model.</param>
    /// <param name="learningRate">The step size, ≥ 0; 0.001 by default.</param>
    /// <param name="beta1">The decay of the first moment, from 0 to below 1; 0.9 by default.</param>
    /// <param name="beta2">The decay of the second moment, from 0 to below 1; 0.999 by default.</param>
    /// <param name="epsilon">What keeps the divisor from 0, ≥ 0; 1e-8 by default.</param>
    /// <param name="weightDecay">How much of a parameter each step takes away, times the learning rate, ≥ 0; 0.01 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public AdamW(Module model, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01)
        : this(model.Parameters(), learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it moves.</param>
    /// <param name="learningRate">The step size, ≥ 0; 0.001 by default.</param>
    /// <param name="beta1">The decay of the first moment, from 0 to below 1; 0.9 by default.</param>
    /// <param name="beta2">The decay of the second moment, from 0 to below 1; 0.999 by default.</param>
    /// <param name="epsilon">What keeps the divisor from 0, ≥ 0; 1e-8 by default.</param>
    /// <param name="weightDecay">How much of a parameter each step takes away, times the learning rate, ≥ 0; 0.01 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public AdamW(IEnumerable<Parameter> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01)
        : base(parameters, learningRate, weightDecay, beta1: beta1)
    {
        Beta2 = Options.Fraction("AdamW", "beta2", beta2);
        Epsilon = Options.NotNegative("AdamW", "epsilon", epsilon);
    }

    /// <summary>The decay of the first moment.</summary>
    public double Beta1 => Groups[0].Momentum!.Value;

    /// <summary>The decay of the second moment.</summary>
    public double Beta2 { get; }

    /// <summary>What keeps the divisor from 0.</summary>
    public double Epsilon { get; }

    /// <summary>How much of a parameter each step takes away, times the learning rate.</summary>
    public double WeightDecay => Groups[0].WeightDecay!.Value;

    private protected override void Move(Slot slot, Tensor gradient)
    {
        ParameterGroup group = slot.Group;
        double beta1 = group.Momentum!.Value;
        double size = group.LearningRate / (1 - Math.Pow(beta1, slot.Steps));
        double scale = 1 / Math.Sqrt(1 - Math.Pow(Beta2, slot.Steps));
        Apply<Rule>(slot, gradient, size, beta1, 1 - beta1, Beta2, 1 - Beta2, scale, 1 - group.LearningRate * group.WeightDecay!.Value, Epsilon);
    }

    /// <summary>Constants: learning rate/(1 − β₁ᵗ), β₁, 1 − β₁, β₂, 1 − β₂, 1/√(1 − β₂ᵗ), 1 − learning rate·weight decay, ε.</summary>
    readonly struct Rule : IUpdateRule<Rule>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, in StepConstants<V> c) where V : struct, IReal<V>
        {
            p *= c.C6;
            s = c.C1 * s + c.C2 * g;
            t = c.C3 * t + c.C4 * g * g;
            p -= c.C0 * s / (V.Sqrt(t) * c.C5 + c.C7);
        }
    }
}
