using static System.FormattableString;

namespace Nabla.Schedules;

/// <summary>Schedules one after the other: each counts its steps from the milestone where it begins.</summary>
/// <remarks>PyTorch's SequentialLR. Each starts from the initial rate, not from where the one before ended. All parts observe all metrics.</remarks>
public sealed class Sequenced : Schedule
{
    readonly Schedule[] parts;

    /// <summary>The schedule.</summary>
    /// <param name="parts">The schedules, in order.</param>
    /// <param name="milestones">The steps at which the second, third, … begin: one fewer, each ≥ 0 and at least the one before.</param>
    /// <exception cref="ArgumentException">The numbers do not fit, or the milestones fall.</exception>
    public Sequenced(IEnumerable<Schedule> parts, IEnumerable<long> milestones)
    {
        this.parts = [.. parts];
        Milestones = NotFalling(milestones, nameof(milestones));
        foreach (Schedule part in this.parts) ArgumentNullException.ThrowIfNull(part, nameof(parts));
        if (this.parts.Length != Milestones.Count + 1)
            throw new ArgumentException(Invariant($"Sequenced: cannot part {this.parts.Length} schedules by {Milestones.Count} milestones: there is one milestone between two schedules."), nameof(milestones));
    }

    /// <summary>The steps at which the second, third, … schedules begin.</summary>
    public IReadOnlyList<long> Milestones { get; }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0)
    {
        (Schedule part, long since) = At(step);
        return part.Rate(since, initial, group);
    }

    /// <inheritdoc/>
    public override double? Momentum(long step, int group = 0)
    {
        (Schedule part, long since) = At(step);
        return part.Momentum(since, group);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Schedule> Parts => parts;

    (Schedule Part, long Since) At(long step)
    {
        int passed = 0;
        while (passed < Milestones.Count && Milestones[passed] <= step) passed++;
        return (parts[passed], passed == 0 ? step : step - Milestones[passed - 1]);
    }
}
