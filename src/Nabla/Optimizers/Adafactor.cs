using Nabla.Layers;
using static System.FormattableString;

namespace Nabla.Optimizers;

/// <summary>Adam with little memory: of a matrix's second moment only the means of rows and columns are kept.</summary>
/// <remarks>
/// β̂ₜ = 1 − t^(−decayRate). Of <c>[…, N, M]</c>: r ← β̂ₜr + (1 − β̂ₜ)·mean over columns of (g² + ε₁), c likewise over rows,
/// v̂ = r·c/mean(r); of vectors and scalars v̂ = v ← β̂ₜv + (1 − β̂ₜ)(g² + ε₁). u = g/√v̂; u ← u/max(1, RMS(u)/clippingThreshold);
/// α = ρₜ·max(ε₂, RMS(p)); with β₁: m ← β₁m + (1 − β₁)αu, else m = αu; p ← p·(1 − α·weightDecay) − m.
/// ρₜ = learningRate·min(0.01, 1/√t) with relative steps (min(t/10⁶, 1/√t) with warm-up), else learningRate; RMS(x) = √mean(x²).
/// N. Shazeer, M. Stern, "Adafactor: adaptive learning rates with sublinear memory cost", 2018, arXiv:1804.04235, algorithm 4; the first
/// moment, the weight decay and the defaults as in Hugging Face's Transformers.
/// </remarks>
public sealed class Adafactor : Optimizer
{
    /// <summary>An optimizer of the parameters of <paramref name="model"/>.</summary>
    /// <inheritdoc cref="Adafactor(IEnumerable{Parameter}, double, double, double, double, double, double?, double, bool, bool, bool)"/>
    public Adafactor(
        Module model, double learningRate = 1, double squareEpsilon = 1e-30, double scaleEpsilon = 1e-3, double clippingThreshold = 1, double decayRate = 0.8,
        double? beta1 = null, double weightDecay = 0, bool scaleParameter = true, bool relativeStep = true, bool warmup = false)
        : this(model.Parameters(), learningRate, squareEpsilon, scaleEpsilon, clippingThreshold, decayRate, beta1, weightDecay, scaleParameter, relativeStep, warmup)
    {
    }

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it moves.</param>
    /// <param name="learningRate">The factor of relative steps, or without them the step size itself, ≥ 0; 1 by default.</param>
    /// <param name="squareEpsilon">ε₁, what is added to squared gradients, ≥ 0; 1e-30 by default.</param>
    /// <param name="scaleEpsilon">ε₂, the least size that a parameter counts as, ≥ 0; 0.001 by default.</param>
    /// <param name="clippingThreshold">The largest root mean square of a step before it is scaled, above 0; 1 by default.</param>
    /// <param name="decayRate">The power by which the second moment's decay nears 1, ≥ 0; 0.8 by default.</param>
    /// <param name="beta1">The decay of the first moment, from 0 to below 1; by default null: none is kept.</param>
    /// <param name="weightDecay">How much of a parameter each step takes away, times the step size, ≥ 0; 0 by default.</param>
    /// <param name="scaleParameter">Whether steps are scaled by the parameter's root mean square; yes by default.</param>
    /// <param name="relativeStep">Whether the step size follows from the number of steps; yes by default.</param>
    /// <param name="warmup">Whether relative steps start small: t/10⁶; no by default.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is named twice; a warm-up without relative steps.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Adafactor(
        IEnumerable<Parameter> parameters, double learningRate = 1, double squareEpsilon = 1e-30, double scaleEpsilon = 1e-3, double clippingThreshold = 1,
        double decayRate = 0.8, double? beta1 = null, double weightDecay = 0, bool scaleParameter = true, bool relativeStep = true, bool warmup = false)
        : base(parameters, learningRate, weightDecay, beta1: beta1)
    {
        SquareEpsilon = Options.NotNegative(Kind, "squares' epsilon", squareEpsilon);
        ScaleEpsilon = Options.NotNegative(Kind, "scale's epsilon", scaleEpsilon);
        ClippingThreshold = Options.Positive(Kind, "clipping threshold", clippingThreshold);
        DecayRate = Options.NotNegative(Kind, "decay rate", decayRate);
        (ScaleParameter, RelativeStep, Warmup) = (scaleParameter, relativeStep, warmup);
        if (warmup && !relativeStep)
            throw new ArgumentException(Invariant($"Adafactor: cannot warm up with the fixed step size {learningRate}: only relative steps have a warm-up. Use a schedule."), nameof(warmup));
    }

    /// <summary>ε₁, what is added to squared gradients.</summary>
    public double SquareEpsilon { get; }

    /// <summary>ε₂, the least size that a parameter counts as.</summary>
    public double ScaleEpsilon { get; }

    /// <summary>The largest root mean square of a step before it is scaled.</summary>
    public double ClippingThreshold { get; }

    /// <summary>The power by which the second moment's decay nears 1.</summary>
    public double DecayRate { get; }

    /// <summary>Whether steps are scaled by the parameter's root mean square.</summary>
    public bool ScaleParameter { get; }

    /// <summary>Whether the step size follows from the number of steps.</summary>
    public bool RelativeStep { get; }

    /// <summary>Whether relative steps start small.</summary>
    public bool Warmup { get; }

    private protected override IReadOnlyList<string> StateNames(Slot slot) => (IsFactored(slot), slot.Group.Momentum is null) switch
    {
        (true, true) => ["rowSecondMoment", "columnSecondMoment"],
        (true, false) => ["rowSecondMoment", "columnSecondMoment", "firstMoment"],
        (false, true) => ["secondMoment"],
        (false, false) => ["secondMoment", "firstMoment"],
    };

    private protected override Shape StateShape(Slot slot, int index)
    {
        Shape shape = slot.Parameter.Shape;
        if (!IsFactored(slot)) return shape;
        return index switch
        {
            0 => shape.Without(shape.Rank - 1),
            1 => shape.Without(shape.Rank - 2),
            _ => shape,
        };
    }

    private protected override void Move(Slot slot, Tensor gradient)
    {
        Parameter p = slot.Parameter;
        Tensor g = Downhill(gradient);
        double decay = 1 - Math.Pow(slot.Steps, -DecayRate);
        Tensor squares = g.Square() + SquareEpsilon;
        Tensor step = g * (IsFactored(slot) ? FactoredScale(slot, squares, decay) : Scale(slot, squares, decay));
        double size = RelativeSize(slot) * (ScaleParameter ? Math.Max(ScaleEpsilon, RootMeanSquare(p)) : 1);
        step *= size / Math.Max(1, RootMeanSquare(step) / ClippingThreshold);
        if (slot.Group.Momentum is { } beta1)
        {
            Tensor moment = State(slot, IsFactored(slot) ? 2 : 1);
            Advance(moment, step, -(1 - beta1), beta1);
            step = moment;
        }
        Advance(p, step, 1, 1 - size * slot.Group.WeightDecay!.Value);
    }

    static bool IsFactored(Slot slot) => slot.Parameter.Rank >= 2;

    static double RootMeanSquare(Tensor x) => Math.Sqrt(x.Square().Mean().Item());

    double RelativeSize(Slot slot)
    {
        if (!RelativeStep) return slot.Group.LearningRate;
        double most = Warmup ? 1e-6 * slot.Steps : 1e-2;
        return slot.Group.LearningRate * Math.Min(most, 1 / Math.Sqrt(slot.Steps));
    }

    /// <summary>1/√v̂ of the whole second moment.</summary>
    Tensor Scale(Slot slot, Tensor squares, double decay)
    {
        Tensor moment = State(slot, 0);
        Advance(moment, squares, -(1 - decay), decay);
        return moment.Rsqrt();
    }

    /// <summary>1/√v̂ of the means over columns and rows: their outer product over the mean of all.</summary>
    Tensor FactoredScale(Slot slot, Tensor squares, double decay)
    {
        (Tensor rows, Tensor columns) = (State(slot, 0), State(slot, 1));
        Advance(rows, squares.Mean(-1), -(1 - decay), decay);
        Advance(columns, squares.Mean(-2), -(1 - decay), decay);
        return (rows / rows.Mean(-1, keepAxes: true)).Rsqrt().Unsqueeze(-1) * columns.Rsqrt().Unsqueeze(-2);
    }
}
