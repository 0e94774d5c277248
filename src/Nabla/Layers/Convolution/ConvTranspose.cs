using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>The transpose of a convolution: every element of the input spreads the kernel over the output.</summary>
/// <remarks>
/// y[n, o, i·s + k·d − p] += W[c, o, k]·x[n, c, i], plus b[o]. First values as in PyTorch: both uniform in ±1/√fan, fan
/// being outChannels / groups times the kernel's elements.
/// </remarks>
public abstract class ConvTranspose : SpatialLayer
{
    readonly PerAxis stride;
    readonly PerAxis outputPadding;
    readonly PerAxis dilation;

    /// <summary>The layer.</summary>
    /// <param name="spatialAxes">The number of spatial axes.</param>
    /// <param name="inChannels">The channels of the input, ≥ 1.</param>
    /// <param name="outChannels">The channels of the output, ≥ 1.</param>
    /// <param name="kernel">The kernel's sizes, ≥ 1: one number for all axes, or one an axis, outermost first.</param>
    /// <param name="stride">How far the kernel moves in the output, ≥ 1; 1 by default.</param>
    /// <param name="padding">How much of the output is cut off on each side: numbers, <c>Padding.Valid</c> (0, the default), <c>Same</c> or <c>Full</c>.</param>
    /// <param name="outputPadding">How much is added to one side of the output, below the stride or the dilation; 0 by default.</param>
    /// <param name="groups">Into how many groups the channels fall that do not see each other; 1 by default.</param>
    /// <param name="bias">Whether b is added; yes by default.</param>
    /// <param name="dilation">The distance of the kernel's taps, ≥ 1; 1 by default.</param>
    /// <param name="weight">What W is drawn from; Kaiming uniform with slope √5 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of channels or groups is below 1.</exception>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    /// <exception cref="ShapeException">Sizes, strides, paddings or dilations do not fit the axes.</exception>
    private protected ConvTranspose(
        int spatialAxes, int inChannels, int outChannels, PerAxis kernel, PerAxis? stride, Padding padding, PerAxis? outputPadding, int groups, bool bias, PerAxis? dilation, IInitializer? weight)
        : base(spatialAxes)
    {
        ChannelGroups.Check(Kind, inChannels, outChannels, groups);
        (InChannels, OutChannels, Groups, Padding) = (inChannels, outChannels, groups, padding);
        (this.stride, this.outputPadding, this.dilation) = (stride ?? 1, outputPadding ?? 0, dilation ?? 1);
        int[] sizes = kernel.Of(spatialAxes, 1, Kind, "kernel");
        Stride = new(this.stride.Of(spatialAxes, 1, Kind, "stride"));
        Dilation = new(this.dilation.Of(spatialAxes, 1, Kind, "dilation"));
        OutputPadding = new(this.outputPadding.Of(spatialAxes, 0, Kind, "outputPadding"));
        _ = padding.Of(sizes, Stride.Span, Dilation.Span, Kind);
        Shape shape = new Shape([inChannels, outChannels / groups]).Concat(new Shape(sizes));
        double bound = 1 / Math.Sqrt(Fans.Of(shape).In);
        Weight = AddParameter("weight", shape, weight ?? new KaimingUniform(Math.Sqrt(5)));
        if (bias) Bias = AddParameter("bias", [outChannels], new Uniform(-bound, bound));
    }

    /// <summary>The channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>The channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>How far the kernel moves in the output, a number an axis.</summary>
    public Shape Stride { get; }

    /// <summary>How much of the output is cut off on each side.</summary>
    public Padding Padding { get; }

    /// <summary>How much is added to one side of the output, a number an axis.</summary>
    public Shape OutputPadding { get; }

    /// <summary>The distance of the kernel's taps, a number an axis.</summary>
    public Shape Dilation { get; }

    /// <summary>Into how many groups the channels fall that do not see each other.</summary>
    public int Groups { get; }

