namespace Nabla.Schedules;

/// <summary>Small rates at first, then another schedule, which counts its steps from the end of the warm-up.</summary>
/// <remarks>
/// While step &lt; steps, rate = first·(start + (1 − start)·step/steps) along a line, or first·start held, where first is the rate that the
/// other schedule begins with. So nothing jumps where a line ends. P. Goyal et al., "Accurate, large minibatch SGD", 2017,
/// arXiv:1706.02677, section 2.2 (there "gradual" and "constant").
/// </remarks>
public sealed class WarmUp : Schedule
{
    readonly Schedule[] parts;

    /// <summary>The schedule.</summary>
    /// <param name="steps">The length of the warm-up, ≥ 0.</param>
    /// <param name="then">What comes after it; the rate stays as it is unless given.</param>
    /// <param name="start">The share of the rate to begin with, ≥ 0; 1/3 by default.</param>
    /// <param name="constant">Whether the share is held until the end of the warm-up instead of growing along a line; no by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public WarmUp(long steps, Schedule? then = null, double start = 1.0 / 3, bool constant = false)
    {
        (Steps, Start, IsConstant) = (AtLeast(0, steps, nameof(steps)), NotNegative(start, nameof(start)), constant);
        parts = then is null ? [] : [then];
    }

    /// <summary>The length of the warm-up.</summary>
    public long Steps { get; }

    /// <summary>What comes after it; null where the rate stays as it is.</summary>
    public Schedule? Then => parts.Length > 0 ? parts[0] : null;

    /// <summary>The share of the rate to begin with.</summary>
    public double Start { get; }

    /// <summary>Whether the share is held until the end of the warm-up.</summary>
    public bool IsConstant { get; }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0)
    {
        double rate = Then?.Rate(Math.Max(0, step - Steps), initial, group) ?? initial;
        if (step >= Steps) return rate;
        return rate * (IsConstant ? Start : Start + (1 - Start) * step / Steps);
    }

    /// <inheritdoc/>
    public override double? Momentum(long step, int group = 0) => Then?.Momentum(Math.Max(0, step - Steps), group);

    /// <inheritdoc/>
    protected override IReadOnlyList<Schedule> Parts => parts;
}
