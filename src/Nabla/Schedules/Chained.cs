namespace Nabla.Schedules;

/// <summary>Schedules one upon the other: each takes for its initial rate what the one before gives at the same step.</summary>
/// <remarks>
/// For schedules that are a share of the initial rate the shares are multiplied, as by PyTorch's ChainedScheduler. Those that set a
/// rate (<see cref="OneCycle"/>, <see cref="Cyclic"/>) forget what comes before them. A <see cref="Lambda"/> takes part like the others,
/// where PyTorch's overwrites. The momentum is that of the last part that has one.
/// </remarks>
public sealed class Chained : Schedule
{
    readonly Schedule[] parts;

    /// <summary>The schedule.</summary>
    /// <param name="parts">The schedules, at least one, the first upon the initial rate.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Chained(params Schedule[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Length == 0) throw new ArgumentException("Chained: cannot chain 0 schedules: at least 1 is needed.", nameof(parts));
        foreach (Schedule part in parts) ArgumentNullException.ThrowIfNull(part, nameof(parts));
        this.parts = [.. parts];
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0)
    {
        double rate = initial;
        foreach (Schedule part in parts) rate = part.Rate(step, rate, group);
        return rate;
    }

    /// <inheritdoc/>
    public override double? Momentum(long step, int group = 0)
    {
        double? momentum = null;
        foreach (Schedule part in parts) momentum = part.Momentum(step, group) ?? momentum;
        return momentum;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Schedule> Parts => parts;
}
