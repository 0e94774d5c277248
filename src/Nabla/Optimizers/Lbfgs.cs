using System.Diagnostics;
using System.Globalization;
using Nabla.Layers;

namespace Nabla.Optimizers;

/// <summary>How <see cref="Lbfgs"/> finds the length of a step.</summary>
public enum LineSearch
{
    /// <summary>It does not: the length is the learning rate.</summary>
    None,

    /// <summary>The loss must fall enough and its slope flatten enough: the strong Wolfe conditions, by cubic interpolation.</summary>
    StrongWolfe,
}

/// <summary>A quasi-Newton method: gradients of the last steps tell the curvature. For whole batches.</summary>
/// <remarks>
/// <para>
/// A direction d = −H·g, where H, the inverse Hessian, is given by the last <c>historySize</c> pairs sᵢ = step, yᵢ = change of the gradient
/// (two-loop recursion), starting from (y·s)/(y·y)·I; a pair with y·s ≤ 1e-10 is left out. Then p ← p + t·d with t = learningRate, at the very first
/// iteration min(1, 1/Σ|g|)·learningRate, or found by line search from there. One <see cref="Step(Func{Tensor})"/> makes up to
/// <c>maxIterations</c> iterations. PyTorch's definition; it has one group and no weight decay.
/// </para>
/// J. Nocedal, S. Wright, "Numerical optimization", 2006, algorithms 7.4 and 7.5; the line search follows algorithms 3.5 and 3.6.
/// </remarks>
public sealed class Lbfgs : Optimizer
{
    const double LeastCurvature = 1e-10;

    readonly List<Pair> history = [];
    Tensor? direction, lastGradient;
    double size;

