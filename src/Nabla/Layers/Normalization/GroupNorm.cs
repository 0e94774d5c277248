using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = γ·(x − mean)/√(variance + ε) + β over groups of channels and all places, example by example.</summary>
/// <remarks>Mean and (biased) variance are each example's own, in training and in use. Y. Wu, K. He, "Group normalization", 2018, arXiv:1803.08494.</remarks>
public sealed class GroupNorm : Activation
{
    /// <summary>The layer.</summary>
    /// <param name="groups">The number of groups, ≥ 1.</param>
    /// <param name="channels">The size of axis 1, a multiple of the groups.</param>
    /// <param name="epsilon">ε, what is added to the variance; 1e-5 by default.</param>
    /// <param name="affine">Whether γ and β, one a channel, are trained; yes by default, else they are 1 and 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or ε is negative.</exception>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public GroupNorm(int groups, int channels, double epsilon = 1e-5, bool affine = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        if (channels % groups != 0)
            throw new ArgumentException($"GroupNorm: cannot put {channels} channels into {groups} groups: {channels} is no multiple of {groups}.", nameof(groups));
        (Groups, Channels, Epsilon) = (groups, channels, epsilon);
        if (affine) (Weight, Bias) = (AddParameter("weight", [channels], new Ones()), AddParameter("bias", [channels], new Zeros()));
    }

    /// <summary>The number of groups.</summary>
    public int Groups { get; }

    /// <summary>The size of axis 1.</summary>
    public int Channels { get; }

    /// <summary>ε, what is added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>γ, <c>[channels]</c>, 1 at first, or null.</summary>
    public Parameter? Weight { get; }

    /// <summary>β, <c>[channels]</c>, 0 at first, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Fitting(x).GroupNorm(Groups, Weight, Bias, Epsilon);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input.Rank >= 2 && input[1] == Channels
        ? input
        : throw new ShapeException($"GroupNorm: cannot take {input}: it has {(input.Rank < 2 ? "no" : input[1])} channels, {Channels} are expected.", input);

    Tensor Fitting(Tensor x)
    {
        _ = OutputShape(x.Shape);
        return x;
    }

    /// <summary>dγ = Σ dy·x̂ and dβ = Σ dy over an example's own places.</summary>
    internal override IReadOnlyList<(Parameter Parameter, Tensor Gradient)>? PerSample(Tensor x, Tensor dy) =>
        PerSampleAffine(x.GroupNorm(Groups, epsilon: Epsilon), dy, Weight, Bias, 2, x.Rank);

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new GroupNorm(2, 4).At(Sample.Point(random, [2, 4, 3])), new GroupNorm(1, 2, affine: false).At(Sample.Point(random, [2, 2, 2, 2]))];
}
