using System.Runtime.CompilerServices;
using Nabla.Layers;
using Nabla.Numbers;

namespace Nabla.Optimizers;

/// <summary>Steps in the parameters' own unit: the gradient over its running size, times the running size of the steps.</summary>
/// <remarks>
/// g ← g + weightDecay·p; v ← ρv + (1 − ρ)g²; δ = √(a + ε)/√(v + ε)·g; a ← ρa + (1 − ρ)δ²; p ← p − learningRate·δ. PyTorch's definition.
/// M. Zeiler, "Adadelta: an adaptive learning rate method", 2012, arXiv:1212.5701, algorithm 1.
/// </remarks>
public sealed class Adadelta : Optimizer
{
    /// <summary>An optimizer of the parameters of <paramref name="model"/>.</summary>
    /// <inheritdoc cref="Adadelta(IEnumerable{Parameter}, double, double, double, double)"/>
    public Adadelta(Module model, double learningRate = 1.0, double rho = 0.9, double epsilon = 1e-6, double weightDecay = 0)
        : this(model.Parameters(), learningRate, rho, epsilon, weightDecay)
    {
    }

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it moves.</param>
    /// <param name="learningRate">The step size, ≥ 0; 1 by default.</param>
    /// <param name="rho">ρ, the decay of both means, from 0 to 1; 0.9 by default.</param>
    /// <param name="epsilon">What is added under the roots, ≥ 0; 1e-6 by default.</param>
    /// <param name="weightDecay">The factor of an L2 penalty, ≥ 0; 0 by default.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Adadelta(IEnumerable<Parameter> parameters, double learningRate = 1.0, double rho = 0.9, double epsilon = 1e-6, double weightDecay = 0)
        : base(parameters, learningRate, weightDecay)
    {
        Rho = Options.Share(Kind, "rho", rho);
        Epsilon = Options.NotNegative(Kind, "epsilon", epsilon);
    }

    /// <summary>ρ, the decay of both means.</summary>
    public double Rho { get; }

    /// <summary>What is added under the roots.</summary>
    public double Epsilon { get; }

    private protected override IReadOnlyList<string> StateNames(Slot slot) => ["squareAverage", "squaredStepAverage"];

    private protected override void Move(Slot slot, Tensor gradient) => Apply<Rule>(slot, gradient, slot.Group.LearningRate, Rho, 1 - Rho, Epsilon);

    /// <summary>Constants: learning rate, ρ, 1 − ρ, ε.</summary>
    readonly struct Rule : IUpdateRule<Rule>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>
        {
            s = c.C1 * s + c.C2 * g * g;
            V step = V.Sqrt(t + c.C3) / V.Sqrt(s + c.C3) * g;
            t = c.C1 * t + c.C2 * step * step;
            p -= c.C0 * step;
        }
    }
}
