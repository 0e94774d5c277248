namespace Nabla.Schedules;

/// <summary>Up to the initial rate along a line, then down with the root of the step.</summary>
/// <remarks>
/// rate = initial·(start + (1 − start)·step/warmUp) while step &lt; warmUp, then initial·√(warmUp/step). With a start of 0 the first step moves
/// nothing. As fairseq's inverse_sqrt, section 5.3 of arXiv:1706.03762 with the peak for its unit.
/// </remarks>
public sealed class InverseSqrt : Schedule
{
    /// <summary>The schedule.</summary>
    /// <param name="warmUp">The step of the initial rate, ≥ 1; 4,000 by default.</param>
    /// <param name="start">The share of the rate to begin with, ≥ 0; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public InverseSqrt(long warmUp = 4000, double start = 0) => (WarmUp, Start) = (AtLeast(1, warmUp, nameof(warmUp)), NotNegative(start, nameof(start)));

    /// <summary>The step of the initial rate.</summary>
    public long WarmUp { get; }

    /// <summary>The share of the rate to begin with.</summary>
    public double Start { get; }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) =>
        initial * (step < WarmUp ? Start + (1 - Start) * step / WarmUp : Math.Sqrt((double)WarmUp / step));
}
