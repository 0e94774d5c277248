namespace Nabla.Initializers;

/// <summary>A distribution of a parameter's first values.</summary>
public interface IInitializer
{
    /// <summary>First values.</summary>
    /// <param name="shape">The parameter's shape.</param>
    /// <param name="random">The parameter's own stream, at its start.</param>
    /// <returns>A float32 tensor of the shape, so that a model in float64 starts from the same numbers.</returns>
    Tensor Draw(Shape shape, RandomStream random);
}
