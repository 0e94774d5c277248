namespace Nabla.Schedules;

/// <summary>Multiplies the rate by a factor every so many steps: rate = initial·factor^⌊step/every⌋.</summary>
/// <remarks>PyTorch's StepLR.</remarks>
public sealed class StepDecay : Schedule
{
    /// <summary>The schedule.</summary>
    /// <param name="every">The steps between two multiplications, ≥ 1.</param>
    /// <param name="factor">The factor (PyTorch's gamma), ≥ 0; 0.1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public StepDecay(long every, double factor = 0.1) => (Every, Factor) = (AtLeast(1, every, nameof(every)), NotNegative(factor, nameof(factor)));

    /// <summary>The steps between two multiplications.</summary>
    public long Every { get; }

    /// <summary>The factor.</summary>
    public double Factor { get; }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) => initial * Math.Pow(Factor, step / Every);
}
