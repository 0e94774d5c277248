namespace Nabla.Schedules;

/// <summary>A share of the initial rate that changes along a line: rate = initial·(start + (end − start)·min(step, steps)/steps).</summary>
/// <remarks>PyTorch's LinearLR. A start of 0, where PyTorch's recursion divides by 0, is fine; shares above 1 are, too.</remarks>
public sealed class LinearFactor : Schedule
{
    /// <summary>The schedule.</summary>
    /// <param name="start">The share of the first step, ≥ 0; 1/3 by default.</param>
    /// <param name="end">The share from step <paramref name="steps"/> on, ≥ 0; 1 by default.</param>
    /// <param name="steps">The length of the way, ≥ 1; 5 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public LinearFactor(double start = 1.0 / 3, double end = 1, long steps = 5) =>
        (Start, End, Steps) = (NotNegative(start, nameof(start)), NotNegative(end, nameof(end)), AtLeast(1, steps, nameof(steps)));

    /// <summary>The share of the first step.</summary>
    public double Start { get; }

    /// <summary>The share at the end.</summary>
    public double End { get; }

    /// <summary>The length of the way.</summary>
    public long Steps { get; }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) => initial * (Start + (End - Start) * Math.Min(step, Steps) / Steps);
}
