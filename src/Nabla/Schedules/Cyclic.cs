namespace Nabla.Schedules;

/// <summary>Up and down along straight lines between two rates, and the momentum down and up.</summary>
/// <remarks>
/// rate = lowest + (highest − lowest)·h·s and momentum = highestMomentum − (highestMomentum − lowestMomentum)·h·s, with h from 0 up to 1 over
/// <see cref="StepsUp"/> steps and back over <see cref="StepsDown"/>, and s = 1, 2^(1 − cycle) with cycles from 1, factor^step, or a function of the cycle
/// or the step. The optimizer's own rate does not enter. PyTorch's CyclicLR, which refuses the Adam family with momentum; here its β₁ is moved.
/// L. Smith, "Cyclical learning rates for training neural networks", 2015, arXiv:1506.01186.
/// </remarks>
public sealed class Cyclic : Schedule
{
    readonly Func<long, double>? scale;
    readonly bool scaleBySteps;
    readonly PerGroup? lowestMomentum, highestMomentum;

    /// <summary>A schedule of one of the paper's shapes.</summary>
    /// <param name="lowest">The smallest rate, ≥ 0: one for all parameter groups, or one for each.</param>
    /// <param name="highest">The largest rate, ≥ 0.</param>
    /// <param name="stepsUp">The steps from the smallest to the largest, ≥ 1; 2,000 by default.</param>
    /// <param name="stepsDown">The steps back, ≥ 1; as many unless given.</param>
    /// <param name="shape">How the height of the cycles changes; not at all by default.</param>
    /// <param name="factor">What <see cref="CycleShape.ExponentialRange"/> multiplies the height by (PyTorch's gamma), ≥ 0; 1 by default.</param>
    /// <param name="cycleMomentum">Whether the momentum moves, too; yes by default.</param>
    /// <param name="lowestMomentum">The momentum at the largest rate, 0 to 1; 0.8 unless given.</param>
    /// <param name="highestMomentum">The momentum at the smallest rate, 0 to 1; 0.9 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Cyclic(PerGroup lowest, PerGroup highest, long stepsUp = 2000, long? stepsDown = null, CycleShape shape = CycleShape.Triangular, double factor = 1,
        bool cycleMomentum = true, PerGroup? lowestMomentum = null, PerGroup? highestMomentum = null)
        : this(lowest, highest, stepsUp, stepsDown, cycleMomentum, lowestMomentum, highestMomentum)
    {
        NotNegative(factor, nameof(factor));
        scaleBySteps = shape == CycleShape.ExponentialRange;
        scale = shape switch
        {
            CycleShape.Triangular => null,
            CycleShape.Triangular2 => cycle => Math.Pow(2, 1 - cycle),
            CycleShape.ExponentialRange => step => Math.Pow(factor, step),
            _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, $"Cyclic: cannot use the shape {shape:D}: it is Triangular, Triangular2 or ExponentialRange."),
        };
    }

    /// <summary>A schedule whose cycles are as high as a function says.</summary>
    /// <param name="lowest">The smallest rate, ≥ 0: one for all parameter groups, or one for each.</param>
    /// <param name="highest">The largest rate, ≥ 0.</param>
    /// <param name="scale">From the number of the cycle, 1 at first, or of the step, to what the height is multiplied by.</param>
    /// <param name="scaleBySteps">Whether the function takes the step instead of the cycle; no by default.</param>
    /// <param name="stepsUp">The steps from the smallest to the largest, ≥ 1; 2,000 by default.</param>
    /// <param name="stepsDown">The steps back, ≥ 1; as many unless given.</param>
    /// <param name="cycleMomentum">Whether the momentum moves, too; yes by default.</param>
    /// <param name="lowestMomentum">The momentum at the largest rate, 0 to 1; 0.8 unless given.</param>
    /// <param name="highestMomentum">The momentum at the smallest rate, 0 to 1; 0.9 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Cyclic(PerGroup lowest, PerGroup highest, Func<long, double> scale, bool scaleBySteps = false, long stepsUp = 2000, long? stepsDown = null,
        bool cycleMomentum = true, PerGroup? lowestMomentum = null, PerGroup? highestMomentum = null)
        : this(lowest, highest, stepsUp, stepsDown, cycleMomentum, lowestMomentum, highestMomentum)
    {
        ArgumentNullException.ThrowIfNull(scale);
        (this.scale, this.scaleBySteps) = (scale, scaleBySteps);
    }

    Cyclic(PerGroup lowest, PerGroup highest, long stepsUp, long? stepsDown, bool cycleMomentum, PerGroup? lowestMomentum, PerGroup? highestMomentum)
    {
        ArgumentNullException.ThrowIfNull(lowest);
        ArgumentNullException.ThrowIfNull(highest);
        (Lowest, Highest) = (lowest.Checked(NotNegative, nameof(lowest)), highest.Checked(NotNegative, nameof(highest)));
        (StepsUp, StepsDown) = (AtLeast(1, stepsUp, nameof(stepsUp)), AtLeast(1, stepsDown ?? stepsUp, nameof(stepsDown)));
        lowestMomentum = (lowestMomentum ?? 0.8).Checked((value, what) => Within(value, 1, what), nameof(lowestMomentum));
        highestMomentum = (highestMomentum ?? 0.9).Checked((value, what) => Within(value, 1, what), nameof(highestMomentum));
        if (cycleMomentum) (this.lowestMomentum, this.highestMomentum) = (lowestMomentum, highestMomentum);
    }

    /// <summary>The smallest rate.</summary>
    public PerGroup Lowest { get; }

    /// <summary>The largest rate, where the height is not scaled.</summary>
    public PerGroup Highest { get; }

    /// <summary>The steps from the smallest to the largest rate.</summary>
    public long StepsUp { get; }

    /// <summary>The steps back.</summary>
    public long StepsDown { get; }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) => Lowest[group] + (Highest[group] - Lowest[group]) * Height(step);

    /// <inheritdoc/>
    public override double? Momentum(long step, int group = 0) =>
        highestMomentum is null ? null : highestMomentum[group] - (highestMomentum[group] - lowestMomentum![group]) * Height(step);

    double Height(long step)
    {
        long length = StepsUp + StepsDown, since = step % length;
        double height = since <= StepsUp ? (double)since / StepsUp : (double)(length - since) / StepsDown;
        return scale is null ? height : height * scale(scaleBySteps ? step : 1 + step / length);
    }
}
