namespace Nabla.Schedules;

/// <summary>A rate that falls to 0 along a power: rate = initial·(1 − min(step, steps)/steps)^power.</summary>
/// <remarks>PyTorch's PolynomialLR.</remarks>
public sealed class PolynomialDecay : Schedule
{
    /// <summary>The schedule.</summary>
    /// <param name="steps">The step from which on the rate is 0, ≥ 1; 5 by default.</param>
    /// <param name="power">The power, ≥ 0; 1 by default, a line.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public PolynomialDecay(long steps = 5, double power = 1) => (Steps, Power) = (AtLeast(1, steps, nameof(steps)), NotNegative(power, nameof(power)));

    /// <summary>The step from which on the rate is 0.</summary>
    public long Steps { get; }

    /// <summary>The power.</summary>
    public double Power { get; }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) => initial * Math.Pow(1 - (double)Math.Min(step, Steps) / Steps, Power);
}
