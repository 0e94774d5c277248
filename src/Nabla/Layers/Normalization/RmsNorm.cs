using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = γ·x/√(mean x² + ε) over the last axes, example by example.</summary>
/// <remarks>A layer norm that leaves the mean where it is. B. Zhang, R. Sennrich, "Root mean square layer normalization", 2019, arXiv:1910.07467.</remarks>
public sealed class RmsNorm : Activation
{
    /// <summary>The layer.</summary>
    /// <param name="normalized">The sizes of the last axes, over which the mean square is taken: <c>[features]</c>.</param>
    /// <param name="epsilon">ε, what is added to the mean square; 1e-6 by default.</param>
    /// <param name="affine">Whether γ is trained; yes by default, else it is 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">ε is negative.</exception>
    public RmsNorm(Shape normalized, double epsilon = 1e-6, bool affine = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        (Normalized, Epsilon) = (normalized, epsilon);
        if (affine) Weight = AddParameter("weight", normalized, new Ones());
    }

    /// <summary>The sizes of the last axes, over which the mean square is taken.</summary>
    public Shape Normalized { get; }

    /// <summary>ε, what is added to the mean square.</summary>
    public double Epsilon { get; }

    /// <summary>γ, of the normalised sizes, 1 at first, or null.</summary>
    public Parameter? Weight { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.RmsNorm(Normalized, Weight, Epsilon);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        NormalizationExtensions.CheckLastAxes(nameof(RmsNorm), input, Normalized);
        return input;
    }

    /// <inheritdoc/>
    /// <remarks>Only where one axis is normalised: more of them may hold the places.</remarks>
    public override Func<Tensor, Tensor>? BeginSequence(int capacity) => Normalized.Rank == 1 ? Call : null;

    /// <summary>dγ = Σ dy·x̂ and dβ = Σ dy over an example's own places.</summary>
    internal override IReadOnlyList<(Parameter Parameter, Tensor Gradient)>? PerSample(Tensor x, Tensor dy) =>
        PerSampleAffine(x.RmsNorm(Normalized, epsilon: Epsilon), dy, Weight, null, 1, x.Rank - Normalized.Rank);

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new RmsNorm([3]).At(Sample.Point(random, [2, 3])), new RmsNorm([2, 3], affine: false).At(Sample.Point(random, [2, 2, 3]))];
}
