namespace Nabla.Operations;

/// <summary>A contiguous copy.</summary>
/// <remarks>The gradient passes unchanged.</remarks>
public sealed class Copy : Operation
{
    internal Copy()
    {
    }

    internal Tensor Of(Tensor x) => Apply(x);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => StridedCopy.Contiguous(inputs[0]);

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy) => dy;
}
