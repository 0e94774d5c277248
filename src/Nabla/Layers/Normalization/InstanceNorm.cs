using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = γ·(x − mean)/√(variance + ε) + β over all places of each channel, example by example.</summary>
/// <remarks>Mean and (biased) variance are each example's own, in training and in use. D. Ulyanov, A. Vedaldi, V. Lempitsky, "Instance normalization", 2016, arXiv:1607.08022.</remarks>
public abstract class InstanceNorm : SpatialLayer
{
    /// <summary>The layer.</summary>
    /// <param name="spatialAxes">The number of spatial axes.</param>
    /// <param name="channels">The size of axis 1, ≥ 1.</param>
    /// <param name="epsilon">ε, what is added to the variance; 1e-5 by default.</param>
    /// <param name="affine">Whether γ and β are trained; no by default, they are 1 and 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel, or ε is negative.</exception>
    private protected InstanceNorm(int spatialAxes, int channels, double epsilon, bool affine) : base(spatialAxes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        (Channels, Epsilon) = (channels, epsilon);
        if (affine) (Weight, Bias) = (AddParameter("weight", [channels], new Ones()), AddParameter("bias", [channels], new Zeros()));
    }

    /// <summary>The size of axis 1.</summary>
    public int Channels { get; }

    /// <summary>ε, what is added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>γ, <c>[channels]</c>, 1 at first, or null.</summary>
    public Parameter? Weight { get; }

    /// <summary>β, <c>[channels]</c>, 0 at first, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        _ = OutputShape(x.Shape);
        if (IsTraining && x.Shape.Slice(2, x.Rank).ElementCount < 2)
            throw new ShapeException($"{Kind}: cannot train with {x.Shape}: each channel has {x.Shape.Slice(2, x.Rank).ElementCount} of the 2 or more elements that a variance needs.", x.Shape);
        return x.InstanceNorm(Weight, Bias, Epsilon);
    }

    /// <summary>dγ = Σ dy·x̂ and dβ = Σ dy over an example's own places.</summary>
    internal override IReadOnlyList<(Parameter Parameter, Tensor Gradient)>? PerSample(Tensor x, Tensor dy) =>
        PerSampleAffine(x.InstanceNorm(epsilon: Epsilon), dy, Weight, Bias, 2, x.Rank);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Fitting(input)[1] == Channels
        ? input
        : throw new ShapeException($"{Kind}: cannot take {input}: it has {input[1]} channels, {Channels} are expected.", input);
}

/// <summary>Instance normalisation of signals, <c>[N, C, L]</c>: y = γ·(x − mean)/√(variance + ε) + β over each channel's places.</summary>
/// <remarks>The same in training and in use. D. Ulyanov, A. Vedaldi, V. Lempitsky, 2016, arXiv:1607.08022.</remarks>
public sealed class InstanceNorm1d : InstanceNorm
{
    /// <inheritdoc cref="InstanceNorm(int, int, double, bool)"/>
    public InstanceNorm1d(int channels, double epsilon = 1e-5, bool affine = false) : base(1, channels, epsilon, affine)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) => [new InstanceNorm1d(2, affine: true).At(Sample.Point(random, [2, 2, 4]))];
}

/// <summary>Instance normalisation of images, <c>[N, C, H, W]</c>: y = γ·(x − mean)/√(variance + ε) + β over each channel's places.</summary>
/// <remarks>The same in training and in use. D. Ulyanov, A. Vedaldi, V. Lempitsky, 2016, arXiv:1607.08022.</remarks>
public sealed class InstanceNorm2d : InstanceNorm
{
    /// <inheritdoc cref="InstanceNorm(int, int, double, bool)"/>
    public InstanceNorm2d(int channels, double epsilon = 1e-5, bool affine = false) : base(2, channels, epsilon, affine)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) => [new InstanceNorm2d(2, affine: false).At(Sample.Point(random, [1, 2, 2, 3]))];
}

/// <summary>Instance normalisation of volumes, <c>[N, C, D, H, W]</c>: y = γ·(x − mean)/√(variance + ε) + β over each channel's places.</summary>
/// <remarks>The same in training and in use. D. Ulyanov, A. Vedaldi, V. Lempitsky, 2016, arXiv:1607.08022.</remarks>
public sealed class InstanceNorm3d : InstanceNorm
{
    /// <inheritdoc cref="InstanceNorm(int, int, double, bool)"/>
    public InstanceNorm3d(int channels, double epsilon = 1e-5, bool affine = false) : base(3, channels, epsilon, affine)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) => [new InstanceNorm3d(2, affine: true).At(Sample.Point(random, [1, 2, 2, 1, 2]))];
}
