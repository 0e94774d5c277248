using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks;

/// <summary>Pooling of 2 × 2 cells and of 3 × 3 windows that overlap, forward and backward.</summary>
[MemoryDiagnoser]
public class PoolingBenchmarks
{
    Tensor x = null!;
    BackwardPass largest = null!;
    BackwardPass overlapping = null!;
    BackwardPass average = null!;

    [Params(8, 32)]
    public int Side { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        x = new RandomStream(1).Normal([64, 32, Side, Side]);
        Tensor leaf = x.RequireGrad();
        largest = new(leaf.MaxPool(2), leaf);
        overlapping = new(leaf.MaxPool(3, stride: 2, padding: 1), leaf);
        average = new(leaf.AveragePool(2), leaf);
    }

    [Benchmark(Baseline = true)]
    public Tensor MaxPool() => x.MaxPool(2);

    [Benchmark]
    public Tensor[] MaxPoolBackward() => largest.Run();

    [Benchmark]
    public Tensor OverlappingMaxPool() => x.MaxPool(3, stride: 2, padding: 1);

    [Benchmark]
    public Tensor[] OverlappingMaxPoolBackward() => overlapping.Run();

    [Benchmark]
    public Tensor AveragePool() => x.AveragePool(2);

    [Benchmark]
    public Tensor[] AveragePoolBackward() => average.Run();
}
