using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks;

/// <summary>Sorting along rows and down columns, and the largest few.</summary>
[MemoryDiagnoser]
public class OrderBenchmarks
{
    Tensor x = null!;
    BackwardPass sort = null!;

    [Params(10, 4096)]
    public int Columns { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        x = new RandomStream(1).Normal([64, Columns]);
        Tensor leaf = x.RequireGrad();
        sort = new(leaf.Sort().Values, leaf);
    }

    [Benchmark(Baseline = true)]
    public Tensor Sort() => x.Sort().Values;

    [Benchmark]
    public Tensor[] SortBackward() => sort.Run();

    [Benchmark]
    public Tensor ArgSortDown() => x.ArgSort(0);

    [Benchmark]
    public Tensor TopK() => x.TopK(5).Values;
}
