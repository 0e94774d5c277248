using System.Runtime.CompilerServices;
using Nabla.Layers;
using Nabla.Numbers;

namespace Nabla.Optimizers;

/// <summary>Adam by the infinity norm: steps scaled by the largest gradient, decayed.</summary>
/// <remarks>
/// g ← g + weightDecay·p; m ← β₁m + (1 − β₁)g; n ← max(β₂n, |g| + ε); p ← p − learningRate/(1 − β₁ᵗ)·m/n. PyTorch's definition.
/// D. Kingma, J. Ba, "Adam: a method for stochastic optimization", 2014, arXiv:1412.6980, algorithm 2.
/// </remarks>
public sealed class Adamax : MomentOptimizer
{
    /// <summary>An optimizer of the parameters of <paramref name="model"/>.</summary>
    /// <inheritdoc cref="Adamax(IEnumerable{Parameter}, double, double, double, double, double)"/>
    public Adamax(Module model, double learningRate = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
        : this(model.Parameters(), learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it moves.</param>
    /// <param name="learningRate">The step size, ≥ 0; 0.002 by default.</param>
    /// <param name="beta1">β₁, the decay of the first moment, from 0 to below 1; 0.9 by default.</param>
    /// <param name="beta2">β₂, the decay of the infinity norm, from 0 to below 1; 0.999 by default.</param>
    /// <param name="epsilon">What is added to the gradient's size, ≥ 0; 1e-8 by default.</param>
    /// <param name="weightDecay">The factor of an L2 penalty, ≥ 0; 0 by default.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Adamax(IEnumerable<Parameter> parameters, double learningRate = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
        : base(parameters, learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    private protected override IReadOnlyList<string> StateNames(Slot slot) => ["firstMoment", "infinityNorm"];

    private protected override void Move(Slot slot, Tensor gradient)
    {
        double beta1 = slot.Group.Momentum!.Value;
        double size = slot.Group.LearningRate / (1 - Math.Pow(beta1, slot.Steps));
        Apply<Rule>(slot, gradient, size, beta1, 1 - beta1, Beta2, Epsilon);
    }

    /// <summary>Constants: learning rate/(1 − β₁ᵗ), β₁, 1 − β₁, β₂, ε.</summary>
    readonly struct Rule : IUpdateRule<Rule>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>
        {
            s = c.C1 * s + c.C2 * g;
            t = V.Max(c.C3 * t, V.Abs(g) + c.C4);
            p -= c.C0 * s / t;
        }
    }
}
