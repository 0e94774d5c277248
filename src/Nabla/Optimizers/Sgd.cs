using System.Runtime.CompilerServices;
using Nabla.Layers;
using Nabla.Numbers;
using static System.FormattableString;

namespace Nabla.Optimizers;

/// <summary>Stochastic gradient descent, with momentum and weight decay where asked for.</summary>
/// <remarks>
/// g ← g + weightDecay·p; without momentum p ← p − learningRate·g. With momentum μ: v ← μ·v + (1 − dampening)·g (v ← g at
/// the first step), then p ← p − learningRate·v, or with Nesterov's p ← p − learningRate·(g + μ·v). PyTorch's definition.
/// I. Sutskever, J. Martens, G. Dahl, G. Hinton, "On the importance of initialization and momentum in deep learning", 2013.
/// </remarks>
public sealed class Sgd : Optimizer
{
    /// <summary>An optimizer of a model's parameters.</summary>
    /// <param name="model">The model.</param>
    /// <param name="learningRate">The step size, ≥ 0.</param>
    /// <param name="momentum">How much of the last direction is kept, ≥ 0; 0 by default.</param>
    /// <param name="dampening">How much of a gradient the momentum leaves out; 0 by default.</param>
    /// <param name="nesterov">Whether the gradient is taken as after the momentum; no by default.</param>
    /// <param name="weightDecay">The factor of an L2 penalty, ≥ 0; 0 by default.</param>
    /// <exception cref="ArgumentException">Nesterov's momentum without momentum, or with dampening.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    public Sgd(Module model, double learningRate, double momentum = 0, double dampening = 0, bool nesterov = false, double weightDecay = 0)
        : this(model.Parameters(), learningRate, momentum, dampening, nesterov, weightDecay)
    {
    }

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it moves.</param>
    /// <param name="learningRate">The step size, ≥ 0.</param>
    /// <param name="momentum">How much of the last direction is kept, ≥ 0; 0 by default.</param>
    /// <param name="dampening">How much of a gradient the momentum leaves out; 0 by default.</param>
    /// <param name="nesterov">Whether the gradient is taken as after the momentum; no by default.</param>
    /// <param name="weightDecay">The factor of an L2 penalty, ≥ 0; 0 by default.</param>
    /// <exception cref="ArgumentException">Nesterov's momentum without momentum, or with dampening.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    public Sgd(IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, bool nesterov = false, double weightDecay = 0)
        : base(parameters, learningRate, weightDecay, momentum)
    {
        Dampening = Options.NotNegative("Sgd", "dampening", dampening);
        Nesterov = !nesterov || (momentum > 0 && dampening == 0)
            ? nesterov
            : throw new ArgumentException(Invariant($"Sgd: cannot use Nesterov's momentum with momentum {momentum} and dampening {dampening}: it needs a momentum above 0 and dampening 0."), nameof(nesterov));
    }

    /// <summary>How much of the last direction is kept.</summary>
    public double Momentum => Groups[0].Momentum!.Value;

    /// <summary>How much of a gradient the momentum leaves out.</summary>
    public double Dampening { get; }

    /// <summary>Whether the gradient is taken as after the momentum.</summary>
    public bool Nesterov { get; }

    /// <summary>The factor of the L2 penalty.</summary>
    public double WeightDecay => Groups[0].WeightDecay!.Value;

    private protected override void Move(Slot slot, Tensor gradient)
    {
        ParameterGroup group = slot.Group;
        double momentum = group.Momentum!.Value;
        double kept = slot.Steps == 1 ? 1 : 1 - Dampening;
        if (momentum == 0) Apply<Plain>(slot, gradient, group.LearningRate, group.WeightDecay!.Value);
        else if (Nesterov) Apply<Ahead>(slot, gradient, group.LearningRate, group.WeightDecay!.Value, momentum, kept);
        else Apply<Heavy>(slot, gradient, group.LearningRate, group.WeightDecay!.Value, momentum, kept);
    }

    /// <summary>Constants: learning rate, weight decay.</summary>
    readonly struct Plain : IUpdateRule<Plain>
    {
        public static int States => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, in StepConstants<V> c) where V : struct, IReal<V> => p -= c.C0 * (g + c.C1 * p);
    }

    /// <summary>Constants: learning rate, weight decay, momentum, 1 − dampening.</summary>
    readonly struct Heavy : IUpdateRule<Heavy>
    {
        public static int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, in StepConstants<V> c) where V : struct, IReal<V>
        {
            s = c.C2 * s + c.C3 * (g + c.C1 * p);
            p -= c.C0 * s;
        }
    }

    /// <summary>Constants: learning rate, weight decay, momentum, 1 − dampening.</summary>
    readonly struct Ahead : IUpdateRule<Ahead>
    {
        public static int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, in StepConstants<V> c) where V : struct, IReal<V>
        {
            g += c.C1 * p;
            s = c.C2 * s + c.C3 * g;
            p -= c.C0 * (g + c.C2 * s);
        }
    }
}
