using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks;

/// <summary>Elements moved without arithmetic: turned, expanded, joined, padded, converted.</summary>
[MemoryDiagnoser]
public class CopyBenchmarks
{
    const int Side = 512;

    Tensor x = null!;
    Tensor row = null!;

    [GlobalSetup]
    public void Setup()
    {
        var random = new RandomStream(1);
        (x, row) = (random.Normal([Side, Side]), random.Normal([1, Side]));
    }

    [Benchmark(Baseline = true)]
    public Tensor Turned() => x.Transpose().Contiguous();

    [Benchmark]
    public Tensor Expanded() => row.Expand([Side, Side]).Contiguous();

    [Benchmark]
    public Tensor Joined() => Tensor.Cat([x, x], axis: 1);

    [Benchmark]
    public Tensor Padded() => x.Pad(1, 1, 1);

    [Benchmark]
    public Tensor Converted() => x.Cast(DType.Float64);
}
