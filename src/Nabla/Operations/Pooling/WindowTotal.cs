using Nabla.Backends;

namespace Nabla.Operations;

/// <summary>The sum of every window of the spatial axes by a number: their mean where it is the number of elements.</summary>
/// <remarks>The gradient of an element is the sum over the windows that see it, by the number.</remarks>
public sealed class WindowTotal : Operation
{
    readonly ConvolutionGeometry geometry;
    readonly Shape shape;
    readonly double divisor;

    internal WindowTotal(ConvolutionGeometry geometry, Shape shape, double divisor) => (this.geometry, this.shape, this.divisor) = (geometry, shape, divisor);

    internal Tensor Of(Tensor x) => Apply(x);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Backend.Current.PoolSum(inputs[0], geometry, shape, divisor);

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy) => new WindowSpread(geometry, InputShape(0), divisor).Of(dy);
}

/// <summary>The transpose of <see cref="WindowTotal"/>: every element by the number, added to all places of its window.</summary>
/// <remarks>The gradient is the sum of every window of the upstream gradient by the number.</remarks>
public sealed class WindowSpread : Operation
{
    readonly ConvolutionGeometry geometry;
    readonly Shape shape;
    readonly double divisor;

    internal WindowSpread(ConvolutionGeometry geometry, Shape shape, double divisor) => (this.geometry, this.shape, this.divisor) = (geometry, shape, divisor);

    internal Tensor Of(Tensor x) => Apply(x);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Backend.Current.PoolSpread(inputs[0], geometry, shape, divisor);

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy) => new WindowTotal(geometry, InputShape(0), divisor).Of(dy);
}
