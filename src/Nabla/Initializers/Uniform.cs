namespace Nabla.Initializers;

/// <summary>Values drawn evenly from [low, high).</summary>
/// <param name="Low">The lower bound, 0 by default.</param>
/// <param name="High">The upper bound, 1 by default.</param>
public sealed record Uniform(double Low = 0, double High = 1) : IInitializer
{
    /// <inheritdoc/>
    public Tensor Draw(Shape shape, RandomStream random) => random.Uniform(shape, Low, High);
}
