using Nabla.Layers;

namespace Nabla.Optimizers;

/// <summary>Momentum whose matrix is made orthogonal before each step, for weights of hidden layers; AdamW for all else.</summary>
/// <remarks>
/// <para>
/// b ← μb + (1 − μ)g; d = b, with Nesterov's d = (1 − μ)g + μb; O = d made orthogonal (UVᵀ of its singular value decomposition, roughly);
/// p ← p·(1 − learningRate·weightDecay) − learningRate·√max(1, N/M)·O for a matrix <c>[N, M]</c>. Parameters of more axes, as kernels of
/// convolutions, are matrices of the first axis by the others.
/// </para>
/// <para>
/// Newton–Schulz: X = d/(‖d‖ + ε), transposed where N &gt; M; then each of the steps X ← aX + (bA + cA²)X with A = XXᵀ. With the default
/// coefficients the singular values come between 0.7 and 1.2, not to 1: five steps are enough, and convergence is not asked for.
/// </para>
/// <para>
/// Parameters of fewer than two axes are moved by AdamW in a group of their own. So should embeddings and the output layer be: leave
/// them out and give them to <see cref="AddAdamWGroup"/>.
/// </para>
/// K. Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024, kellerjordan.github.io/posts/muon; definition and
/// defaults as in PyTorch 2.9; matching AdamW: J. Liu et al., "Muon is scalable for LLM training", 2025, arXiv:2502.16982, section 2.2.
/// </remarks>
public sealed class Muon : Optimizer
{
    readonly HashSet<ParameterGroup> adamWGroups = [];
    readonly double adamLearningRate, adamBeta1;

    /// <summary>An optimizer of the parameters of <paramref name="model"/>.</summary>
    /// <inheritdoc cref="Muon(IEnumerable{Parameter}, double, double, double, bool, int, double, ValueTuple{double, double, double}?, bool, double, double, double, double)"/>
    public Muon(
        Module model, double learningRate = 1e-3, double weightDecay = 0.1, double momentum = 0.95, bool nesterov = true, int newtonSchulzSteps = 5,
        double epsilon = 1e-7, (double A, double B, double C)? coefficients = null, bool matchAdamW = false,
        double adamLearningRate = 3e-4, double adamBeta1 = 0.9, double adamBeta2 = 0.95, double adamEpsilon = 1e-10)
        : this(
            model.Parameters(), learningRate, weightDecay, momentum, nesterov, newtonSchulzSteps, epsilon, coefficients, matchAdamW,
            adamLearningRate, adamBeta1, adamBeta2, adamEpsilon)
    {
    }

