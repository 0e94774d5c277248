namespace Nabla.Schedules;

/// <summary>Multiplies the rate by a factor at given steps: rate = initial·factor^(number of milestones ≤ step).</summary>
/// <remarks>PyTorch's MultiStepLR; a milestone that is named twice counts twice, as there.</remarks>
public sealed class MultiStepDecay : Schedule
{
    /// <summary>The schedule.</summary>
    /// <param name="milestones">The steps, each ≥ 0 and at least the one before.</param>
    /// <param name="factor">The factor (PyTorch's gamma), ≥ 0; 0.1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="ArgumentException">The milestones fall.</exception>
    public MultiStepDecay(IEnumerable<long> milestones, double factor = 0.1) =>
        (Milestones, Factor) = (NotFalling(milestones, nameof(milestones)), NotNegative(factor, nameof(factor)));

    /// <summary>The steps at which the rate is multiplied.</summary>
    public IReadOnlyList<long> Milestones { get; }

    /// <summary>The factor.</summary>
    public double Factor { get; }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0)
    {
        int passed = 0;
        while (passed < Milestones.Count && Milestones[passed] <= step) passed++;
        return initial * Math.Pow(Factor, passed);
    }
}
