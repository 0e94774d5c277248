using Nabla.Backends;

namespace Nabla.Operations;

/// <summary>The sum of every window of the spatial axes.</summary>
/// <remarks>The gradient of an element is the sum over the windows that see it.</remarks>
public sealed class WindowTotal : Operation
{
    readonly ConvolutionGeometry geometry;
    readonly Shape shape;

    internal WindowTotal(ConvolutionGeometry geometry, Shape shape) => (this.geometry, this.shape) = (geometry, shape);

    internal Tensor Of(Tensor x) => Apply(x);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Backend.Current.PoolSum(inputs[0], geometry, shape);

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy) => new WindowSpread(geometry, InputShape(0)).Of(dy);
}

/// <summary>The transpose of <see cref="WindowTotal"/>: every element added to all places of its window.</summary>
/// <remarks>The gradient is the sum of every window of the upstream gradient.</remarks>
public sealed class WindowSpread : Operation
{
    readonly ConvolutionGeometry geometry;
    readonly Shape shape;

    internal WindowSpread(ConvolutionGeometry geometry, Shape shape) => (this.geometry, this.shape) = (geometry, shape);

    internal Tensor Of(Tensor x) => Apply(x);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Backend.Current.PoolSpread(inputs[0], geometry, shape);

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy) => new WindowTotal(geometry, InputShape(0)).Of(dy);
}
