namespace Nabla.Initializers;

/// <summary>All values 1.</summary>
public sealed record Ones : IInitializer
{
    /// <inheritdoc/>
    public Tensor Draw(Shape shape, RandomStream random) => Tensor.Ones(shape);
}
