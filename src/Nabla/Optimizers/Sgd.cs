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
    /// <summary>An optimizer of the parameters of <paramref name="model"/>.</summary>
    /// <inheritdoc cref="Sgd(IEnumerable{Parameter}, double, double, double, bool, double)"/>
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
    /// <exception cref="ArgumentException">There is no parameter, or one is named twice; Nesterov's momentum without momentum, or with dampening.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    public Sgd(IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, bool nesterov = false, double weightDecay = 0)
        : base(parameters, learningRate, weightDecay, momentum)
    {
        Dampening = Options.NotNegative(Kind, "dampening", dampening);
        Nesterov = !nesterov || (momentum > 0 && dampening == 0)
            ? nesterov
            : throw new ArgumentException(Invariant($"Sgd: cannot use Nesterov's momentum with momentum {momentum} and dampening {dampening}: it needs a momentum above 0 and dampening 0."), nameof(nesterov));
    }

    /// <summary>How much of a gradient the momentum leaves out.</summary>
    public double Dampening { get; }

    /// <summary>Whether the gradient is taken as after the momentum.</summary>
    public bool Nesterov { get; }

    private protected override IReadOnlyList<string> StateNames(Slot slot) => ["momentum"];

    private protected override void Move(Slot slot, Tensor gradient)
    {
        double rate = slot.Group.LearningRate, momentum = slot.Group.Momentum!.Value;
        double kept = slot.States[0] is null ? 1 : 1 - Dampening;
        if (momentum == 0) Apply<Plain>(slot, gradient, rate);
        else if (Nesterov) Apply<Ahead>(slot, gradient, rate, momentum, kept);
        else Apply<Heavy>(slot, gradient, rate, momentum, kept);
    }

    /// <summary>Constants: learning rate.</summary>
    internal readonly struct Plain : IUpdateRule<Plain>
    {
        public static int States => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>
        {
            p -= c.C0 * g;
        }
    }

    /// <summary>Constants: learning rate, momentum, 1 − dampening.</summary>
    readonly struct Heavy : IUpdateRule<Heavy>
    {
        public static int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>
        {
            s = c.C1 * s + c.C2 * g;
            p -= c.C0 * s;
        }
    }

    /// <summary>Constants: learning rate, momentum, 1 − dampening.</summary>
    readonly struct Ahead : IUpdateRule<Ahead>
    {
        public static int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>
        {
            s = c.C1 * s + c.C2 * g;
            p -= c.C0 * (g + c.C1 * s);
        }
    }
}
