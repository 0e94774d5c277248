using Nabla.Diagnostics;

namespace Nabla.Cli.Benchmarks;

/// <summary>What this machine can do at best, measured in the run that it is compared with.</summary>
/// <param name="FmaPeakGflops">The greatest multiply-add rate by number of threads.</param>
/// <param name="BandwidthGBs">The greatest rate of reading memory, on all threads.</param>
internal sealed record Machine(IReadOnlyDictionary<int, double> FmaPeakGflops, double BandwidthGBs)
{
    /// <summary>Threads that computations use.</summary>
    public static int Threads => Environment.ProcessorCount;

    // A moment in which the host gives us one core alone must not stand for the machine.
    const int Tries = 5;

    public static Machine Measure()
    {
        var peaks = new SortedDictionary<int, double>();
        foreach (int threads in (int[])[1, 2, Threads]) peaks[threads] = Enumerable.Range(0, Tries).Max(_ => MachineProbe.FmaPeakGflops(threads));
        return new(peaks, MachineProbe.BandwidthGBs(Threads));
    }
}
