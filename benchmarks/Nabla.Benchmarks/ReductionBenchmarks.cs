using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks;

/// <summary>Sums along rows, down columns and of everything, the other folds, and the softmax that is made of them.</summary>
[MemoryDiagnoser]
public class ReductionBenchmarks
{
    Tensor x = null!;

    [Params(10, 512)]
    public int Columns { get; set; }

    [GlobalSetup]
    public void Setup() => x = new RandomStream(1).Normal([128, Columns]);

    [Benchmark(Baseline = true)]
    public Tensor All() => x.Sum();

    [Benchmark]
    public Tensor Rows() => x.Sum(1);

    [Benchmark]
    public Tensor ColumnsDown() => x.Sum(0);

    [Benchmark]
    public Tensor RowsLargest() => x.Max(1);

    [Benchmark]
    public Tensor RowsPlaceOfLargest() => x.ArgMax(1);

    [Benchmark]
    public Tensor Norm() => x.Norm();

    [Benchmark]
    public Tensor RowsRunning() => x.CumulativeSum(1);

    [Benchmark]
    public Tensor LogSoftmax() => x.LogSoftmax();
}
