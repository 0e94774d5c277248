using System.Runtime.CompilerServices;
using Nabla.Layers;
using Nabla.Numbers;

namespace Nabla.Optimizers;

/// <summary>Adam: steps scaled by the moments of the gradient.</summary>
/// <remarks>
/// g ← g + weightDecay·p; m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; p ← p − learningRate·m̂/(√v̂ + ε)
/// with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ). With AMSGrad v̂ = max over the steps of v, over 1 − β₂ᵗ. PyTorch's definition.
/// D. Kingma, J. Ba, "Adam: a method for stochastic optimization", 2014, arXiv:1412.6980, algorithm 1;
/// S. Reddi, S. Kale, S. Kumar, "On the convergence of Adam and beyond", 2018, arXiv:1904.09237, algorithm 2.
/// </remarks>
public sealed class Adam : MomentOptimizer
{
    /// <summary>An optimizer of the parameters of <paramref name="model"/>.</summary>
    /// <inheritdoc cref="Adam(IEnumerable{Parameter}, double, double, double, double, double, bool)"/>
    public Adam(Module model, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, bool amsGrad = false)
        : this(model.Parameters(), learningRate, beta1, beta2, epsilon, weightDecay, amsGrad)
    {
    }

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it moves.</param>
    /// <param name="learningRate">The step size, ≥ 0; 0.001 by default.</param>
    /// <param name="beta1">β₁, the decay of the first moment, from 0 to below 1; 0.9 by default.</param>
    /// <param name="beta2">β₂, the decay of the second moment, from 0 to below 1; 0.999 by default.</param>
    /// <param name="epsilon">What keeps the divisor from 0, ≥ 0; 1e-8 by default.</param>
    /// <param name="weightDecay">The factor of an L2 penalty, ≥ 0; 0 by default.</param>
    /// <param name="amsGrad">Whether steps are divided by the largest second moment so far (AMSGrad); no by default.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Adam(IEnumerable<Parameter> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, bool amsGrad = false)
        : base(parameters, learningRate, beta1, beta2, epsilon, weightDecay)
    {
        AmsGrad = amsGrad;
    }

    /// <summary>Whether steps are divided by the largest second moment so far.</summary>
    public bool AmsGrad { get; }

    private protected override IReadOnlyList<string> StateNames(Slot slot) =>
        AmsGrad ? ["firstMoment", "secondMoment", "largestSecondMoment"] : base.StateNames(slot);

    private protected override void Move(Slot slot, Tensor gradient)
    {
        double beta1 = slot.Group.Momentum!.Value;
        double size = slot.Group.LearningRate / (1 - Math.Pow(beta1, slot.Steps));
        double scale = 1 / Math.Sqrt(1 - Math.Pow(Beta2, slot.Steps));
        if (AmsGrad) Apply<LargestRule>(slot, gradient, size, beta1, 1 - beta1, Beta2, 1 - Beta2, scale, Epsilon);
        else Apply<Rule>(slot, gradient, size, beta1, 1 - beta1, Beta2, 1 - Beta2, scale, Epsilon);
    }

    /// <summary>Constants: learning rate/(1 − β₁ᵗ), β₁, 1 − β₁, β₂, 1 − β₂, 1/√(1 − β₂ᵗ), ε.</summary>
    internal readonly struct Rule : IUpdateRule<Rule>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>
        {
            s = c.C1 * s + c.C2 * g;
            t = c.C3 * t + c.C4 * g * g;
            p -= c.C0 * s / (V.Sqrt(t) * c.C5 + c.C6);
        }
    }

    /// <summary>Constants: as of <see cref="Rule"/>.</summary>
    internal readonly struct LargestRule : IUpdateRule<LargestRule>
    {
        public static int States => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>
        {
            s = c.C1 * s + c.C2 * g;
            t = c.C3 * t + c.C4 * g * g;
            u = V.Max(u, t);
            p -= c.C0 * s / (V.Sqrt(u) * c.C5 + c.C6);
        }
    }
}
