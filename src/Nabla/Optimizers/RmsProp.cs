using System.Runtime.CompilerServices;
using Nabla.Layers;
using Nabla.Numbers;

namespace Nabla.Optimizers;

/// <summary>Steps divided by the running size of the gradient.</summary>
/// <remarks>
/// g ← g + weightDecay·p; v ← αv + (1 − α)g². Centred: a ← αa + (1 − α)g and v̂ = max(0, v − a²), else v̂ = v. d = g/(√v̂ + ε).
/// Without momentum p ← p − learningRate·d; with momentum μ: b ← μb + d, p ← p − learningRate·b. PyTorch's definition, where the maximum is missing
/// and rounding can make the root of a steady gradient's variance not a number.
/// G. Hinton, "Neural networks for machine learning", lecture 6, 2012; centred: A. Graves, "Generating sequences with recurrent neural networks",
/// 2013, arXiv:1308.0850, section 4.2.
/// </remarks>
public sealed class RmsProp : Optimizer
{
    /// <summary>An optimizer of the parameters of <paramref name="model"/>.</summary>
    /// <inheritdoc cref="RmsProp(IEnumerable{Parameter}, double, double, double, double, double, bool)"/>
    public RmsProp(Module model, double learningRate = 1e-2, double alpha = 0.99, double epsilon = 1e-8, double weightDecay = 0, double momentum = 0, bool centered = false)
        : this(model.Parameters(), learningRate, alpha, epsilon, weightDecay, momentum, centered)
    {
    }

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it moves.</param>
    /// <param name="learningRate">The step size, ≥ 0; 0.01 by default.</param>
    /// <param name="alpha">α, the decay of the means, from 0 to 1; 0.99 by default.</param>
    /// <param name="epsilon">What keeps the divisor from 0, ≥ 0; 1e-8 by default.</param>
    /// <param name="weightDecay">The factor of an L2 penalty, ≥ 0; 0 by default.</param>
    /// <param name="momentum">How much of the last step is kept, ≥ 0; 0 by default.</param>
    /// <param name="centered">Whether the gradient is divided by its standard deviation instead of its size; no by default.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public RmsProp(IEnumerable<Parameter> parameters, double learningRate = 1e-2, double alpha = 0.99, double epsilon = 1e-8, double weightDecay = 0, double momentum = 0, bool centered = false)
        : base(parameters, learningRate, weightDecay, momentum)
    {
        Alpha = Options.Share(Kind, "alpha", alpha);
        Epsilon = Options.NotNegative(Kind, "epsilon", epsilon);
        Centered = centered;
    }

    /// <summary>α, the decay of the means.</summary>
    public double Alpha { get; }

    /// <summary>What keeps the divisor from 0.</summary>
    public double Epsilon { get; }

    /// <summary>Whether the gradient is divided by its standard deviation.</summary>
    public bool Centered { get; }

    private protected override IReadOnlyList<string> StateNames(Slot slot) =>
        Centered ? ["squareAverage", "gradientAverage", "momentum"] : ["squareAverage", "momentum"];

    private protected override void Move(Slot slot, Tensor gradient)
    {
        double rate = slot.Group.LearningRate, momentum = slot.Group.Momentum!.Value;
        switch (Centered, momentum > 0)
        {
            case (false, false): Apply<Plain>(slot, gradient, rate, Alpha, 1 - Alpha, Epsilon); break;
            case (false, true): Apply<Heavy>(slot, gradient, rate, Alpha, 1 - Alpha, Epsilon, momentum); break;
            case (true, false): Apply<PlainCentered>(slot, gradient, rate, Alpha, 1 - Alpha, Epsilon); break;
            case (true, true): Apply<HeavyCentered>(slot, gradient, rate, Alpha, 1 - Alpha, Epsilon, momentum); break;
        }
    }

    /// <summary>Constants: learning rate, α, 1 − α, ε.</summary>
    readonly struct Plain : IUpdateRule<Plain>
    {
        public static int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>
        {
            s = c.C1 * s + c.C2 * g * g;
            p -= c.C0 * g / (V.Sqrt(s) + c.C3);
        }
    }

    /// <summary>Constants: learning rate, α, 1 − α, ε, momentum.</summary>
    readonly struct Heavy : IUpdateRule<Heavy>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>
        {
            s = c.C1 * s + c.C2 * g * g;
            t = c.C4 * t + g / (V.Sqrt(s) + c.C3);
            p -= c.C0 * t;
        }
    }

    /// <summary>Constants: learning rate, α, 1 − α, ε.</summary>
    readonly struct PlainCentered : IUpdateRule<PlainCentered>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>
        {
            s = c.C1 * s + c.C2 * g * g;
            t = c.C1 * t + c.C2 * g;
            p -= c.C0 * g / (V.Sqrt(V.Max(s - t * t, V.Zero)) + c.C3);
        }
    }

    /// <summary>Constants: learning rate, α, 1 − α, ε, momentum.</summary>
    readonly struct HeavyCentered : IUpdateRule<HeavyCentered>
    {
        public static int States => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>
        {
            s = c.C1 * s + c.C2 * g * g;
            t = c.C1 * t + c.C2 * g;
            u = c.C4 * u + g / (V.Sqrt(V.Max(s - t * t, V.Zero)) + c.C3);
            p -= c.C0 * u;
        }
    }
}
