using System.Runtime.CompilerServices;
using Nabla.Backends;
using Nabla.Layers;
using Nabla.Numbers;

namespace Nabla.Optimizers;

/// <summary>Adam's direction with a step as long as the parameter tensor is large: for very large batches.</summary>
/// <remarks>
/// m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; u = m̂/(√v̂ + ε) + weightDecay·p with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ);
/// p ← p − learningRate·min(‖p‖, largestNorm)/‖u‖·u, the norms of the whole tensor; the ratio is 1 where either norm is 0.
/// Y. You et al., "Large batch optimization for deep learning: training BERT in 76 minutes", 2019, arXiv:1904.00962, algorithm 2.
/// </remarks>
public sealed class Lamb : MomentOptimizer
{
    /// <summary>An optimizer of the parameters of <paramref name="model"/>.</summary>
    /// <inheritdoc cref="Lamb(IEnumerable{Parameter}, double, double, double, double, double, double)"/>
    public Lamb(
        Module model, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-6, double weightDecay = 0.01,
        double largestNorm = double.PositiveInfinity)
        : this(model.Parameters(), learningRate, beta1, beta2, epsilon, weightDecay, largestNorm)
    {
    }

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it moves.</param>
    /// <param name="learningRate">The step size relative to the parameter's norm, ≥ 0; 0.001 by default.</param>
    /// <param name="beta1">β₁, the decay of the first moment, from 0 to below 1; 0.9 by default.</param>
    /// <param name="beta2">β₂, the decay of the second moment, from 0 to below 1; 0.999 by default.</param>
    /// <param name="epsilon">What keeps the divisor from 0, ≥ 0; 1e-6 by default.</param>
    /// <param name="weightDecay">How much of the parameter is added to the direction, ≥ 0; 0.01 by default.</param>
    /// <param name="largestNorm">The norm above which a parameter's does not lengthen the step, above 0; infinite by default.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Lamb(
        IEnumerable<Parameter> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-6, double weightDecay = 0.01,
        double largestNorm = double.PositiveInfinity)
        : base(parameters, learningRate, beta1, beta2, epsilon, weightDecay)
    {
        LargestNorm = largestNorm > 0 ? largestNorm : throw Options.Refused(Kind, "largest norm", largestNorm, "it is above 0");
    }

    /// <summary>The norm above which a parameter's does not lengthen the step.</summary>
    public double LargestNorm { get; }

    private protected override void Move(Slot slot, Tensor gradient)
    {
        Parameter p = slot.Parameter;
        double beta1 = slot.Group.Momentum!.Value;
        double first = 1 / (1 - Math.Pow(beta1, slot.Steps)), scale = 1 / Math.Sqrt(1 - Math.Pow(Beta2, slot.Steps));
        Tensor direction = p.Clone();
        Backend.Current.Update<Direction>(
            direction, Downhill(gradient), State(slot, 0), State(slot, 1), null,
            [first, beta1, 1 - beta1, Beta2, 1 - Beta2, scale, Epsilon, slot.Group.WeightDecay!.Value]);
        double norm = Math.Min(p.Norm().Item(), LargestNorm), length = direction.Norm().Item();
        double trust = norm > 0 && length > 0 ? norm / length : 1;
        Advance(p, direction, slot.Group.LearningRate * trust);
    }

    /// <summary>The parameter becomes the direction. Constants: 1/(1 − β₁ᵗ), β₁, 1 − β₁, β₂, 1 − β₂, 1/√(1 − β₂ᵗ), ε, weight decay.</summary>
    readonly struct Direction : IUpdateRule<Direction>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>
        {
            s = c.C1 * s + c.C2 * g;
            t = c.C3 * t + c.C4 * g * g;
            p = c.C0 * s / (V.Sqrt(t) * c.C5 + c.C6) + c.C7 * p;
        }
    }
}
