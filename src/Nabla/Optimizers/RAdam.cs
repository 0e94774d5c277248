using System.Runtime.CompilerServices;
using Nabla.Layers;
using Nabla.Numbers;

namespace Nabla.Optimizers;

/// <summary>Adam with its variance rectified: steps are scaled by the second moment only when enough gradients were met to know it.</summary>
/// <remarks>
/// g ← g + weightDecay·p; m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; m̂ = m/(1 − β₁ᵗ);
/// ρ∞ = 2/(1 − β₂) − 1, ρₜ = ρ∞ − 2tβ₂ᵗ/(1 − β₂ᵗ). Where ρₜ &gt; 5: p ← p − learningRate·r·m̂·√(1 − β₂ᵗ)/(√v + ε) with
/// r = √((ρₜ − 4)(ρₜ − 2)ρ∞/((ρ∞ − 4)(ρ∞ − 2)ρₜ)); else p ← p − learningRate·m̂. PyTorch's definition.
/// L. Liu et al., "On the variance of the adaptive learning rate and beyond", 2019, arXiv:1908.03265, algorithm 2.
/// </remarks>
public sealed class RAdam : MomentOptimizer
{
    /// <summary>An optimizer of the parameters of <paramref name="model"/>.</summary>
    /// <inheritdoc cref="RAdam(IEnumerable{Parameter}, double, double, double, double, double)"/>
    public RAdam(Module model, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
        : this(model.Parameters(), learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it moves.</param>
    /// <param name="learningRate">The step size, ≥ 0; 0.001 by default.</param>
    /// <param name="beta1">β₁, the decay of the first moment, from 0 to below 1; 0.9 by default.</param>
    /// <param name="beta2">β₂, the decay of the second moment, from 0 to below 1; 0.999 by default.</param>
    /// <param name="epsilon">What keeps the divisor from 0, ≥ 0; 1e-8 by default.</param>
    /// <param name="weightDecay">The factor of an L2 penalty, ≥ 0; 0 by default.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public RAdam(IEnumerable<Parameter> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
        : base(parameters, learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    private protected override void Move(Slot slot, Tensor gradient)
    {
        double beta1 = slot.Group.Momentum!.Value;
        double decayed = Math.Pow(Beta2, slot.Steps);
        double longest = 2 / (1 - Beta2) - 1;
        double length = longest - 2 * slot.Steps * decayed / (1 - decayed);
        double size = slot.Group.LearningRate / (1 - Math.Pow(beta1, slot.Steps));
        if (length > 5)
        {
            double rectified = Math.Sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
            size *= rectified * Math.Sqrt(1 - decayed);
            Apply<Rectified>(slot, gradient, size, beta1, 1 - beta1, Beta2, 1 - Beta2, Epsilon);
        }
        else
        {
            Apply<Unscaled>(slot, gradient, size, beta1, 1 - beta1, Beta2, 1 - Beta2);
        }
    }

    /// <summary>Constants: learning rate·r·√(1 − β₂ᵗ)/(1 − β₁ᵗ), β₁, 1 − β₁, β₂, 1 − β₂, ε.</summary>
    readonly struct Rectified : IUpdateRule<Rectified>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>
        {
            s = c.C1 * s + c.C2 * g;
            t = c.C3 * t + c.C4 * g * g;
            p -= c.C0 * s / (V.Sqrt(t) + c.C5);
        }
    }

    /// <summary>Constants: learning rate/(1 − β₁ᵗ), β₁, 1 − β₁, β₂, 1 − β₂.</summary>
    readonly struct Unscaled : IUpdateRule<Unscaled>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>
        {
            s = c.C1 * s + c.C2 * g;
            t = c.C3 * t + c.C4 * g * g;
            p -= c.C0 * s;
        }
    }
}
