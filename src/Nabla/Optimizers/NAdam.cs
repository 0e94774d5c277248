using System.Runtime.CompilerServices;
using Nabla.Layers;
using Nabla.Numbers;

namespace Nabla.Optimizers;

/// <summary>Adam with Nesterov's momentum.</summary>
/// <remarks>
/// g ← g + weightDecay·p; m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; μₜ = β₁(1 − ½·0.96^(t·momentumDecay));
/// p ← p − learningRate·((1 − μₜ)g/(1 − Πμ₁…μₜ) + μₜ₊₁m/(1 − Πμ₁…μₜ₊₁))/(√v̂ + ε) with v̂ = v/(1 − β₂ᵗ).
/// As PyTorch documents it and its multi-tensor code computes; the loop over single tensors of PyTorch 1.13 multiplies μₜ once more into the
/// second product. T. Dozat, "Incorporating Nesterov momentum into Adam", 2016, algorithm 2.
/// </remarks>
public sealed class NAdam : MomentOptimizer
{
    /// <summary>An optimizer of the parameters of <paramref name="model"/>.</summary>
    /// <inheritdoc cref="NAdam(IEnumerable{Parameter}, double, double, double, double, double, double)"/>
    public NAdam(Module model, double learningRate = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, double momentumDecay = 4e-3)
        : this(model.Parameters(), learningRate, beta1, beta2, epsilon, weightDecay, momentumDecay)
    {
    }

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it moves.</param>
    /// <param name="learningRate">The step size, ≥ 0; 0.002 by default.</param>
    /// <param name="beta1">β₁, the decay of the first moment, from 0 to below 1; 0.9 by default.</param>
    /// <param name="beta2">β₂, the decay of the second moment, from 0 to below 1; 0.999 by default.</param>
    /// <param name="epsilon">What keeps the divisor from 0, ≥ 0; 1e-8 by default.</param>
    /// <param name="weightDecay">The factor of an L2 penalty, ≥ 0; 0 by default.</param>
    /// <param name="momentumDecay">How fast the momentum rises to β₁, ≥ 0; 0.004 by default.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public NAdam(IEnumerable<Parameter> parameters, double learningRate = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, double momentumDecay = 4e-3)
        : base(parameters, learningRate, beta1, beta2, epsilon, weightDecay)
    {
        MomentumDecay = Options.NotNegative(Kind, "momentum decay", momentumDecay);
    }

    /// <summary>How fast the momentum rises to β₁.</summary>
    public double MomentumDecay { get; }

    private protected override IReadOnlyList<string> NumberNames => ["momentumProduct"];

    private protected override void Move(Slot slot, Tensor gradient)
    {
        double beta1 = slot.Group.Momentum!.Value, rate = slot.Group.LearningRate;
        double momentum = Warmed(beta1, slot.Steps), next = Warmed(beta1, slot.Steps + 1);
        double product = slot.Numbers[0] = (slot.Steps == 1 ? 1 : slot.Numbers[0]) * momentum;
        double ofGradient = rate * (1 - momentum) / (1 - product);
        double ofMoment = rate * next / (1 - product * next);
        double scale = 1 / Math.Sqrt(1 - Math.Pow(Beta2, slot.Steps));
        Apply<Rule>(slot, gradient, ofGradient, beta1, 1 - beta1, Beta2, 1 - Beta2, scale, Epsilon, ofMoment);
    }

    /// <summary>μₜ.</summary>
    double Warmed(double beta1, long step) => beta1 * (1 - 0.5 * Math.Pow(0.96, step * MomentumDecay));

    /// <summary>Constants: the step along the gradient, β₁, 1 − β₁, β₂, 1 − β₂, 1/√(1 − β₂ᵗ), ε, the step along the first moment.</summary>
    readonly struct Rule : IUpdateRule<Rule>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>
        {
            s = c.C1 * s + c.C2 * g;
            t = c.C3 * t + c.C4 * g * g;
            p -= (c.C0 * g + c.C7 * s) / (V.Sqrt(t) * c.C5 + c.C6);
        }
    }
}
