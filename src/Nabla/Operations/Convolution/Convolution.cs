using Nabla.Backends;
using Nabla.Numbers;

namespace Nabla.Operations;

/// <summary>Windows of the input times a kernel, and a bias where there is one, in one to three dimensions (cross-correlation, as the field calls convolution).</summary>
/// <remarks>Bilinear in input and kernel: its gradients are <see cref="ConvolutionTransposed"/> and <see cref="ConvolutionWeight"/>, and so are theirs.</remarks>
public sealed class Convolution : Operation
{
    readonly ConvolutionGeometry geometry;
    readonly Shape shape;

    internal Convolution(ConvolutionGeometry geometry, Shape shape) => (this.geometry, this.shape) = (geometry, shape);

    internal Tensor Of(Tensor x, Tensor weight, Tensor? bias = null) => bias is null ? Apply(x, weight) : Apply(x, weight, bias);

    /// <inheritdoc/>
    protected override Saves Saves => Saves.Inputs;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Backend.Current.Convolve(inputs[0], inputs[1], inputs.Length > 2 ? inputs[2] : null, geometry, shape);

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy) => input switch
    {
        0 => new ConvolutionTransposed(geometry, InputShape(0)).Of(dy, SavedInput(1)),
        1 => new ConvolutionWeight(geometry, InputShape(1)).Of(SavedInput(0), dy),
        _ => dy.Sum(Axes.Create([.. Enumerable.Range(2, dy.Rank - 2)])).Sum(0),
    };
}

/// <summary>The transpose of <see cref="Convolution"/> in its input: spreads every element by the kernel.</summary>
public sealed class ConvolutionTransposed : Operation
{
    readonly ConvolutionGeometry geometry;
    readonly Shape shape;

    internal ConvolutionTransposed(ConvolutionGeometry geometry, Shape shape) => (this.geometry, this.shape) = (geometry, shape);

    internal Tensor Of(Tensor x, Tensor weight) => Apply(x, weight);

    /// <inheritdoc/>
    protected override Saves Saves => Saves.Inputs;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Backend.Current.ConvolveTransposed(inputs[0], inputs[1], geometry, shape);

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy) => input == 0
        ? new Convolution(geometry, InputShape(0)).Of(dy, SavedInput(1))
        : new ConvolutionWeight(geometry, InputShape(1)).Of(dy, SavedInput(0));
}

/// <summary>The transpose of <see cref="Convolution"/> in its kernel: windows of one tensor times another.</summary>
public sealed class ConvolutionWeight : Operation
{
    readonly ConvolutionGeometry geometry;
    readonly Shape shape;

    internal ConvolutionWeight(ConvolutionGeometry geometry, Shape shape) => (this.geometry, this.shape) = (geometry, shape);

    internal Tensor Of(Tensor x, Tensor dy) => Apply(x, dy);

    /// <inheritdoc/>
    protected override Saves Saves => Saves.Inputs;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Backend.Current.ConvolveWeight(inputs[0], inputs[1], geometry, shape);

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy) => input == 0
        ? new ConvolutionTransposed(geometry, InputShape(0)).Of(SavedInput(1), dy)
        : new Convolution(geometry, InputShape(1)).Of(SavedInput(0), dy);
}
