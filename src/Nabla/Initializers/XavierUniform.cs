namespace Nabla.Initializers;

/// <summary>Uniform values whose variance suits the mean of both fans.</summary>
/// <param name="Gain">A factor, 1 by default; <c>Nonlinearity.Tanh.Gain()</c> for tanh.</param>
/// <remarks>U(−a, a) with a = gain·√(6 / (fanIn + fanOut)). X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.</remarks>
public sealed record XavierUniform(double Gain = 1) : IInitializer
{
    /// <inheritdoc/>
    public Tensor Draw(Shape shape, RandomStream random)
    {
        Fans fans = Fans.Of(shape);
        double bound = Gain * Math.Sqrt(6.0 / (fans.In + fans.Out));
        return random.Uniform(shape, -bound, bound);
    }
}
