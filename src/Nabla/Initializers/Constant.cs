namespace Nabla.Initializers;

/// <summary>All values equal: <c>new Constant(0)</c> for biases, <c>new Constant(1)</c> for scales.</summary>
/// <param name="Value">The value.</param>
public sealed record Constant(double Value) : IInitializer
{
    /// <inheritdoc/>
    public Tensor Draw(Shape shape, RandomStream random) => Tensor.Full(shape, Value);
}
