namespace Nabla.Initializers;

/// <summary>Normally distributed values.</summary>
/// <param name="Mean">Their mean, 0 by default.</param>
/// <param name="Deviation">Their standard deviation, 1 by default.</param>
public sealed record Normal(double Mean = 0, double Deviation = 1) : IInitializer
{
    /// <inheritdoc/>
    public Tensor Draw(Shape shape, RandomStream random) => random.Normal(shape, Mean, Deviation);
}
