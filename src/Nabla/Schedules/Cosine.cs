namespace Nabla.Schedules;

/// <summary>A rate that falls along half a cosine: rate = minimum + (initial − minimum)·(1 + cos(π·step/steps))/2.</summary>
/// <remarks>
/// PyTorch's CosineAnnealingLR. Like there the cosine goes on: after <see cref="Steps"/> the rate rises again, and is the initial one
/// at twice as many. PyTorch's recursion has a rule of its own for the step where it would divide by 0; the values agree.
/// Combined with other schedules, PyTorch's recursion multiplies the distance from the minimum, where <see cref="Chained"/> starts the
/// cosine from the other schedule's rate: with a minimum above 0 the values differ. I. Loshchilov, F. Hutter, "SGDR", 2016, arXiv:1608.03983, section 3.
/// </remarks>
public sealed class Cosine : Schedule
{
    /// <summary>The schedule.</summary>
    /// <param name="steps">The step of the smallest rate (T_max), ≥ 1.</param>
    /// <param name="minimum">The smallest rate (η_min), ≥ 0; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Cosine(long steps, double minimum = 0) => (Steps, Minimum) = (AtLeast(1, steps, nameof(steps)), NotNegative(minimum, nameof(minimum)));

    /// <summary>The step of the smallest rate.</summary>
    public long Steps { get; }

    /// <summary>The smallest rate.</summary>
    public double Minimum { get; }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) =>
        Minimum + (initial - Minimum) * (1 + Math.Cos(Math.PI * (step % (2 * Steps)) / Steps)) / 2;
}
