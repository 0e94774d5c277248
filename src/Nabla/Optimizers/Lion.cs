using System.Runtime.CompilerServices;
using Nabla.Layers;
using Nabla.Numbers;

namespace Nabla.Optimizers;

/// <summary>Steps by the sign of a momentum alone: one state, and steps of one size.</summary>
/// <remarks>
/// p ← p·(1 − learningRate·weightDecay); p ← p − learningRate·sign(β₁m + (1 − β₁)g); m ← β₂m + (1 − β₂)g; sign(0) = 0.
/// Wants a learning rate 3 to 10 times smaller than AdamW's, and a weight decay as much larger.
/// X. Chen et al., "Symbolic discovery of optimization algorithms", 2023, arXiv:2302.06675, algorithm 2.
/// </remarks>
public sealed class Lion : Optimizer
{
    /// <summary>An optimizer of the parameters of <paramref name="model"/>.</summary>
    /// <inheritdoc cref="Lion(IEnumerable{Parameter}, double, double, double, double)"/>
    public Lion(Module model, double learningRate = 1e-4, double beta1 = 0.9, double beta2 = 0.99, double weightDecay = 0)
        : this(model.Parameters(), learningRate, beta1, beta2, weightDecay)
    {
    }

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it moves.</param>
    /// <param name="learningRate">The step size, ≥ 0; 0.0001 by default.</param>
    /// <param name="beta1">β₁, how much of the momentum a step takes, from 0 to below 1; 0.9 by default.</param>
    /// <param name="beta2">β₂, the decay of the momentum, from 0 to below 1; 0.99 by default.</param>
    /// <param name="weightDecay">How much of a parameter each step takes away, times the learning rate, ≥ 0; 0 by default.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Lion(IEnumerable<Parameter> parameters, double learningRate = 1e-4, double beta1 = 0.9, double beta2 = 0.99, double weightDecay = 0)
        : base(parameters, learningRate, weightDecay, beta1: beta1)
    {
        Beta2 = Options.Fraction(Kind, "beta2", beta2);
    }

    /// <summary>β₂, the decay of the momentum. β₁ is the <see cref="ParameterGroup.Momentum"/> of each group.</summary>
    public double Beta2 { get; }

    private protected override IReadOnlyList<string> StateNames(Slot slot) => ["momentum"];

    private protected override void Move(Slot slot, Tensor gradient)
    {
        double beta1 = slot.Group.Momentum!.Value;
        ApplyDecoupled<Rule>(slot, gradient, slot.Group.LearningRate, beta1, 1 - beta1, Beta2, 1 - Beta2);
    }

    /// <summary>Constants: learning rate, β₁, 1 − β₁, β₂, 1 − β₂.</summary>
    readonly struct Rule : IUpdateRule<Rule>
    {
        public static int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>
        {
            V step = c.C1 * s + c.C2 * g;
            p -= V.Where(step > V.Zero, c.C0, V.Where(step < V.Zero, -c.C0, step));
            s = c.C3 * s + c.C4 * g;
        }
    }
}
