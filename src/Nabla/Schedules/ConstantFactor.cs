namespace Nabla.Schedules;

/// <summary>A fixed share of the initial rate for some steps, then the initial rate: rate = initial·factor while step &lt; steps.</summary>
/// <remarks>PyTorch's ConstantLR. A factor of 0, where PyTorch's recursion divides by 0, is fine.</remarks>
public sealed class ConstantFactor : Schedule
{
    /// <summary>The schedule.</summary>
    /// <param name="factor">The share, ≥ 0; 1/3 by default.</param>
    /// <param name="steps">For how many steps, ≥ 0; 5 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public ConstantFactor(double factor = 1.0 / 3, long steps = 5) => (Factor, Steps) = (NotNegative(factor, nameof(factor)), AtLeast(0, steps, nameof(steps)));

    /// <summary>The share.</summary>
    public double Factor { get; }

    /// <summary>For how many steps.</summary>
    public long Steps { get; }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) => step < Steps ? initial * Factor : initial;
}
