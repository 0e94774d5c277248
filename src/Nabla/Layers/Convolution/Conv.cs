using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y[n, o, i] = b[o] + Σ W[o, c, k]·x[n, c, i·s + k·d − p]: a kernel that slides over the input.</summary>
/// <remarks>
/// Cross-correlation, as the field calls convolution. First values as in PyTorch: both uniform in ±1/√fan, fan being
/// inChannels / groups times the kernel's elements.
/// </remarks>
public abstract class Conv : SpatialLayer
{
    readonly PerAxis stride;
    readonly PerAxis dilation;

    /// <summary>The layer.</summary>
    /// <param name="spatialAxes">The number of spatial axes.</param>
    /// <param name="inChannels">The channels of the input, ≥ 1.</param>
    /// <param name="outChannels">The channels of the output, ≥ 1.</param>
    /// <param name="kernel">The kernel's sizes, ≥ 1: one number for all axes, or one an axis, outermost first.</param>
    /// <param name="stride">How far the kernel moves, ≥ 1; 1 by default.</param>
    /// <param name="padding">What stands around the input: numbers, <c>Padding.Valid</c> (0, the default), <c>Same</c> or <c>Full</c>.</param>
    /// <param name="dilation">The distance of the kernel's taps, ≥ 1; 1 by default.</param>
    /// <param name="groups">Into how many groups the channels fall that do not see each other; 1 by default.</param>
    /// <param name="bias">Whether b is added; yes by default.</param>
    /// <param name="paddingMode">What the padding consists of; zeros by default.</param>
    /// <param name="weight">What W is drawn from; Kaiming uniform with slope √5 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of channels or groups is below 1.</exception>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    /// <exception cref="ShapeException">Sizes, strides, paddings or dilations do not fit the axes.</exception>
    private protected Conv(
        int spatialAxes, int inChannels, int outChannels, PerAxis kernel, PerAxis? stride, Padding padding, PerAxis? dilation, int groups, bool bias, PadMode paddingMode, IInitializer? weight)
        : base(spatialAxes)
    {
        ChannelGroups.Check(Kind, inChannels, outChannels, groups);
        (InChannels, OutChannels, Groups, Padding, PaddingMode) = (inChannels, outChannels, groups, padding, paddingMode);
        (this.stride, this.dilation) = (stride ?? 1, dilation ?? 1);
        int[] sizes = kernel.Of(spatialAxes, 1, Kind, "kernel");
        Stride = new(this.stride.Of(spatialAxes, 1, Kind, "stride"));
        Dilation = new(this.dilation.Of(spatialAxes, 1, Kind, "dilation"));
        _ = padding.Of(sizes, Stride.Span, Dilation.Span, Kind);
        Shape shape = new Shape([outChannels, inChannels / groups]).Concat(new Shape(sizes));
        double bound = 1 / Math.Sqrt(Fans.Of(shape).In);
        Weight = AddParameter("weight", shape, weight ?? new KaimingUniform(Math.Sqrt(5)));
        if (bias) Bias = AddParameter("bias", [outChannels], new Uniform(-bound, bound));
    }

    /// <summary>The channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>The channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>How far the kernel moves, a number an axis.</summary>
    public Shape Stride { get; }

    /// <summary>What stands around the input.</summary>
    public Padding Padding { get; }

    /// <summary>The distance of the kernel's taps, a number an axis.</summary>
    public Shape Dilation { get; }

    /// <summary>Into how many groups the channels fall that do not see each other.</summary>
    public int Groups { get; }

    /// <summary>What the padding consists of.</summary>
    public PadMode PaddingMode { get; }

    /// <summary>W, <c>[outChannels, inChannels / groups, …kernel]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>b, <c>[outChannels]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Forward(x, Weight);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        Shape x = Fitting(input);
        if (PaddingMode == PadMode.Constant) return ConvolutionExtensions.OutputShape(x, Weight.Shape, stride, Padding, dilation, Groups);
        (int[] before, int[] after) = Borders();
        for (int i = 0; i < SpatialAxes; i++) x = PadExtensions.OutputShape(x, i + 2, before[i], after[i], PaddingMode);
        return ConvolutionExtensions.OutputShape(x, Weight.Shape, stride, 0, dilation, Groups);
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => OutputShape(input).ElementCount * Fans.Of(Weight.Shape).In;

    /// <summary>The layer's formula with another kernel in place of its own.</summary>
    internal Tensor Forward(Tensor x, Tensor weight)
    {
        _ = Fitting(x.Shape);
        return PaddingMode == PadMode.Constant
            ? x.Convolve(weight, Bias, stride, Padding, dilation, Groups)
            : Bordered(x).Convolve(weight, Bias, stride, 0, dilation, Groups);
    }

