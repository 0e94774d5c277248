namespace Nabla.Schedules;

/// <summary>Multiplies the rate by a factor each step: rate = initial·factor^step.</summary>
/// <remarks>PyTorch's ExponentialLR.</remarks>
public sealed class ExponentialDecay : Schedule
{
    /// <summary>The schedule.</summary>
    /// <param name="factor">The factor (PyTorch's gamma), ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is negative or not finite.</exception>
    public ExponentialDecay(double factor) => Factor = NotNegative(factor, nameof(factor));

    /// <summary>The factor.</summary>
    public double Factor { get; }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) => initial * Math.Pow(Factor, step);
}
