namespace Nabla.Schedules;

/// <summary>From the rate of a step to a fixed one, which is then held: the schedule of stochastic weight averaging.</summary>
/// <remarks>
/// From <see cref="From"/> on, rate = r + (target − r)·a((step − from)/steps) with r the rate of the step <see cref="From"/> and
/// a(t) = t or (1 − cos πt)/2, up to 1; with 0 steps the target at once. PyTorch's SWALR, which takes for r what another scheduler left.
/// P. Izmailov et al., "Averaging weights leads to wider optima and better generalization", 2018, arXiv:1803.05407.
/// </remarks>
public sealed class AnnealTo : Schedule
{
    readonly Schedule[] parts;

    /// <summary>The schedule.</summary>
    /// <param name="target">The rate at the end, ≥ 0: one for all parameter groups, or one for each.</param>
    /// <param name="steps">The length of the way, ≥ 0; 10 by default.</param>
    /// <param name="annealing">The form of the way; a cosine by default.</param>
    /// <param name="from">The step where the way begins, ≥ 0; 0 by default.</param>
    /// <param name="before">What the rate is until then; the initial rate unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public AnnealTo(PerGroup target, long steps = 10, Annealing annealing = Annealing.Cosine, long from = 0, Schedule? before = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        (Target, Steps, Annealing, From) = (target.Checked(NotNegative, nameof(target)), AtLeast(0, steps, nameof(steps)), annealing.Checked(nameof(AnnealTo)), AtLeast(0, from, nameof(from)));
        parts = before is null ? [] : [before];
    }

    /// <summary>The rate at the end.</summary>
    public PerGroup Target { get; }

    /// <summary>The length of the way.</summary>
    public long Steps { get; }

    /// <summary>The form of the way.</summary>
    public Annealing Annealing { get; }

    /// <summary>The step where the way begins.</summary>
    public long From { get; }

    /// <summary>What the rate is until then; null for the initial rate.</summary>
    public Schedule? Before => parts.Length > 0 ? parts[0] : null;

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0)
    {
        double rate = Before?.Rate(Math.Min(step, From), initial, group) ?? initial;
        if (step < From) return rate;
        double part = Steps == 0 ? 1 : Math.Min(1, (double)(step - From) / Steps);
        return Annealing.Between(rate, Target[group], part);
    }

    /// <inheritdoc/>
    public override double? Momentum(long step, int group = 0) => Before?.Momentum(Math.Min(step, From), group);

    /// <inheritdoc/>
    protected override IReadOnlyList<Schedule> Parts => parts;
}
