using Nabla.Optimizers;
using static System.FormattableString;

namespace Nabla.Schedules;

/// <summary>A learning rate, and where it says so a momentum, as a function of how many steps were made.</summary>
/// <remarks>
/// <para>
/// A schedule is a value: <see cref="Rate"/> depends on its arguments alone, so a training is resumed by its step count, and
/// one schedule may serve several trainings. <see cref="ReduceOnPlateau"/> is the exception: it remembers what it observed.
/// </para>
/// <para>
/// Steps or epochs, the schedule does not know: it is told a number, and whoever attaches it chooses (<see cref="ScheduleUnit"/>).
/// In a loop of one's own: <c>schedule.Apply(optimizer, step)</c> before the step; the first step is number 0.
/// </para>
/// <para>PyTorch computes many of these recursively from the last rate; the values are the same, see each schedule.</para>
/// </remarks>
public abstract class Schedule
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">How many steps were made before it, ≥ 0.</param>
    /// <param name="initial">The rate that the optimizer was made with, ≥ 0.</param>
    /// <param name="group">The number of the parameter group, from 0; only schedules with values for each group look at it.</param>
    /// <returns>The rate, ≥ 0 for the schedules of this library.</returns>
    public abstract double Rate(long step, double initial, int group = 0);

    /// <summary>The momentum (for the Adam family β₁) of a step; null where the schedule leaves it alone, as most do.</summary>
    /// <param name="step">How many steps were made before it, ≥ 0.</param>
    /// <param name="group">The number of the parameter group, from 0.</param>
    public virtual double? Momentum(long step, int group = 0) => null;

    /// <summary>Tells how good the model is after an epoch, for schedules that depend on it.</summary>
    /// <param name="metric">A loss, or another number whose sense the schedule knows.</param>
    public virtual void Observe(double metric)
    {
        foreach (Schedule part in Parts) part.Observe(metric);
    }

    /// <summary>What the schedule remembers, by name: nothing, unless it or a part of it depends on what was observed.</summary>
    /// <returns>Names such as <c>best</c>; those of parts begin with the part's number, <c>1.best</c>.</returns>
    public virtual IEnumerable<(string Name, double Value)> State()
    {
        for (int i = 0; i < Parts.Count; i++)
            foreach ((string name, double value) in Parts[i].State()) yield return (Invariant($"{i}.{name}"), value);
    }

    /// <summary>Takes over what another schedule of the same kind and options remembered.</summary>
    /// <param name="state">What <see cref="State"/> gave, by name; what is missing starts anew.</param>
    public virtual void LoadState(IReadOnlyDictionary<string, double> state)
    {
        for (int i = 0; i < Parts.Count; i++)
        {
            string prefix = Invariant($"{i}.");
            Parts[i].LoadState(state.Where(s => s.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(s => s.Key[prefix.Length..], s => s.Value, StringComparer.Ordinal));
        }
    }

    /// <summary>Sets the learning rates, and momenta where the schedule has them, of a step.</summary>
    /// <param name="optimizer">What gets them, in each of its parameter groups.</param>
    /// <param name="step">How many steps were made before it, ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative, or the schedule gives a rate that no optimizer takes.</exception>
    /// <exception cref="InvalidOperationException">The schedule moves a momentum that the optimizer has not.</exception>
    public void Apply(Optimizer optimizer, long step)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        for (int i = 0; i < optimizer.Groups.Count; i++)
        {
            ParameterGroup group = optimizer.Groups[i];
            group.LearningRate = Rate(step, group.InitialLearningRate, i);
            if (Momentum(step, i) is not { } momentum) continue;
            if (group.Momentum is null)
                throw new InvalidOperationException(Invariant($"{GetType().Name}: cannot set the momentum {momentum} of {optimizer.GetType().Name}: it has none. Switch the cycling of momentum off."));
            group.Momentum = momentum;
        }
    }

    /// <summary>The schedules that this one is made of; none unless it composes others.</summary>
    protected virtual IReadOnlyList<Schedule> Parts => [];

    private protected long AtLeast(long least, long value, string what) => value >= least
        ? value
        : throw new ArgumentOutOfRangeException(what, value, Invariant($"{GetType().Name}: cannot use {what} {value}: it is at least {least}."));

    private protected double NotNegative(double value, string what) => double.IsFinite(value) && value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(what, value, Invariant($"{GetType().Name}: cannot use {what} {value}: it is a finite number from 0 on."));

    private protected double Positive(double value, string what) => double.IsFinite(value) && value > 0
        ? value
        : throw new ArgumentOutOfRangeException(what, value, Invariant($"{GetType().Name}: cannot use {what} {value}: it is a finite number above 0."));

    private protected double Within(double value, double most, string what) => value >= 0 && value <= most
        ? value
        : throw new ArgumentOutOfRangeException(what, value, Invariant($"{GetType().Name}: cannot use {what} {value}: it is from 0 to {most}."));

    private protected IReadOnlyList<long> NotFalling(IEnumerable<long> milestones, string what)
    {
        long[] all = [.. milestones];
        for (int i = 0; i < all.Length; i++)
        {
            AtLeast(0, all[i], what);
            if (i > 0 && all[i] < all[i - 1])
                throw new ArgumentException(Invariant($"{GetType().Name}: cannot use {what} {all[i - 1]}, {all[i]}: each is at least the one before."), what);
        }
        return all;
    }
}
