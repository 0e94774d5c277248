namespace Nabla.Initializers;

/// <summary>Uniform values whose variance suits one fan and the nonlinearity that follows.</summary>
/// <param name="Slope">The slope of a leaky ReLU, 0 by default.</param>
/// <param name="Mode">Which fan, that of the inputs by default.</param>
/// <param name="Nonlinearity">What follows the weight, a leaky ReLU by default.</param>
/// <remarks>U(−a, a) with a = gain·√(3 / fan). K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", 2015, arXiv:1502.01852.</remarks>
public sealed record KaimingUniform(double Slope = 0, FanMode Mode = FanMode.In, Nonlinearity Nonlinearity = Nonlinearity.LeakyRelu) : IInitializer
{
    /// <inheritdoc/>
    public Tensor Draw(Shape shape, RandomStream random)
    {
        double bound = Nonlinearity.Gain(Slope) * Math.Sqrt(3.0 / Fans.Of(shape)[Mode]);
        return random.Uniform(shape, -bound, bound);
    }
}
