namespace Nabla.Initializers;

/// <summary>Normal values whose variance suits one fan and the nonlinearity that follows.</summary>
/// <param name="Slope">The slope of a leaky ReLU, 0 by default.</param>
/// <param name="Mode">Which fan, that of the inputs by default.</param>
/// <param name="Nonlinearity">What follows the weight, a leaky ReLU by default.</param>
/// <remarks>N(0, s²) with s = gain / √fan. K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", 2015, arXiv:1502.01852.</remarks>
public sealed record KaimingNormal(double Slope = 0, FanMode Mode = FanMode.In, Nonlinearity Nonlinearity = Nonlinearity.LeakyRelu) : IInitializer
{
    /// <inheritdoc/>
    public Tensor Draw(Shape shape, RandomStream random) =>
        random.Normal(shape, 0, Nonlinearity.Gain(Slope) / Math.Sqrt(Fans.Of(shape)[Mode]));
}
