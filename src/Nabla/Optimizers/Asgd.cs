using System.Runtime.CompilerServices;
using Nabla.Layers;
using Nabla.Numbers;

namespace Nabla.Optimizers;

/// <summary>Averaged stochastic gradient descent: beside the parameters their mean over the steps is kept, which converges faster.</summary>
/// <remarks>
/// g ← g + weightDecay·p; p ← p·(1 − λη) − η·g; a ← a + μ(p − a), with η = learningRate and μ = 1 at the first step, and after step t
/// η = learningRate/(1 + λ·learningRate·t)^α, μ = 1/max(1, t − averagingStart). <see cref="Average"/> reads the mean. PyTorch's definition.
/// B. Polyak, A. Juditsky, "Acceleration of stochastic approximation by averaging", 1992.
/// </remarks>
public sealed class Asgd : Optimizer
{
    /// <summary>An optimizer of the parameters of <paramref name="model"/>.</summary>
    /// <inheritdoc cref="Asgd(IEnumerable{Parameter}, double, double, double, double, double)"/>
    public Asgd(Module model, double learningRate = 1e-2, double lambda = 1e-4, double alpha = 0.75, double averagingStart = 1e6, double weightDecay = 0)
        : this(model.Parameters(), learningRate, lambda, alpha, averagingStart, weightDecay)
    {
    }

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it moves.</param>
    /// <param name="learningRate">The step size, ≥ 0; 0.01 by default.</param>
    /// <param name="lambda">λ, the decay of parameters and step size, ≥ 0; 0.0001 by default.</param>
    /// <param name="alpha">α, the power by which the step size falls, ≥ 0; 0.75 by default.</param>
    /// <param name="averagingStart">The step after whose next one averaging begins, ≥ 0; a million by default. Until then the mean is the parameter itself.</param>
    /// <param name="weightDecay">The factor of an L2 penalty, ≥ 0; 0 by default.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Asgd(IEnumerable<Parameter> parameters, double learningRate = 1e-2, double lambda = 1e-4, double alpha = 0.75, double averagingStart = 1e6, double weightDecay = 0)
        : base(parameters, learningRate, weightDecay)
    {
        Lambda = Options.NotNegative(Kind, "lambda", lambda);
        Alpha = Options.NotNegative(Kind, "alpha", alpha);
        AveragingStart = Options.NotNegative(Kind, "start of averaging", averagingStart);
    }

    /// <summary>λ, the decay of parameters and step size.</summary>
    public double Lambda { get; }

    /// <summary>α, the power by which the step size falls.</summary>
    public double Alpha { get; }

    /// <summary>The step after whose next one averaging begins.</summary>
    public double AveragingStart { get; }

    private protected override IReadOnlyList<string> StateNames(Slot slot) => ["average"];

    private protected override IReadOnlyList<string> NumberNames => ["stepSize", "averaging"];

    /// <summary>The mean of a parameter over the steps since averaging began.</summary>
    /// <param name="parameter">One that the optimizer moves.</param>
    /// <returns>A copy, of the parameter's shape; the parameter's own value before its first step.</returns>
    /// <exception cref="ArgumentException">The optimizer does not move it.</exception>
    public Tensor Average(Parameter parameter)
    {
        Slot slot = Slots.FirstOrDefault(s => ReferenceEquals(s.Parameter, parameter))
            ?? throw new ArgumentException($"Asgd: cannot average a parameter {parameter.Shape} that it does not move.", nameof(parameter));
        return (slot.States[0] ?? parameter.Detach()).Clone();
    }

    private protected override void Move(Slot slot, Tensor gradient)
    {
        double rate = slot.Group.LearningRate;
        if (slot.Steps == 1) (slot.Numbers[0], slot.Numbers[1]) = (rate, 1);
        (double size, double averaging) = (slot.Numbers[0], slot.Numbers[1]);
        Apply<Rule>(slot, gradient, size, 1 - Lambda * size, averaging);
        slot.Numbers[0] = rate / Math.Pow(1 + Lambda * rate * slot.Steps, Alpha);
        slot.Numbers[1] = 1 / Math.Max(1, slot.Steps - AveragingStart);
    }

    /// <summary>Constants: η, 1 − λη, μ.</summary>
    readonly struct Rule : IUpdateRule<Rule>
    {
        public static int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>
        {
            p = c.C1 * p - c.C0 * g;
            s += c.C2 * (p - s);
        }
    }
}
