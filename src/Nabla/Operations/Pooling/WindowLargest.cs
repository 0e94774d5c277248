using Nabla.Backends;

namespace Nabla.Operations;

/// <summary>How windows slide over spatial axes, and the shape of what they give.</summary>
internal readonly record struct MaxWindows(ConvolutionGeometry Geometry, Shape Shape);

/// <summary>The largest element of every window of the spatial axes.</summary>
/// <remarks>The gradient goes to the place of that element, the first of equals: <see cref="PlacesPut"/>.</remarks>
public sealed class WindowLargest : Operation
{
    readonly MaxWindows windows;
    Tensor? places;

    internal WindowLargest(MaxWindows windows) => this.windows = windows;

    internal Tensor Of(Tensor x) => Apply(x);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        (Tensor y, places) = Backend.Current.PoolMax(inputs[0], windows.Geometry, windows.Shape);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy) => new PlacesPut(places!, InputShape(0)).Of(dy);
}

/// <summary>Every element of windows added to zeros, at its place in the plane.</summary>
/// <remarks>The gradient is picked: <see cref="PlacesPick"/>.</remarks>
public sealed class PlacesPut : Operation
{
    readonly Tensor places;
    readonly Shape shape;

    internal PlacesPut(Tensor places, Shape shape) => (this.places, this.shape) = (places, shape);

    internal Tensor Of(Tensor dy) => Apply(dy);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Backend.Current.PoolPut(inputs[0], places, shape);

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy) => new PlacesPick(places).Of(dy);
}

/// <summary>The transpose of <see cref="PlacesPut"/>: for every window, the element at its place in the plane.</summary>
/// <remarks>The gradient is put back: <see cref="PlacesPut"/>.</remarks>
public sealed class PlacesPick : Operation
{
    readonly Tensor places;

    internal PlacesPick(Tensor places) => this.places = places;

    internal Tensor Of(Tensor x) => Apply(x);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Backend.Current.PoolPick(inputs[0], places);

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy) => new PlacesPut(places, InputShape(0)).Of(dy);
}
