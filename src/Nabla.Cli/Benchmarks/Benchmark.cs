using Nabla.Cli.Benchmarks.Workloads;

namespace Nabla.Cli.Benchmarks;

/// <summary>A measurement, or a group of them, that the command line can name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Run">Measures its rows.</param>
internal sealed record Benchmark(string Name, Func<Bench, IEnumerable<BenchmarkRow>> Run)
{
    /// <summary>The groups; together everything.</summary>
    public static IReadOnlyList<Benchmark> Groups { get; } =
    [
        new("overhead", OverheadBenchmark.Run),
        new("elementwise", ElementwiseBenchmark.Run),
        new("training-step", TrainingStepBenchmark.Run),
        new("training", bench => bench.Rows(TrainingWorkloads.All)),
        new("inference", bench => bench.Rows(InferenceWorkloads.All)),
        new("matmul", bench => bench.Rows(ProductWorkloads.All)),
        new("startup", StartupBenchmark.Run),
        new("growth", GrowthBenchmark.Run),
    ];

    /// <summary>What runs unless names are given: all but the growth, which takes minutes.</summary>
    public static IReadOnlyList<Benchmark> Usual { get; } = [.. Groups.Where(b => b.Name != "growth")];

    /// <summary>The groups and each workload.</summary>
    public static IReadOnlyList<Benchmark> All { get; } = [.. Groups, .. Workload.All.Select(workload => new Benchmark(workload.Name, bench => bench.Rows([workload])))];
}
