using System.Globalization;

namespace Nabla.Cli.Benchmarks;

/// <summary>Products of square float32 matrices, as a fraction of what the processor can do.</summary>
internal static class MatMulBenchmark
{
    static readonly int[] Sizes = [64, 128, 256, 512, 1024];

    public static IEnumerable<BenchmarkRow> Run(Machine machine, Stopclock clock)
    {
        var random = new RandomStream(0, "bench");
        foreach (int n in Sizes)
        {
            Tensor a = random.Uniform([n, n], -1, 1), b = random.Uniform([n, n], -1, 1);
            double microseconds = clock.Microseconds(() => GC.KeepAlive(a.MatMul(b)));
            double gflops = 2.0 * n * n * n / microseconds / 1e3;
            yield return new BenchmarkRow(string.Create(CultureInfo.InvariantCulture, $"matmul-{n}"), microseconds)
            {
                FmaFraction = gflops / machine.FmaPeakGflops[Machine.Threads],
                AllocatedBytes = Stopclock.AllocatedBytes(() => GC.KeepAlive(a.MatMul(b))),
            };
        }
    }
}
