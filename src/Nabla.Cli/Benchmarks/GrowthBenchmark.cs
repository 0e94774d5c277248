using Nabla.Cli.Benchmarks.Workloads;

namespace Nabla.Cli.Benchmarks;

/// <summary>Whether memory grows over a long training: 10,000 steps in a process of their own, fewer where they take too long.</summary>
internal static class GrowthBenchmark
{
    const int Steps = 10_000;
    const double MostSeconds = 20;

    public static IEnumerable<BenchmarkRow> Run(Bench bench)
    {
        foreach (Workload workload in TrainingWorkloads.All)
        {
            bench.Report($"growth of {workload.Name}");
            long begun = System.Diagnostics.Stopwatch.GetTimestamp();
            Footprint footprint = FootprintProcess.Of(workload, Steps, MostSeconds, bench.Stop);
            double seconds = System.Diagnostics.Stopwatch.GetElapsedTime(begun).TotalSeconds;
            yield return new($"growth-{workload.Name}", 1e6 * seconds / footprint.Steps) { Kind = "growth", Footprint = footprint, AllocatedBytes = footprint.AllocatedBytes };
        }
    }
}
