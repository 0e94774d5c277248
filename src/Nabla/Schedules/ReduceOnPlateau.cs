using static System.FormattableString;

namespace Nabla.Schedules;

/// <summary>Multiplies the rate by a factor when what is observed has stopped to get better.</summary>
/// <remarks>
/// <para>
/// After each epoch the metric is compared with the best so far. After more than <see cref="Patience"/> epochs in a row that brought nothing better the
/// rate is multiplied by <see cref="Factor"/>, but not below <see cref="Minimum"/>, and not where that would change it by <see cref="LeastChange"/> or less;
/// then <see cref="Cooldown"/> epochs are not counted. A metric that is not a number is never better.
/// </para>
/// <para>PyTorch's ReduceLROnPlateau. What it remembers, by name: <c>best</c>, <c>bad</c>, <c>cooling</c> and <c>reductions</c>.</para>
/// </remarks>
public sealed class ReduceOnPlateau : Schedule
{
    double best;
    long bad, cooling, reductions;

    /// <summary>The schedule.</summary>
    /// <param name="maximize">Whether larger is better, as of an accuracy; no by default, as of a loss.</param>
    /// <param name="factor">What the rate is multiplied by, 0 to below 1; 0.1 by default.</param>
    /// <param name="patience">How many epochs in a row may bring nothing better, ≥ 0; 10 by default.</param>
    /// <param name="threshold">How much better counts as better, ≥ 0; 1e-4 by default.</param>
    /// <param name="absolute">Whether the threshold is a distance instead of a share of the best; no by default.</param>
    /// <param name="cooldown">How many epochs after a reduction are not counted, ≥ 0; 0 by default.</param>
    /// <param name="minimum">What the rate does not fall below, ≥ 0: one for all parameter groups, or one for each; 0 unless given.</param>
    /// <param name="leastChange">A change of the rate that is not larger is left out (PyTorch's eps), ≥ 0; 1e-8 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public ReduceOnPlateau(bool maximize = false, double factor = 0.1, int patience = 10, double threshold = 1e-4, bool absolute = false,
        int cooldown = 0, PerGroup? minimum = null, double leastChange = 1e-8)
    {
        if (!(factor is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, Invariant($"ReduceOnPlateau: cannot use factor {factor}: it is from 0 to below 1."));
        (IsMaximizing, Factor, Patience, Cooldown) = (maximize, factor, (int)AtLeast(0, patience, nameof(patience)), (int)AtLeast(0, cooldown, nameof(cooldown)));
        (Threshold, IsAbsolute, LeastChange) = (NotNegative(threshold, nameof(threshold)), absolute, NotNegative(leastChange, nameof(leastChange)));
        Minimum = (minimum ?? 0.0).Checked(NotNegative, nameof(minimum));
        best = Worst;
    }

    /// <summary>Whether larger is better.</summary>
    public bool IsMaximizing { get; }

    /// <summary>What the rate is multiplied by.</summary>
    public double Factor { get; }

    /// <summary>How many epochs in a row may bring nothing better.</summary>
    public int Patience { get; }

    /// <summary>How much better counts as better.</summary>
    public double Threshold { get; }

    /// <summary>Whether the threshold is a distance instead of a share of the best.</summary>
    public bool IsAbsolute { get; }

    /// <summary>How many epochs after a reduction are not counted.</summary>
    public int Cooldown { get; }

    /// <summary>What the rate does not fall below.</summary>
    public PerGroup Minimum { get; }

    /// <summary>A change of the rate that is not larger is left out.</summary>
    public double LeastChange { get; }

    /// <summary>The best metric so far; infinite before the first.</summary>
    public double Best => best;

    /// <summary>How often the rate was reduced.</summary>
    public long Reductions => reductions;

    double Worst => IsMaximizing ? double.NegativeInfinity : double.PositiveInfinity;

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0)
    {
        double rate = initial;
        for (long i = 0; i < reductions; i++)
        {
            double reduced = Math.Max(rate * Factor, Minimum[group]);
            if (!(rate - reduced > LeastChange)) break; // nor will it be reduced later
            rate = reduced;
        }
        return rate;
    }

    /// <inheritdoc/>
    public override void Observe(double metric)
    {
        if (IsBetter(metric)) (best, bad) = (metric, 0);
        else bad++;
        if (cooling > 0)
        {
            cooling--;
            bad = 0;
        }
        if (bad <= Patience) return;
        reductions++;
        (cooling, bad) = (Cooldown, 0);
    }

    /// <inheritdoc/>
    public override IEnumerable<(string Name, double Value)> State() => [(nameof(best), best), (nameof(bad), bad), (nameof(cooling), cooling), (nameof(reductions), reductions)];

    /// <inheritdoc/>
    public override void LoadState(IReadOnlyDictionary<string, double> state)
    {
        best = state.GetValueOrDefault(nameof(best), Worst);
        bad = (long)state.GetValueOrDefault(nameof(bad));
        cooling = (long)state.GetValueOrDefault(nameof(cooling));
        reductions = (long)state.GetValueOrDefault(nameof(reductions));
    }

    bool IsBetter(double metric) => IsMaximizing
        ? metric > (IsAbsolute ? best + Threshold : best * (1 + Threshold))
        : metric < (IsAbsolute ? best - Threshold : best * (1 - Threshold));
}
