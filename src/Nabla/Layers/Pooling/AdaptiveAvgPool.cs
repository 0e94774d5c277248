using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>The mean of windows that divide the input into a grid of given sizes, whatever its own sizes are.</summary>
/// <remarks>Output o covers inputs ⌊o·i/o'⌋ to ⌈(o + 1)·i/o'⌉.</remarks>
public abstract class AdaptiveAvgPool : SpatialLayer
{
    readonly PerAxis outputs;

    /// <summary>The layer.</summary>
    /// <param name="spatialAxes">The number of spatial axes.</param>
    /// <param name="outputs">The output's spatial sizes, ≥ 1: one number for all axes, or one an axis, outermost first.</param>
    /// <exception cref="ShapeException">The numbers do not fit the axes.</exception>
    private protected AdaptiveAvgPool(int spatialAxes, PerAxis outputs) : base(spatialAxes)
    {
        this.outputs = outputs;
        Outputs = new(outputs.Of(spatialAxes, 1, Kind, "output sizes"));
    }

    /// <summary>The output's spatial sizes.</summary>
    public Shape Outputs { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        _ = Fitting(x.Shape);
        return x.AdaptiveAveragePool(outputs);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Fitting(input).Slice(0, 2).Concat(Outputs);
}

/// <summary>The mean of windows that divide signals into a grid: <c>[N, C, L]</c> becomes <c>[N, C, …outputs]</c>.</summary>
/// <remarks>Output o covers inputs ⌊o·i/o'⌋ to ⌈(o + 1)·i/o'⌉.</remarks>
public sealed class AdaptiveAvgPool1d : AdaptiveAvgPool
{
    /// <inheritdoc cref="AdaptiveAvgPool(int, PerAxis)"/>
    public AdaptiveAvgPool1d(PerAxis outputs) : base(1, outputs)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new AdaptiveAvgPool1d(3).At(Sample.Point(random, [2, 2, 7]))];
}

/// <summary>The mean of windows that divide images into a grid: <c>[N, C, H, W]</c> becomes <c>[N, C, …outputs]</c>.</summary>
/// <remarks>Output o covers inputs ⌊o·i/o'⌋ to ⌈(o + 1)·i/o'⌉.</remarks>
public sealed class AdaptiveAvgPool2d : AdaptiveAvgPool
{
    /// <inheritdoc cref="AdaptiveAvgPool(int, PerAxis)"/>
    public AdaptiveAvgPool2d(PerAxis outputs) : base(2, outputs)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new AdaptiveAvgPool2d([2, 3]).At(Sample.Point(random, [1, 2, 5, 4]))];
}

/// <summary>The mean of windows that divide volumes into a grid: <c>[N, C, D, H, W]</c> becomes <c>[N, C, …outputs]</c>.</summary>
/// <remarks>Output o covers inputs ⌊o·i/o'⌋ to ⌈(o + 1)·i/o'⌉.</remarks>
public sealed class AdaptiveAvgPool3d : AdaptiveAvgPool
{
    /// <inheritdoc cref="AdaptiveAvgPool(int, PerAxis)"/>
    public AdaptiveAvgPool3d(PerAxis outputs) : base(3, outputs)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new AdaptiveAvgPool3d(2).At(Sample.Point(random, [1, 1, 3, 4, 2]))];
}
