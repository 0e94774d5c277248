namespace Nabla.Initializers;

/// <summary>All values 0.</summary>
public sealed record Zeros : IInitializer
{
    /// <inheritdoc/>
    public Tensor Draw(Shape shape, RandomStream random) => Tensor.Zeros(shape);
}