    /// <summary>W, <c>[inChannels, outChannels / groups, …kernel]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>b, <c>[outChannels]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        _ = Fitting(x.Shape);
        return x.ConvolveTransposed(Weight, Bias, stride, Padding, outputPadding, dilation, Groups);
    }

    /// <summary>Examples as groups of channels of one example: each group has its own kernel's gradient.</summary>
    internal override IReadOnlyList<(Parameter Parameter, Tensor Gradient)>? PerSample(Tensor x, Tensor dy)
    {
        (Parameter, Tensor) weight = (Weight, x.Cast(dy.DType).KernelGradientsTransposed(dy, Weight.Shape, stride, Padding, outputPadding, dilation, Groups));
        return Bias is null ? [weight] : [weight, (Bias, dy.Sum(Axes.Create([.. Enumerable.Range(2, SpatialAxes)])))];
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) =>
        ConvolutionExtensions.OutputShapeTransposed(Fitting(input), Weight.Shape, stride, Padding, outputPadding, dilation, Groups);

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input)
    {
        _ = OutputShape(input);
        return input.ElementCount * Fans.Of(Weight.Shape).In;
    }
}

/// <summary>A transposed convolution of signals: <c>[N, inChannels, L]</c> becomes <c>[N, outChannels, L']</c>, L' = (L − 1)s − 2p + d(k − 1) + outputPadding + 1.</summary>
/// <remarks>y[n, o, i·s + k·d − p] += W[c, o, k]·x[n, c, i], plus b[o]. First values uniform in ±1/√(outChannels / groups · k).</remarks>
public sealed class ConvTranspose1d : ConvTranspose
{
    /// <inheritdoc cref="ConvTranspose(int, int, int, PerAxis, PerAxis?, Padding, PerAxis?, int, bool, PerAxis?, IInitializer?)"/>
    public ConvTranspose1d(
        int inChannels, int outChannels, PerAxis kernel, PerAxis? stride = null, Padding padding = default, PerAxis? outputPadding = null,
        int groups = 1, bool bias = true, PerAxis? dilation = null, IInitializer? weight = null)
        : base(1, inChannels, outChannels, kernel, stride, padding, outputPadding, groups, bias, dilation, weight)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new ConvTranspose1d(2, 3, 3, stride: 2, padding: 1, outputPadding: 1).At(Sample.Point(random, [2, 2, 3]))];
}

/// <summary>A transposed convolution of images: <c>[N, inChannels, H, W]</c> becomes <c>[N, outChannels, H', W']</c>, H' = (H − 1)s − 2p + d(k − 1) + outputPadding + 1.</summary>
/// <remarks>y[n, o, i·s + k·d − p] += W[c, o, k]·x[n, c, i], plus b[o]. First values uniform in ±1/√(outChannels / groups · kernel's elements).</remarks>
public sealed class ConvTranspose2d : ConvTranspose
{
    /// <inheritdoc cref="ConvTranspose(int, int, int, PerAxis, PerAxis?, Padding, PerAxis?, int, bool, PerAxis?, IInitializer?)"/>
    public ConvTranspose2d(
        int inChannels, int outChannels, PerAxis kernel, PerAxis? stride = null, Padding padding = default, PerAxis? outputPadding = null,
        int groups = 1, bool bias = true, PerAxis? dilation = null, IInitializer? weight = null)
        : base(2, inChannels, outChannels, kernel, stride, padding, outputPadding, groups, bias, dilation, weight)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new ConvTranspose2d(4, 2, [2, 3], stride: [2, 1], groups: 2, bias: false).At(Sample.Point(random, [1, 4, 2, 2]))];
}

/// <summary>A transposed convolution of volumes: <c>[N, inChannels, D, H, W]</c> becomes <c>[N, outChannels, D', H', W']</c>, D' = (D − 1)s − 2p + d(k − 1) + outputPadding + 1.</summary>
/// <remarks>y[n, o, i·s + k·d − p] += W[c, o, k]·x[n, c, i], plus b[o]. First values uniform in ±1/√(outChannels / groups · kernel's elements).</remarks>
public sealed class ConvTranspose3d : ConvTranspose
{
    /// <inheritdoc cref="ConvTranspose(int, int, int, PerAxis, PerAxis?, Padding, PerAxis?, int, bool, PerAxis?, IInitializer?)"/>
    public ConvTranspose3d(
        int inChannels, int outChannels, PerAxis kernel, PerAxis? stride = null, Padding padding = default, PerAxis? outputPadding = null,
        int groups = 1, bool bias = true, PerAxis? dilation = null, IInitializer? weight = null)
        : base(3, inChannels, outChannels, kernel, stride, padding, outputPadding, groups, bias, dilation, weight)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new ConvTranspose3d(1, 2, 2, dilation: [1, 2, 1]).At(Sample.Point(random, [1, 1, 2, 2, 2]))];
}