    /// <summary>An optimizer of some parameters: those of two axes and more by Muon, the others by AdamW.</summary>
    /// <param name="parameters">What it moves; it is gone through twice.</param>
    /// <param name="learningRate">The step size of matrices, ≥ 0; 0.001 by default.</param>
    /// <param name="weightDecay">How much of a parameter each step takes away, times the learning rate, ≥ 0; 0.1 by default.</param>
    /// <param name="momentum">μ, the decay of the momentum, from 0 to below 1; 0.95 by default.</param>
    /// <param name="nesterov">Whether the direction is taken as after the momentum; yes by default.</param>
    /// <param name="newtonSchulzSteps">How many steps make the direction orthogonal, ≥ 1; 5 by default.</param>
    /// <param name="epsilon">What keeps the norm from 0, ≥ 0; 1e-7 by default.</param>
    /// <param name="coefficients">a, b and c of the polynomial; (3.4445, −4.775, 2.0315) by default.</param>
    /// <param name="matchAdamW">Whether steps are scaled by 0.2·√max(N, M) instead, so that they are as large as AdamW's; no by default.</param>
    /// <param name="adamLearningRate">AdamW's step size, ≥ 0; 0.0003 by default.</param>
    /// <param name="adamBeta1">AdamW's β₁, from 0 to below 1; 0.9 by default.</param>
    /// <param name="adamBeta2">AdamW's β₂, from 0 to below 1; 0.95 by default.</param>
    /// <param name="adamEpsilon">What keeps AdamW's divisor from 0, ≥ 0; 1e-10 by default.</param>
    /// <exception cref="ArgumentException">There is no matrix, or a parameter is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Muon(
        IEnumerable<Parameter> parameters, double learningRate = 1e-3, double weightDecay = 0.1, double momentum = 0.95, bool nesterov = true, int newtonSchulzSteps = 5,
        double epsilon = 1e-7, (double A, double B, double C)? coefficients = null, bool matchAdamW = false,
        double adamLearningRate = 3e-4, double adamBeta1 = 0.9, double adamBeta2 = 0.95, double adamEpsilon = 1e-10)
        : base(Matrices(parameters), learningRate, weightDecay, beta1: momentum)
    {
        Nesterov = nesterov;
        NewtonSchulzSteps = Options.AtLeast(Kind, "number of Newton–Schulz steps", newtonSchulzSteps, 1);
        Epsilon = Options.NotNegative(Kind, "epsilon", epsilon);
        Coefficients = coefficients ?? (3.4445, -4.775, 2.0315);
        MatchAdamW = matchAdamW;
        this.adamLearningRate = Options.NotNegative(Kind, "AdamW learning rate", adamLearningRate);
        this.adamBeta1 = Options.Fraction(Kind, "AdamW beta1", adamBeta1);
        AdamBeta2 = Options.Fraction(Kind, "AdamW beta2", adamBeta2);
        AdamEpsilon = Options.NotNegative(Kind, "AdamW epsilon", adamEpsilon);
        Parameter[] others = [.. parameters.Where(p => !IsMatrix(p))];
        if (others.Length > 0) AddAdamWGroup(others);
    }

    /// <summary>Whether the direction is taken as after the momentum.</summary>
    public bool Nesterov { get; }

    /// <summary>How many steps make the direction orthogonal.</summary>
    public int NewtonSchulzSteps { get; }

    /// <summary>What keeps the norm from 0.</summary>
    public double Epsilon { get; }

    /// <summary>The coefficients of the polynomial.</summary>
    public (double A, double B, double C) Coefficients { get; }

    /// <summary>Whether steps are as large as AdamW's.</summary>
    public bool MatchAdamW { get; }

    /// <summary>AdamW's β₂.</summary>
    public double AdamBeta2 { get; }

    /// <summary>What keeps AdamW's divisor from 0.</summary>
    public double AdamEpsilon { get; }

    /// <summary>Takes further parameters in that AdamW moves: embeddings, output layers, vectors.</summary>
    /// <param name="parameters">What is moved too, of any shape; at least one, none that is moved already.</param>
    /// <param name="learningRate">The step size, ≥ 0; unless given the AdamW learning rate that the optimizer was made with.</param>
    /// <param name="weightDecay">The weight decay, ≥ 0; unless given the one that the optimizer was made with.</param>
    /// <param name="beta1">β₁, from 0 to below 1; unless given the AdamW β₁ that the optimizer was made with.</param>
    /// <returns>The group.</returns>
    /// <exception cref="ArgumentException">There is no parameter, or one is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public ParameterGroup AddAdamWGroup(IEnumerable<Parameter> parameters, double? learningRate = null, double? weightDecay = null, double? beta1 = null)
    {
        ParameterGroup group = Take(NewGroup(parameters, learningRate ?? adamLearningRate, weightDecay, beta1 ?? adamBeta1));
        adamWGroups.Add(group);
        return group;
    }

    private protected override IReadOnlyList<string> StateNames(Slot slot) =>
        adamWGroups.Contains(slot.Group) ? ["firstMoment", "secondMoment"] : ["momentum"];

    private protected override void Check(ParameterGroup group)
    {
        if (group.Parameters.FirstOrDefault(p => !IsMatrix(p)) is { } vector)
            throw new ArgumentException($"Muon: cannot make {vector.Label} {vector.Shape} orthogonal: it has {vector.Rank} axes, at least 2 are needed. Use AddAdamWGroup.", nameof(group));
    }

    private protected override void Move(Slot slot, Tensor gradient)
    {
        double rate = slot.Group.LearningRate, momentum = slot.Group.Momentum!.Value;
        if (adamWGroups.Contains(slot.Group))
        {
            double size = rate / (1 - Math.Pow(momentum, slot.Steps));
            double scale = 1 / Math.Sqrt(1 - Math.Pow(AdamBeta2, slot.Steps));
            ApplyDecoupled<Adam.Rule>(slot, gradient, size, momentum, 1 - momentum, AdamBeta2, 1 - AdamBeta2, scale, AdamEpsilon);
            return;
        }
        Parameter p = slot.Parameter;
        Tensor g = Downhill(gradient), average = State(slot, 0);
        Advance(average, g, -(1 - momentum), momentum);
        Tensor direction = Nesterov ? (1 - momentum) * g + momentum * average : average;
        int rows = p.Shape[0], columns = (int)(p.ElementCount / rows);
        double length = MatchAdamW ? 0.2 * Math.Sqrt(Math.Max(rows, columns)) : Math.Sqrt(Math.Max(1, (double)rows / columns));
        Advance(p, Orthogonal(direction.Reshape(rows, columns)).Reshape(p.Shape), rate * length, 1 - rate * slot.Group.WeightDecay!.Value);
    }

    static Parameter[] Matrices(IEnumerable<Parameter> parameters)
    {
        Parameter[] matrices = [.. parameters.Where(IsMatrix)];
        return matrices.Length > 0
            ? matrices
            : throw new ArgumentException($"Muon: cannot train {parameters.Count()} parameters of which 0 have 2 axes or more: at least 1 matrix is needed. Use AdamW.", nameof(parameters));
    }

    static bool IsMatrix(Parameter p) => p.Rank >= 2;

    /// <summary>The matrix with its singular values brought near 1, by Newton–Schulz iteration.</summary>
    Tensor Orthogonal(Tensor d)
    {
        (double a, double b, double c) = Coefficients;
        bool tall = d.Shape[0] > d.Shape[1];
        Tensor x = (tall ? d.Transpose() : d) / (d.Norm() + Epsilon);
        for (int step = 0; step < NewtonSchulzSteps; step++)
        {
            Tensor square = x.MatMul(x.Transpose());
            x = a * x + (b * square + c * square.MatMul(square)).MatMul(x);
        }
        return tall ? x.Transpose() : x;
    }
}
