using System.Runtime.CompilerServices;
using Nabla.Layers;
using Nabla.Numbers;
using static System.FormattableString;

namespace Nabla.Optimizers;

/// <summary>Steps by the sign of the gradient alone, each parameter's growing while the sign stays and shrinking when it turns.</summary>
/// <remarks>
/// d ← d·increase where g·g₋ &gt; 0, d·decrease where g·g₋ &lt; 0, held between smallestStep and largestStep; where the sign turned g ← 0;
/// p ← p − sign(g)·d; g₋ ← g. The sizes d start with the learning rate, which has no effect later. For whole batches. PyTorch's definition.
/// M. Riedmiller, H. Braun, "A direct adaptive method for faster backpropagation learning: the RPROP algorithm", 1993.
/// </remarks>
public sealed class Rprop : Optimizer
{
    /// <summary>An optimizer of the parameters of <paramref name="model"/>.</summary>
    /// <inheritdoc cref="Rprop(IEnumerable{Parameter}, double, double, double, double, double)"/>
    public Rprop(Module model, double learningRate = 1e-2, double decrease = 0.5, double increase = 1.2, double smallestStep = 1e-6, double largestStep = 50)
        : this(model.Parameters(), learningRate, decrease, increase, smallestStep, largestStep)
    {
    }

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it moves.</param>
    /// <param name="learningRate">What the step sizes start with, ≥ 0; 0.01 by default.</param>
    /// <param name="decrease">What a step size is multiplied by when the sign turns, above 0 and below 1; 0.5 by default.</param>
    /// <param name="increase">What a step size is multiplied by while the sign stays, above 1; 1.2 by default.</param>
    /// <param name="smallestStep">The least step size, ≥ 0; 1e-6 by default.</param>
    /// <param name="largestStep">The largest step size, at least the least; 50 by default.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Rprop(IEnumerable<Parameter> parameters, double learningRate = 1e-2, double decrease = 0.5, double increase = 1.2, double smallestStep = 1e-6, double largestStep = 50)
        : base(parameters, learningRate)
    {
        Decrease = decrease is > 0 and < 1 ? decrease : throw Options.Refused(Kind, "factor of decrease", decrease, "it is above 0 and below 1");
        Increase = increase > 1 && double.IsFinite(increase) ? increase : throw Options.Refused(Kind, "factor of increase", increase, "it is a finite number above 1");
        SmallestStep = Options.NotNegative(Kind, "smallest step", smallestStep);
        LargestStep = largestStep >= smallestStep && double.IsFinite(largestStep) ? largestStep : throw Options.Refused(Kind, "largest step", largestStep, Invariant($"it is at least the smallest, {smallestStep}"));
    }

    /// <summary>What a step size is multiplied by when the sign turns.</summary>
    public double Decrease { get; }

    /// <summary>What a step size is multiplied by while the sign stays.</summary>
    public double Increase { get; }

    /// <summary>The least step size.</summary>
    public double SmallestStep { get; }

    /// <summary>The largest step size.</summary>
    public double LargestStep { get; }

    private protected override IReadOnlyList<string> StateNames(Slot slot) => ["lastGradient", "stepSize"];

    private protected override double StateStart(Slot slot, int index) => index == 1 ? slot.Group.LearningRate : 0;

    private protected override void Move(Slot slot, Tensor gradient) => Apply<Rule>(slot, gradient, Decrease, Increase, SmallestStep, LargestStep);

    /// <summary>Constants: decrease, increase, the least step size, the largest.</summary>
    readonly struct Rule : IUpdateRule<Rule>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>
        {
            V turn = g * s;
            t = V.Clamp(t * V.Where(turn > V.Zero, c.C1, V.Where(turn < V.Zero, c.C0, V.One)), c.C2, c.C3);
            s = V.Where(turn < V.Zero, V.Zero, g);
            p -= V.Where(s > V.Zero, t, V.Where(s < V.Zero, -t, s));
        }
    }
}
