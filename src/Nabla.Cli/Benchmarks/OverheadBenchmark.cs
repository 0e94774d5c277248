namespace Nabla.Cli.Benchmarks;

/// <summary>What an operation costs beside its arithmetic: one element, forward with its vertex, and backward.</summary>
internal static class OverheadBenchmark
{
    const int Chain = 64;

    public static IEnumerable<BenchmarkRow> Run(Bench bench)
    {
        Tensor x = Tensor.From(0.5f).RequireGrad();
        double forward = bench.Clock.Microseconds(() => Forward(x)) / Chain;
        double both = bench.Clock.Microseconds(() => Step(x)) / Chain;
        yield return new BenchmarkRow("overhead", both)
        {
            AllocatedBytes = Stopclock.AllocatedBytes(() => Step(x)) / Chain,
            BackwardShare = Math.Max(0, 1 - forward / both),
        };
    }

    static Tensor Forward(Tensor x)
    {
        for (int i = 0; i < Chain; i++) x = x.Tanh();
        return x;
    }

    static void Step(Tensor x)
    {
        Forward(x).Sum().Backward();
        x.ClearGrad();
    }
}
