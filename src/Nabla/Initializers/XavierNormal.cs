namespace Nabla.Initializers;

/// <summary>Normal values whose variance suits the mean of both fans.</summary>
/// <param name="Gain">A factor, 1 by default; <c>Nonlinearity.Tanh.Gain()</c> for tanh.</param>
/// <remarks>N(0, s²) with s = gain·√(2 / (fanIn + fanOut)). X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.</remarks>
public sealed record XavierNormal(double Gain = 1) : IInitializer
{
    /// <inheritdoc/>
    public Tensor Draw(Shape shape, RandomStream random)
    {
        Fans fans = Fans.Of(shape);
        return random.Normal(shape, 0, Gain * Math.Sqrt(2.0 / (fans.In + fans.Out)));
    }
}
