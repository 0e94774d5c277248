using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks;

/// <summary>Many small matrix products at once, with one right side for all and with one for each.</summary>
[MemoryDiagnoser]
public class BatchedProductBenchmarks
{
    const int Batch = 64, Side = 64, Inner = 32;

    Tensor a = null!;
    Tensor b = null!;
    Tensor shared = null!;
    BackwardPass backward = null!;

    [GlobalSetup]
    public void Setup()
    {
        var random = new RandomStream(1);
        (a, b, shared) = (random.Normal([Batch, Side, Inner]), random.Normal([Batch, Inner, Side]), random.Normal([Inner, Side]));
        Tensor left = a.RequireGrad(), right = b.RequireGrad();
        backward = new(left.MatMul(right), left, right);
    }

    [Benchmark(Baseline = true)]
    public Tensor One() => a.MatMul(shared);

    [Benchmark]
    public Tensor Each() => a.MatMul(b);

    [Benchmark]
    public Tensor[] EachBackward() => backward.Run();
}
