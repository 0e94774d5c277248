namespace Nabla.Layers;

/// <summary>A layer over one, two or three spatial axes: <c>[N, C, L]</c>, <c>[N, C, H, W]</c> or <c>[N, C, D, H, W]</c>.</summary>
public abstract class SpatialLayer : Module
{
    private protected SpatialLayer(int spatialAxes) => SpatialAxes = spatialAxes;

    /// <summary>The number of spatial axes: 1, 2 or 3.</summary>
    public int SpatialAxes { get; }

    /// <summary>The layer's kind, for errors: <c>Conv2d</c>.</summary>
    private protected string Kind => GetType().Name;

    /// <summary>The input's shape, if it has a batch axis, channels and as many spatial axes as the layer.</summary>
    /// <exception cref="ShapeException">It has not.</exception>
    private protected Shape Fitting(Shape input) => input.Rank == SpatialAxes + 2
        ? input
        : throw new ShapeException($"{Kind}: cannot take {input}: it has {input.Rank} axes, expected {SpatialAxes + 2}, [N, C, {SpatialAxes switch { 1 => "L", 2 => "H, W", _ => "D, H, W" }}].", input);
}