    /// <summary>An optimizer of the parameters of <paramref name="model"/>.</summary>
    /// <inheritdoc cref="Lbfgs(IEnumerable{Parameter}, double, int, int?, double, double, int, LineSearch)"/>
    public Lbfgs(
        Module model, double learningRate = 1, int maxIterations = 20, int? maxEvaluations = null, double gradientTolerance = 1e-7,
        double changeTolerance = 1e-9, int historySize = 100, LineSearch lineSearch = LineSearch.None)
        : this(model.Parameters(), learningRate, maxIterations, maxEvaluations, gradientTolerance, changeTolerance, historySize, lineSearch)
    {
    }

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it moves.</param>
    /// <param name="learningRate">The length of a step, or the first that is tried, ≥ 0; 1 by default.</param>
    /// <param name="maxIterations">Iterations of a step, ≥ 1; 20 by default.</param>
    /// <param name="maxEvaluations">Evaluations of the loss after which a step ends, ≥ 1; by default 5/4 of the iterations, rounded down.</param>
    /// <param name="gradientTolerance">The largest element of the gradient that counts as none, ≥ 0; 1e-7 by default.</param>
    /// <param name="changeTolerance">The change of loss or parameters that counts as none, ≥ 0; 1e-9 by default.</param>
    /// <param name="historySize">How many pairs are kept, ≥ 1; 100 by default. Each needs the parameters' memory twice.</param>
    /// <param name="lineSearch">How the length of a step is found; not at all by default.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Lbfgs(
        IEnumerable<Parameter> parameters, double learningRate = 1, int maxIterations = 20, int? maxEvaluations = null, double gradientTolerance = 1e-7,
        double changeTolerance = 1e-9, int historySize = 100, LineSearch lineSearch = LineSearch.None)
        : base(parameters, learningRate)
    {
        MaxIterations = Options.AtLeast(Kind, "number of iterations", maxIterations, 1);
        MaxEvaluations = Options.AtLeast(Kind, "number of evaluations", maxEvaluations ?? (int)((long)maxIterations * 5 / 4), 1);
        GradientTolerance = Options.NotNegative(Kind, "gradient tolerance", gradientTolerance);
        ChangeTolerance = Options.NotNegative(Kind, "change tolerance", changeTolerance);
        HistorySize = Options.AtLeast(Kind, "history size", historySize, 1);
        LineSearch = lineSearch;
    }

    /// <summary>Iterations of a step.</summary>
    public int MaxIterations { get; }

    /// <summary>Evaluations of the loss after which a step ends.</summary>
    public int MaxEvaluations { get; }

    /// <summary>The largest element of the gradient that counts as none.</summary>
    public double GradientTolerance { get; }

    /// <summary>The change of loss or parameters that counts as none.</summary>
    public double ChangeTolerance { get; }

    /// <summary>How many pairs are kept.</summary>
    public int HistorySize { get; }

    /// <summary>How the length of a step is found.</summary>
    public LineSearch LineSearch { get; }

    /// <summary>Iterations made in all steps.</summary>
    public long Iterations { get; private set; }

    /// <summary>Evaluations of the loss in all steps.</summary>
    public long Evaluations { get; private set; }

    /// <summary>Not possible: the loss must be computed several times.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void Step() =>
        throw new InvalidOperationException("Lbfgs: cannot step along one gradient: the loss must be computed several times. Call Step(() => loss).");

    /// <summary>Makes up to <see cref="MaxIterations"/> iterations.</summary>
    /// <param name="loss">Computes the loss, a scalar, from the parameters as they are; for the same parameters it gives the same.</param>
    /// <returns>The loss before the step.</returns>
    /// <exception cref="GraphException">The loss is no scalar, or depends on no parameter.</exception>
    public override Tensor Step(Func<Tensor> loss)
    {
        using var constant = new NoGrad();
        Tensor before = Evaluate(loss);
        (double value, Tensor gradient) = (Sign * before.Item(), FlatGradient());
        int evaluations = 1;
        Evaluations++;
        if (Largest(gradient) <= GradientTolerance) return before;

        for (int iteration = 1; ; iteration++)
        {
            Iterations++;
            Tensor d = direction = StepScope.Keep(Direction(gradient));
            lastGradient = StepScope.Keep(gradient);
            double lastValue = value;
            size = LearningRate * (Iterations == 1 ? Math.Min(1, 1 / gradient.Abs().Sum().Item()) : 1);
            double slope = Dot(gradient, d);
            if (slope > -ChangeTolerance) break;

            if (LineSearch == LineSearch.StrongWolfe)
            {
                Tensor[] start = [.. Slots.Select(s => s.Parameter.Clone())];
                var search = new StrongWolfe(t => At(loss, start, d, t), d);
                (size, value, gradient) = search.From(size, value, gradient, slope);
                Go(d, size);
                evaluations += search.Evaluations;
                Evaluations += search.Evaluations;
            }
            else
            {
                Go(d, size);
                if (iteration < MaxIterations)
                {
                    (value, gradient) = (Sign * Evaluate(loss).Item(), FlatGradient());
                    evaluations++;
                    Evaluations++;
                }
            }

            if (iteration == MaxIterations || evaluations >= MaxEvaluations
                || Largest(gradient) <= GradientTolerance
                || Math.Abs(size) * Largest(d) <= ChangeTolerance
                || Math.Abs(value - lastValue) < ChangeTolerance) break;
        }
        return before;
    }

    /// <inheritdoc/>
    public override IEnumerable<(string Name, Tensor Value)> State()
    {
        if (Iterations == 0) yield break;
        yield return ("iterations", Tensor.Scalar(Iterations, DType.Int64));
        yield return ("evaluations", Tensor.Scalar(Evaluations, DType.Int64));
        yield return ("stepSize", Tensor.Scalar(size, DType.Float64));
        yield return ("direction", direction!);
        yield return ("lastGradient", lastGradient!);
        for (int i = 0; i < history.Count; i++)
        {
            yield return (Name(i, "step"), history[i].Step);
            yield return (Name(i, "gradientChange"), history[i].GradientChange);
        }
    }

    /// <inheritdoc/>
    public override void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Shape flat = [checked((int)Parameters.Sum(p => p.ElementCount))];
        bool moved = state.ContainsKey("iterations");
        int pairs = (state.Count - (moved ? 5 : 0)) / 2;
        var known = new HashSet<string>(StringComparer.Ordinal);
        long iterations = moved ? WholeNumber("iterations", Taken("iterations")) : 0;
        long evaluations = moved ? WholeNumber("evaluations", Taken("evaluations")) : 0;
        double stepSize = moved ? Fitting("stepSize", Taken("stepSize"), []).Item() : 0;
        Tensor? d = moved ? Vector("direction") : null, g = moved ? Vector("lastGradient") : null;
        Pair[] loaded = moved && pairs > 0 ? [.. Enumerable.Range(0, pairs).Select(i => new Pair(Vector(Name(i, "step")), Vector(Name(i, "gradientChange"))))] : [];
        RefuseOthers(state, known);
        if (loaded.Length > HistorySize)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Lbfgs: cannot load {loaded.Length} pairs: the history holds {HistorySize}."), nameof(state));
        (Iterations, Evaluations, size, direction, lastGradient) = (iterations, evaluations, stepSize, d, g);
        history.Clear();
        history.AddRange(loaded);

        Tensor Taken(string name)
        {
            known.Add(name);
            return Found(state, name);
        }

        Tensor Vector(string name) => StepScope.Keep(Fitting(name, Taken(name), flat).Clone());
    }

    private protected override void Check(ParameterGroup group) =>
        throw new InvalidOperationException($"Lbfgs: cannot take a second group of {group.Parameters.Count} parameters: it has one direction for all.");

    private protected override void Move(Slot slot, Tensor gradient) => throw new UnreachableException("Both kinds of step are overridden.");

    double Sign => Maximize ? -1 : 1;

    static string Name(int pair, string what) => string.Create(CultureInfo.InvariantCulture, $"history.{pair}.{what}");

    static double Dot(Tensor a, Tensor b) => a.MatMul(b).Item();

    static double Largest(Tensor x) => x.Abs().Max().Item();

    /// <summary>Takes the last step into the history, and gives −H·g by the two-loop recursion.</summary>
    Tensor Direction(Tensor gradient)
    {
        DType type = gradient.DType;
        for (int i = 0; i < history.Count; i++) history[i] = history[i].As(type);
        if (lastGradient is not null)
        {
            var last = new Pair(StepScope.Keep(direction!.Cast(type) * size), StepScope.Keep(gradient - lastGradient.Cast(type)));
            if (last.Curvature > LeastCurvature)
            {
                if (history.Count == HistorySize) history.RemoveAt(0);
                history.Add(last);
            }
        }
        Tensor q = -gradient;
        if (history.Count == 0) return q;
        var alpha = new double[history.Count];
        for (int i = history.Count - 1; i >= 0; i--)
        {
            alpha[i] = Dot(history[i].Step, q) / history[i].Curvature;
            Advance(q, history[i].GradientChange, alpha[i]);
        }
        Tensor r = q * history[^1].Scale;
        for (int i = 0; i < history.Count; i++)
            Advance(r, history[i].Step, Dot(history[i].GradientChange, r) / history[i].Curvature - alpha[i]);
        return r;
    }

    /// <summary>The gradients of all parameters in one vector; 0 where there is none.</summary>
    Tensor FlatGradient() => Downhill(Tensor.Cat([.. Slots.Select(s => (s.Parameter.Grad ?? Tensor.Zeros(s.Parameter.Shape, s.Parameter.DType)).Reshape(-1))]));

    /// <summary>p ← p + t·d for the parameters that are not frozen.</summary>
    void Go(Tensor d, double t)
    {
        int start = 0;
        foreach (Slot slot in Slots)
        {
            Parameter p = slot.Parameter;
            int count = (int)p.ElementCount;
            if (!p.IsFrozen) Advance(p, d.Narrow(0, start, count).Reshape(p.Shape).Cast(p.DType), -t);
            start += count;
        }
    }

    /// <summary>Loss and gradient at the start + t·d; the parameters are at the start again afterwards.</summary>
    (double Value, Tensor Gradient) At(Func<Tensor> loss, Tensor[] start, Tensor d, double t)
    {
        Go(d, t);
        double value = Sign * Evaluate(loss).Item();
        Tensor gradient = FlatGradient();
        for (int i = 0; i < start.Length; i++) Slots[i].Parameter.Overwrite(start[i]);
        return (value, gradient);
    }

    /// <summary>A step and the change of the gradient along it.</summary>
    sealed class Pair(Tensor step, Tensor gradientChange)
    {
        public Tensor Step { get; } = step;

        public Tensor GradientChange { get; } = gradientChange;

        /// <summary>y·s.</summary>
        public double Curvature { get; } = Dot(gradientChange, step);

        /// <summary>The pair in another type, where the model was converted.</summary>
        public Pair As(DType type) => Step.DType == type && GradientChange.DType == type
            ? this
            : new(StepScope.Keep(Step.Cast(type)), StepScope.Keep(GradientChange.Cast(type)));

        /// <summary>(y·s)/(y·y), the size of the inverse Hessian.</summary>
        public double Scale => Curvature / Dot(GradientChange, GradientChange);
    }
}