    /// <summary>Examples as groups of channels of one example: each group has its own kernel's gradient.</summary>
    internal override IReadOnlyList<(Parameter Parameter, Tensor Gradient)>? PerSample(Tensor x, Tensor dy)
    {
        x = x.Cast(dy.DType);
        (Parameter, Tensor) weight = (Weight, PaddingMode == PadMode.Constant
            ? x.KernelGradients(dy, Weight.Shape, stride, Padding, dilation, Groups)
            : Bordered(x).KernelGradients(dy, Weight.Shape, stride, 0, dilation, Groups));
        return Bias is null ? [weight] : [weight, (Bias, dy.Sum(Axes.Create([.. Enumerable.Range(2, SpatialAxes)])))];
    }

    Tensor Bordered(Tensor x)
    {
        (int[] before, int[] after) = Borders();
        for (int i = 0; i < SpatialAxes; i++) x = x.Pad(i + 2, before[i], after[i], PaddingMode);
        return x;
    }

    (int[] Before, int[] After) Borders() => Padding.Of(Weight.Shape.Span[2..], Stride.Span, Dilation.Span, Kind);
}

/// <summary>A convolution of signals: <c>[N, inChannels, L]</c> becomes <c>[N, outChannels, L']</c>, L' = ⌊(L + 2p − d(k − 1) − 1)/s⌋ + 1.</summary>
/// <remarks>y[n, o, i] = b[o] + Σ W[o, c, k]·x[n, c, i·s + k·d − p]. First values uniform in ±1/√(inChannels / groups · k).</remarks>
public sealed class Conv1d : Conv
{
    /// <inheritdoc cref="Conv(int, int, int, PerAxis, PerAxis?, Padding, PerAxis?, int, bool, PadMode, IInitializer?)"/>
    public Conv1d(
        int inChannels, int outChannels, PerAxis kernel, PerAxis? stride = null, Padding padding = default, PerAxis? dilation = null,
        int groups = 1, bool bias = true, PadMode paddingMode = PadMode.Constant, IInitializer? weight = null)
        : base(1, inChannels, outChannels, kernel, stride, padding, dilation, groups, bias, paddingMode, weight)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
    [
        new Conv1d(2, 3, 3, stride: 2, padding: 1).At(Sample.Point(random, [2, 2, 5])),
        new Conv1d(2, 2, 2, padding: Padding.Full, paddingMode: PadMode.Circular, groups: 2, bias: false).At(Sample.Point(random, [1, 2, 4])),
    ];
}

/// <summary>A convolution of images: <c>[N, inChannels, H, W]</c> becomes <c>[N, outChannels, H', W']</c>, H' = ⌊(H + 2p − d(k − 1) − 1)/s⌋ + 1.</summary>
/// <remarks>y[n, o, i] = b[o] + Σ W[o, c, k]·x[n, c, i·s + k·d − p]. First values uniform in ±1/√(inChannels / groups · kernel's elements).</remarks>
public sealed class Conv2d : Conv
{
    /// <inheritdoc cref="Conv(int, int, int, PerAxis, PerAxis?, Padding, PerAxis?, int, bool, PadMode, IInitializer?)"/>
    public Conv2d(
        int inChannels, int outChannels, PerAxis kernel, PerAxis? stride = null, Padding padding = default, PerAxis? dilation = null,
        int groups = 1, bool bias = true, PadMode paddingMode = PadMode.Constant, IInitializer? weight = null)
        : base(2, inChannels, outChannels, kernel, stride, padding, dilation, groups, bias, paddingMode, weight)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
    [
        new Conv2d(2, 3, [2, 3], padding: Padding.Same).At(Sample.Point(random, [1, 2, 3, 4])),
        new Conv2d(1, 2, 3, padding: 1, paddingMode: PadMode.Reflect).At(Sample.Point(random, [1, 1, 3, 3])),
        new Conv2d(1, 1, 2, padding: 1, dilation: 2, paddingMode: PadMode.Replicate).At(Sample.Point(random, [2, 1, 3, 3])),
    ];
}

/// <summary>A convolution of volumes: <c>[N, inChannels, D, H, W]</c> becomes <c>[N, outChannels, D', H', W']</c>, D' = ⌊(D + 2p − d(k − 1) − 1)/s⌋ + 1.</summary>
/// <remarks>y[n, o, i] = b[o] + Σ W[o, c, k]·x[n, c, i·s + k·d − p]. First values uniform in ±1/√(inChannels / groups · kernel's elements).</remarks>
public sealed class Conv3d : Conv
{
    /// <inheritdoc cref="Conv(int, int, int, PerAxis, PerAxis?, Padding, PerAxis?, int, bool, PadMode, IInitializer?)"/>
    public Conv3d(
        int inChannels, int outChannels, PerAxis kernel, PerAxis? stride = null, Padding padding = default, PerAxis? dilation = null,
        int groups = 1, bool bias = true, PadMode paddingMode = PadMode.Constant, IInitializer? weight = null)
        : base(3, inChannels, outChannels, kernel, stride, padding, dilation, groups, bias, paddingMode, weight)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new Conv3d(2, 1, 2, stride: [1, 2, 1]).At(Sample.Point(random, [1, 2, 2, 3, 3]))];
}
