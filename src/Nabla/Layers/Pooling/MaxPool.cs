using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>The largest element of every window.</summary>
/// <remarks>The gradient goes to the largest element, the first of equals in row-major order.</remarks>
public abstract class MaxPool : SpatialLayer
{
    readonly PerAxis size;
    readonly PerAxis stride;
    readonly PerAxis padding;
    readonly PerAxis dilation;

    /// <summary>The layer.</summary>
    /// <param name="spatialAxes">The number of spatial axes.</param>
    /// <param name="size">The window's sizes, ≥ 1: one number for all axes, or one an axis, outermost first.</param>
    /// <param name="stride">How far it moves, ≥ 1; its own size by default.</param>
    /// <param name="padding">−∞ on each side, at most half the window; 0 by default.</param>
    /// <param name="dilation">The distance of its elements, ≥ 1; 1 by default.</param>
    /// <param name="roundUp">Whether a last window may reach over the end; no by default.</param>
    /// <exception cref="ShapeException">The numbers do not fit the axes.</exception>
    private protected MaxPool(int spatialAxes, PerAxis size, PerAxis? stride, PerAxis padding, PerAxis? dilation, bool roundUp) : base(spatialAxes)
    {
        (this.size, this.stride, this.padding, this.dilation, RoundUp) = (size, stride ?? size, padding, dilation ?? 1, roundUp);
        Size = new(this.size.Of(spatialAxes, 1, Kind, "size"));
        Stride = new(this.stride.Of(spatialAxes, 1, Kind, "stride"));
        Padding = new(this.padding.Of(spatialAxes, 0, Kind, "padding"));
        Dilation = new(this.dilation.Of(spatialAxes, 1, Kind, "dilation"));
    }

    /// <summary>The window's sizes.</summary>
    public Shape Size { get; }

    /// <summary>How far the window moves, a number an axis.</summary>
    public Shape Stride { get; }

    /// <summary>What stands on each side of the input, a number an axis.</summary>
    public Shape Padding { get; }

    /// <summary>The distance of a window's elements, a number an axis.</summary>
    public Shape Dilation { get; }

    /// <summary>Whether a last window may reach over the end.</summary>
    public bool RoundUp { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        _ = Fitting(x.Shape);
        return x.MaxPool(size, stride, padding, dilation, RoundUp);
    }

    /// <summary>The windows over an input, for a layer that pools what it gives itself; what goes wrong is this layer's.</summary>
    internal MaxWindows CallWindows(in Shape input)
    {
        try
        {
            return PoolExtensions.Windows(nameof(MaxPool), Fitting(input), size, stride, padding, dilation, RoundUp);
        }
        catch (NablaException e) when (Locate(e))
        {
            throw;
        }
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => PoolExtensions.OutputShape(nameof(MaxPool), Fitting(input), size, stride, padding, dilation, RoundUp);
}

/// <summary>The largest element of every window of signals: <c>[N, C, L]</c> becomes <c>[N, C, L']</c>, each size ⌊(size + 2p − d(k − 1) − 1)/s⌋ + 1.</summary>
/// <remarks>The gradient goes to the largest element, the first of equals in row-major order.</remarks>
public sealed class MaxPool1d : MaxPool
{
    /// <inheritdoc cref="MaxPool(int, PerAxis, PerAxis?, PerAxis, PerAxis?, bool)"/>
    public MaxPool1d(PerAxis size, PerAxis? stride = null, PerAxis padding = default, PerAxis? dilation = null, bool roundUp = false) : base(1, size, stride, padding, dilation, roundUp)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new MaxPool1d(3, stride: 2, padding: 1).At(Sample.Distinct(random, [2, 2, 6]))];
}

/// <summary>The largest element of every window of images: <c>[N, C, H, W]</c> becomes <c>[N, C, H', W']</c>, each size ⌊(size + 2p − d(k − 1) − 1)/s⌋ + 1.</summary>
/// <remarks>The gradient goes to the largest element, the first of equals in row-major order.</remarks>
public sealed class MaxPool2d : MaxPool
{
    /// <inheritdoc cref="MaxPool(int, PerAxis, PerAxis?, PerAxis, PerAxis?, bool)"/>
    public MaxPool2d(PerAxis size, PerAxis? stride = null, PerAxis padding = default, PerAxis? dilation = null, bool roundUp = false) : base(2, size, stride, padding, dilation, roundUp)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new MaxPool2d([2, 3], stride: 1, dilation: [2, 1], roundUp: true).At(Sample.Distinct(random, [1, 2, 4, 4]))];
}

/// <summary>The largest element of every window of volumes: <c>[N, C, D, H, W]</c> becomes <c>[N, C, D', H', W']</c>, each size ⌊(size + 2p − d(k − 1) − 1)/s⌋ + 1.</summary>
/// <remarks>The gradient goes to the largest element, the first of equals in row-major order.</remarks>
public sealed class MaxPool3d : MaxPool
{
    /// <inheritdoc cref="MaxPool(int, PerAxis, PerAxis?, PerAxis, PerAxis?, bool)"/>
    public MaxPool3d(PerAxis size, PerAxis? stride = null, PerAxis padding = default, PerAxis? dilation = null, bool roundUp = false) : base(3, size, stride, padding, dilation, roundUp)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new MaxPool3d(2).At(Sample.Distinct(random, [1, 1, 2, 4, 3]))];
}
