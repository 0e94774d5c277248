namespace Nabla.Cli.Benchmarks;

/// <summary>A chain of elementwise operations over an array larger than the caches, as a fraction of the memory's rate.</summary>
internal static class ElementwiseBenchmark
{
    const int Count = 1 << 23;

    public static IEnumerable<BenchmarkRow> Run(Bench bench)
    {
        Tensor x = new RandomStream(0, "bench").Uniform([Count], -1, 1);
        var scope = new StepScope();
        double microseconds = bench.Clock.Microseconds(() => Chain(scope, x));
        // Each of the three operations reads one array and writes one; the multiplication reads a second.
        double bytes = 7.0 * sizeof(float) * Count;
        yield return new BenchmarkRow("elementwise", microseconds)
        {
            BandwidthFraction = bytes / microseconds / 1e3 / bench.Machine.BandwidthGBs,
            AllocatedBytes = Stopclock.AllocatedBytes(() => Chain(scope, x)),
        };
    }

    /// <summary>x·relu(x + 1) in three passes.</summary>
    static void Chain(StepScope scope, Tensor x)
    {
        using var step = scope.Open();
        GC.KeepAlive((x + 1).Relu() * x);
    }
}
