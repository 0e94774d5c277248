using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>The mean of every window.</summary>
/// <remarks>The gradient is shared equally among a window's elements.</remarks>
public abstract class AvgPool : SpatialLayer
{
    readonly PerAxis size;
    readonly PerAxis stride;
    readonly PerAxis padding;

    /// <summary>The layer.</summary>
    /// <param name="spatialAxes">The number of spatial axes.</param>
    /// <param name="size">The window's sizes, ≥ 1: one number for all axes, or one an axis, outermost first.</param>
    /// <param name="stride">How far it moves, ≥ 1; its own size by default.</param>
    /// <param name="padding">Zeros on each side, at most half the window; 0 by default.</param>
    /// <param name="roundUp">Whether a last window may reach over the end, where nothing counts; no by default.</param>
    /// <param name="countPadding">Whether padded zeros count as elements; yes by default.</param>
    /// <exception cref="ShapeException">The numbers do not fit the axes.</exception>
    private protected AvgPool(int spatialAxes, PerAxis size, PerAxis? stride, PerAxis padding, bool roundUp, bool countPadding) : base(spatialAxes)
    {
        (this.size, this.stride, this.padding, RoundUp, CountPadding) = (size, stride ?? size, padding, roundUp, countPadding);
        Size = new(this.size.Of(spatialAxes, 1, Kind, "size"));
        Stride = new(this.stride.Of(spatialAxes, 1, Kind, "stride"));
        Padding = new(this.padding.Of(spatialAxes, 0, Kind, "padding"));
    }

    /// <summary>The window's sizes.</summary>
    public Shape Size { get; }

    /// <summary>How far the window moves, a number an axis.</summary>
    public Shape Stride { get; }

    /// <summary>What stands on each side of the input, a number an axis.</summary>
    public Shape Padding { get; }

    /// <summary>Whether a last window may reach over the end.</summary>
    public bool RoundUp { get; }

    /// <summary>Whether padded zeros count as elements.</summary>
    public bool CountPadding { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        _ = Fitting(x.Shape);
        return x.AveragePool(size, stride, padding, RoundUp, CountPadding);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => PoolExtensions.OutputShape("AveragePool", Fitting(input), size, stride, padding, null, RoundUp);
}

/// <summary>The mean of every window of signals: <c>[N, C, L]</c> becomes <c>[N, C, L']</c>, each size ⌊(size + 2p − k)/s⌋ + 1.</summary>
/// <remarks>The gradient is shared equally among a window's elements.</remarks>
public sealed class AvgPool1d : AvgPool
{
    /// <inheritdoc cref="AvgPool(int, PerAxis, PerAxis?, PerAxis, bool, bool)"/>
    public AvgPool1d(PerAxis size, PerAxis? stride = null, PerAxis padding = default, bool roundUp = false, bool countPadding = true) : base(1, size, stride, padding, roundUp, countPadding)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new AvgPool1d(3, stride: 2, padding: 1).At(Sample.Point(random, [2, 2, 6]))];
}

/// <summary>The mean of every window of images: <c>[N, C, H, W]</c> becomes <c>[N, C, H', W']</c>, each size ⌊(size + 2p − k)/s⌋ + 1.</summary>
/// <remarks>The gradient is shared equally among a window's elements.</remarks>
public sealed class AvgPool2d : AvgPool
{
    /// <inheritdoc cref="AvgPool(int, PerAxis, PerAxis?, PerAxis, bool, bool)"/>
    public AvgPool2d(PerAxis size, PerAxis? stride = null, PerAxis padding = default, bool roundUp = false, bool countPadding = true) : base(2, size, stride, padding, roundUp, countPadding)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new AvgPool2d([2, 3], padding: 1, roundUp: true, countPadding: false).At(Sample.Point(random, [1, 2, 4, 4]))];
}

/// <summary>The mean of every window of volumes: <c>[N, C, D, H, W]</c> becomes <c>[N, C, D', H', W']</c>, each size ⌊(size + 2p − k)/s⌋ + 1.</summary>
/// <remarks>The gradient is shared equally among a window's elements.</remarks>
public sealed class AvgPool3d : AvgPool
{
    /// <inheritdoc cref="AvgPool(int, PerAxis, PerAxis?, PerAxis, bool, bool)"/>
    public AvgPool3d(PerAxis size, PerAxis? stride = null, PerAxis padding = default, bool roundUp = false, bool countPadding = true) : base(3, size, stride, padding, roundUp, countPadding)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new AvgPool3d(2).At(Sample.Point(random, [1, 1, 2, 4, 3]))];
}
