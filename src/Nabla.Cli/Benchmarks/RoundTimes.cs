namespace Nabla.Cli.Benchmarks;

/// <summary>Times of one step with a number of threads, one of each round.</summary>
/// <param name="Threads">How many threads.</param>
/// <param name="Microseconds">The rounds, in order.</param>
internal sealed record RoundTimes(int Threads, IReadOnlyList<double> Microseconds)
{
    /// <summary>The median rate of multiply-adds that so many threads reached between these rounds, in 10⁹ operations a second; null where it was not measured.</summary>
    public double? FmaGflops { get; init; }

    /// <summary>The middle of the rounds.</summary>
    public double Median { get; } = Stopclock.Median(Microseconds);

    /// <summary>The shortest of the rounds: what it might be on a machine with nothing else to do.</summary>
    public double Shortest { get; } = Microseconds.Min();

    /// <summary>The one of which the median is the shortest.</summary>
    public static RoundTimes Best(IEnumerable<RoundTimes> times) => times.MinBy(t => t.Median)!;
}
