namespace Nabla.Cli.Benchmarks;

/// <summary>One measured row; what was not measured is null.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Microseconds">The median time of one step, with the number of threads that is best.</param>
internal sealed record BenchmarkRow(string Name, double Microseconds)
{
    /// <summary>What it is an example of: <c>training</c>, <c>inference</c> or <c>product</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>The number of threads that was best.</summary>
    public int? Threads { get; init; }

    /// <summary>Our time by number of threads.</summary>
    public IReadOnlyList<RoundTimes> ByThreads { get; init; } = [];

    /// <summary>How many times as fast two threads are as one; null where not both were timed.</summary>
    public double? SpeedUp => With(1)?.Median / With(2)?.Median;

    /// <summary>The same as a share of what two threads gave multiply-adds alone, measured between the same rounds.</summary>
    public double? Scaling => SpeedUp / (With(2)?.FmaGflops / With(1)?.FmaGflops);

    /// <summary>The library beside which it was measured.</summary>
    public string? Peer { get; init; }

    /// <summary>The peer's time by number of threads.</summary>
    public IReadOnlyList<RoundTimes> PeerByThreads { get; init; } = [];

    /// <summary>The peer's median time with the number of threads that is best for it.</summary>
    public double? PeerMicroseconds { get; init; }

    /// <summary>The number of threads that was best for the peer.</summary>
    public int? PeerThreads => PeerByThreads.Count == 0 ? null : RoundTimes.Best(PeerByThreads).Threads;

    /// <summary>Our best over the peer's best.</summary>
    public double? Ratio => Microseconds / PeerMicroseconds;

    /// <summary>The same of each side's shortest round: nearer to what a quiet machine would give where this one is busy.</summary>
    public double? ShortestRatio => PeerByThreads.Count == 0 ? null : ByThreads.Min(t => t.Shortest) / PeerByThreads.Min(t => t.Shortest);

    /// <summary>The share of the processor's greatest multiply-add rate, measured in the same run.</summary>
    public double? FmaFraction { get; init; }

    /// <summary>The share of the memory's greatest rate, measured in the same run.</summary>
    public double? BandwidthFraction { get; init; }

    /// <summary>Bytes that one run allocates on the managed heap.</summary>
    public long? AllocatedBytes { get; init; }

    /// <summary>The share of the time that the backward pass takes.</summary>
    public double? BackwardShare { get; init; }

    /// <summary>What a process of its own needed for the same steps.</summary>
    public Footprint? Footprint { get; init; }

    /// <summary>The most memory that a process of the peer had resident, which did the same steps and nothing else.</summary>
    public long? PeerPeakBytes { get; init; }

    /// <summary>Whether it counts in the geometric mean of its kind.</summary>
    public bool CountsInMean { get; init; }

    RoundTimes? With(int threads) => ByThreads.FirstOrDefault(t => t.Threads == threads);
}
