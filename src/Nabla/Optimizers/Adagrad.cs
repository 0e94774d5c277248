using System.Runtime.CompilerServices;
using Nabla.Layers;
using Nabla.Numbers;

namespace Nabla.Optimizers;

/// <summary>Steps divided by the root of the sum of all squared gradients so far.</summary>
/// <remarks>
/// g ← g + weightDecay·p; v ← v + g²; p ← p − learningRate/(1 + (t − 1)·learningRateDecay)·g/(√v + ε). PyTorch's definition.
/// J. Duchi, E. Hazan, Y. Singer, "Adaptive subgradient methods for online learning and stochastic optimization", 2011.
/// </remarks>
public sealed class Adagrad : Optimizer
{
    /// <summary>An optimizer of the parameters of <paramref name="model"/>.</summary>
    /// <inheritdoc cref="Adagrad(IEnumerable{Parameter}, double, double, double, double, double)"/>
    public Adagrad(Module model, double learningRate = 1e-2, double learningRateDecay = 0, double weightDecay = 0, double initialAccumulator = 0, double epsilon = 1e-10)
        : this(model.Parameters(), learningRate, learningRateDecay, weightDecay, initialAccumulator, epsilon)
    {
    }

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it moves.</param>
    /// <param name="learningRate">The step size, ≥ 0; 0.01 by default.</param>
    /// <param name="learningRateDecay">How much the step size falls with the steps, ≥ 0; 0 by default.</param>
    /// <param name="weightDecay">The factor of an L2 penalty, ≥ 0; 0 by default.</param>
    /// <param name="initialAccumulator">What the sums of squares start with, ≥ 0; 0 by default.</param>
    /// <param name="epsilon">What keeps the divisor from 0, ≥ 0; 1e-10 by default.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Adagrad(IEnumerable<Parameter> parameters, double learningRate = 1e-2, double learningRateDecay = 0, double weightDecay = 0, double initialAccumulator = 0, double epsilon = 1e-10)
        : base(parameters, learningRate, weightDecay)
    {
        LearningRateDecay = Options.NotNegative(Kind, "learning rate's decay", learningRateDecay);
        InitialAccumulator = Options.NotNegative(Kind, "initial accumulator", initialAccumulator);
        Epsilon = Options.NotNegative(Kind, "epsilon", epsilon);
    }

    /// <summary>How much the step size falls with the steps.</summary>
    public double LearningRateDecay { get; }

    /// <summary>What the sums of squares start with.</summary>
    public double InitialAccumulator { get; }

    /// <summary>What keeps the divisor from 0.</summary>
    public double Epsilon { get; }

    private protected override IReadOnlyList<string> StateNames(Slot slot) => ["squareSum"];

    private protected override double StateStart(Slot slot, int index) => InitialAccumulator;

    private protected override void Move(Slot slot, Tensor gradient) =>
        Apply<Rule>(slot, gradient, slot.Group.LearningRate / (1 + (slot.Steps - 1) * LearningRateDecay), Epsilon);

    /// <summary>Constants: the step size, ε.</summary>
    readonly struct Rule : IUpdateRule<Rule>
    {
        public static int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>
        {
            s += g * g;
            p -= c.C0 * g / (V.Sqrt(s) + c.C1);
        }
    }
}
