namespace Nabla.Cli.Benchmarks;

/// <summary>A group of measurements that the command line can name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Run">Measures its rows.</param>
internal sealed record Benchmark(string Name, Func<Machine, Stopclock, IEnumerable<BenchmarkRow>> Run)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("overhead", OverheadBenchmark.Run),
        new("matmul", MatMulBenchmark.Run),
        new("elementwise", ElementwiseBenchmark.Run),
        new("training-step", TrainingStepBenchmark.Run),
    ];
}
