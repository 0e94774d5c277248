namespace Nabla.Initializers;

/// <summary>What follows a weight: it decides the gain of its first values.</summary>
public enum Nonlinearity
{
    /// <summary>Nothing: gain 1.</summary>
    Linear,

    /// <summary>The logistic function: gain 1.</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent: gain 5/3.</summary>
    Tanh,

    /// <summary>ReLU: gain √2.</summary>
    Relu,

    /// <summary>Leaky ReLU: gain √(2 / (1 + slope²)).</summary>
    LeakyRelu,

    /// <summary>SELU: gain 3/4.</summary>
    Selu,
}

/// <summary>Gains.</summary>
public static class NonlinearityExtensions
{
    extension(Nonlinearity nonlinearity)
    {
        /// <summary>The factor that keeps the variance through the nonlinearity (PyTorch's calculate_gain).</summary>
        /// <param name="slope">The slope of a leaky ReLU, 0.01 by default; of no meaning to the others.</param>
        public double Gain(double slope = 0.01) => nonlinearity switch
        {
            Nonlinearity.Tanh => 5.0 / 3,
            Nonlinearity.Relu => Math.Sqrt(2),
            Nonlinearity.LeakyRelu => Math.Sqrt(2 / (1 + slope * slope)),
            Nonlinearity.Selu => 0.75,
            _ => 1,
        };
    }
}
