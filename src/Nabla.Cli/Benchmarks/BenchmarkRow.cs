namespace Nabla.Cli.Benchmarks;

/// <summary>One measured row; what was not measured is null.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Microseconds">The median time of one run.</param>
internal sealed record BenchmarkRow(string Name, double Microseconds)
{
    /// <summary>The share of the processor's greatest multiply-add rate, measured in the same run.</summary>
    public double? FmaFraction { get; init; }

    /// <summary>The share of the memory's greatest rate, measured in the same run.</summary>
    public double? BandwidthFraction { get; init; }

    /// <summary>Bytes that one run allocates on the managed heap.</summary>
    public long? AllocatedBytes { get; init; }

    /// <summary>The share of the time that the backward pass takes.</summary>
    public double? BackwardShare { get; init; }
}
