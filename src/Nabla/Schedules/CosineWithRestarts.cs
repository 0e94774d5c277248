namespace Nabla.Schedules;

/// <summary>Falls along half a cosine, then starts again from the initial rate, each time over a longer way.</summary>
/// <remarks>
/// rate = minimum + (initial − minimum)·(1 + cos(π·t/T))/2 with t the steps since the last restart and T the length of this run:
/// <see cref="Steps"/>, then each time <see cref="Growth"/> times as many. PyTorch's CosineAnnealingWarmRestarts.
/// I. Loshchilov, F. Hutter, "SGDR: stochastic gradient descent with warm restarts", 2016, arXiv:1608.03983.
/// </remarks>
public sealed class CosineWithRestarts : Schedule
{
    /// <summary>The schedule.</summary>
    /// <param name="steps">The length of the first run (T_0), ≥ 1.</param>
    /// <param name="growth">How many times as long each run is as the one before (T_mult), ≥ 1; 1 by default.</param>
    /// <param name="minimum">The rate that a run falls towards (η_min), ≥ 0; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public CosineWithRestarts(long steps, int growth = 1, double minimum = 0) =>
        (Steps, Growth, Minimum) = (AtLeast(1, steps, nameof(steps)), (int)AtLeast(1, growth, nameof(growth)), NotNegative(minimum, nameof(minimum)));

    /// <summary>The length of the first run.</summary>
    public long Steps { get; }

    /// <summary>How many times as long each run is as the one before.</summary>
    public int Growth { get; }

    /// <summary>The rate that a run falls towards.</summary>
    public double Minimum { get; }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0)
    {
        long length = Steps, since = step;
        if (Growth == 1) since %= length;
        else
        {
            while (since >= length)
            {
                since -= length;
                length = length > long.MaxValue / Growth ? long.MaxValue : length * Growth;
            }
        }
        return Minimum + (initial - Minimum) * (1 + Math.Cos(Math.PI * since / length)) / 2;
    }
}
