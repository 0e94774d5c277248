using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks;

/// <summary>Elements moved without arithmetic: turned, expanded, joined, padded, converted.</summary>
[MemoryDiagnoser]
public class CopyBenchmarks
{
    const int Side = 512;

    Tensor x = null!;
    Tensor row = null!;
    Tensor images = null!;

    [GlobalSetup]
    public void Setup()
    {
        var random = new RandomStream(1);
        (x, row, images) = (random.Normal([Side, Side]), random.Normal([1, Side]), random.Normal([16, 32, 56, 56]));
    }

    [Benchmark(Baseline = true)]
    public Tensor Turned() => x.Transpose().Contiguous();

    [Benchmark]
    public Tensor ChannelsLast() => images.Permute(0, 2, 3, 1).Contiguous();

    [Benchmark]
    public Tensor Expanded() => row.Expand([Side, Side]).Contiguous();

    [Benchmark]
    public Tensor Joined() => Tensor.Cat([x, x], axis: 1);

    [Benchmark]
    public Tensor Padded() => x.Pad(1, 1, 1);

    [Benchmark]
    public Tensor Converted() => x.Cast(DType.Float64);
}
