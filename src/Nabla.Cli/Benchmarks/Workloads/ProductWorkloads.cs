using System.Globalization;

namespace Nabla.Cli.Benchmarks.Workloads;

/// <summary>Products of float32 matrices on one thread: square ones, and those that small networks have.</summary>
internal static class ProductWorkloads
{
    static readonly (int M, int K, int N)[] Skinny = [(64, 1000, 100), (128, 784, 512), (32, 512, 128)];
    static readonly int[] Square = [32, 64, 128, 256, 512, 1024, 2048];

    public static IReadOnlyList<Workload> All { get; } =
    [
        .. Square.Select(n => Of(string.Create(CultureInfo.InvariantCulture, $"matmul-{n}"), n, n, n)),
        .. Skinny.Select(s => Of(string.Create(CultureInfo.InvariantCulture, $"matmul-{s.M}x{s.K}x{s.N}"), s.M, s.K, s.N)),
    ];

    static Workload Of(string name, int m, int k, int n) => new(name, WorkloadKind.Product, () => Begin(m, k, n))
    {
        Cost = () => new(2.0 * m * k * n, sizeof(float) * ((double)m * k + (double)k * n + (double)m * n)),
        ThreadCounts = [1],
    };

    static Action Begin(int m, int k, int n)
    {
        var random = new RandomStream(0, "bench");
        Tensor a = random.Uniform([m, k], -1, 1), b = random.Uniform([k, n], -1, 1);
        var scope = new StepScope();
        return () =>
        {
            using var step = scope.Open();
            GC.KeepAlive(a.MatMul(b));
        };
    }
}
