namespace Nabla.Schedules;

/// <summary>Up to a large rate, then down to a very small one, and the momentum the other way: one cycle for a whole training.</summary>
/// <remarks>
/// <para>
/// The rate goes from highest/initialDivisor to the highest over the first part of the steps, then to highest/(initialDivisor·finalDivisor); in three
/// phases first back to where it began, over as many steps, and then on. The momentum goes from its highest to its lowest and back, and is held in a third phase.
/// A phase ends at the step fraction·total − 1 (the second of three at 2·fraction·total − 2), which need not be whole. The optimizer's own rate does not enter.
/// </para>
/// <para>
/// PyTorch's OneCycleLR. After the last step the last rate is held, where PyTorch goes on one step beyond and then fails.
/// L. Smith, N. Topin, "Super-convergence: very fast training of neural networks using large learning rates", 2017, arXiv:1708.07120.
/// </para>
/// </remarks>
public sealed class OneCycle : Schedule
{
    readonly PerGroup? lowestMomentum, highestMomentum;

    /// <summary>The schedule.</summary>
    /// <param name="highest">The largest rate, ≥ 0: one for all parameter groups, or one for each.</param>
    /// <param name="steps">The steps of the whole training, ≥ 1.</param>
    /// <param name="rising">The part of the steps in which the rate rises, 0 to 1; 0.3 by default.</param>
    /// <param name="annealing">The form of the way; a cosine by default.</param>
    /// <param name="cycleMomentum">Whether the momentum moves, too; yes by default.</param>
    /// <param name="lowestMomentum">The momentum at the largest rate, 0 to 1; 0.85 unless given.</param>
    /// <param name="highestMomentum">The momentum at the start, 0 to 1; 0.95 unless given.</param>
    /// <param name="initialDivisor">How many times smaller the first rate is than the largest, &gt; 0; 25 by default.</param>
    /// <param name="finalDivisor">How many times smaller the last rate is than the first, &gt; 0; 10,000 by default.</param>
    /// <param name="threePhases">Whether the rate goes back to its first value before it goes on down; no by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public OneCycle(PerGroup highest, long steps, double rising = 0.3, Annealing annealing = Annealing.Cosine, bool cycleMomentum = true,
        PerGroup? lowestMomentum = null, PerGroup? highestMomentum = null, double initialDivisor = 25, double finalDivisor = 1e4, bool threePhases = false)
    {
        ArgumentNullException.ThrowIfNull(highest);
        (Highest, Steps, Rising) = (highest.Checked(NotNegative, nameof(highest)), AtLeast(1, steps, nameof(steps)), Within(rising, 1, nameof(rising)));
        (Annealing, ThreePhases) = (annealing.Checked(nameof(OneCycle)), threePhases);
        (InitialDivisor, FinalDivisor) = (Positive(initialDivisor, nameof(initialDivisor)), Positive(finalDivisor, nameof(finalDivisor)));
        lowestMomentum = (lowestMomentum ?? 0.85).Checked((value, what) => Within(value, 1, what), nameof(lowestMomentum));
        highestMomentum = (highestMomentum ?? 0.95).Checked((value, what) => Within(value, 1, what), nameof(highestMomentum));
        if (cycleMomentum) (this.lowestMomentum, this.highestMomentum) = (lowestMomentum, highestMomentum);
    }

    /// <summary>The largest rate.</summary>
    public PerGroup Highest { get; }

    /// <summary>The steps of the whole training.</summary>
    public long Steps { get; }

    /// <summary>The part of the steps in which the rate rises.</summary>
    public double Rising { get; }

    /// <summary>The form of the way.</summary>
    public Annealing Annealing { get; }

    /// <summary>How many times smaller the first rate is than the largest.</summary>
    public double InitialDivisor { get; }

    /// <summary>How many times smaller the last rate is than the first.</summary>
    public double FinalDivisor { get; }

    /// <summary>Whether the rate goes back to its first value before it goes on down.</summary>
    public bool ThreePhases { get; }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0)
    {
        double highest = Highest[group], first = highest / InitialDivisor, last = first / FinalDivisor;
        (int phase, double part) = At(step);
        return phase switch
        {
            0 => Annealing.Between(first, highest, part),
            1 when ThreePhases => Annealing.Between(highest, first, part),
            1 => Annealing.Between(highest, last, part),
            _ => Annealing.Between(first, last, part),
        };
    }

    /// <inheritdoc/>
    public override double? Momentum(long step, int group = 0)
    {
        if (highestMomentum is null) return null;
        double highest = highestMomentum[group], lowest = lowestMomentum![group];
        (int phase, double part) = At(step);
        return phase switch
        {
            0 => Annealing.Between(highest, lowest, part),
            1 => Annealing.Between(lowest, highest, part),
            _ => highest,
        };
    }

    /// <summary>The phase of a step, and how much of it is over.</summary>
    (int Phase, double Part) At(long step)
    {
        double at = Math.Min(step, Steps - 1), last = Steps - 1, peak = Rising * Steps - 1, back = 2 * Rising * Steps - 2;
        if (at <= peak) return (0, Part(0, peak));
        if (!ThreePhases) return (1, Part(peak, last));
        return at <= back ? (1, Part(peak, back)) : (2, Part(back, last));

        // A phase of no length is over when it begins.
        double Part(double start, double end) => end == start ? 1 : (at - start) / (end - start);
    }
}
