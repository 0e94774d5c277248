using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks;

/// <summary>Elements converted to another type.</summary>
[MemoryDiagnoser]
public class CastBenchmarks
{
    const int Elements = 1 << 16;

    Tensor singles = null!;
    Tensor doubles = null!;
    Tensor bytes = null!;
    Tensor truths = null!;

    [GlobalSetup]
    public void Setup()
    {
        singles = new RandomStream(1).Normal([Elements]);
        (doubles, bytes, truths) = (singles.Cast(DType.Float64), singles.Cast(DType.UInt8), singles > 0);
    }

    [Benchmark(Baseline = true)]
    public Tensor SingleToDouble() => singles.Cast(DType.Float64);

    [Benchmark]
    public Tensor SingleToInt32() => singles.Cast(DType.Int32);

    [Benchmark]
    public Tensor SingleToBool() => singles.Cast(DType.Bool);

    [Benchmark]
    public Tensor DoubleToSingle() => doubles.Cast(DType.Float32);

    [Benchmark]
    public Tensor ByteToSingle() => bytes.Cast(DType.Float32);

    [Benchmark]
    public Tensor BoolToSingle() => truths.Cast(DType.Float32);
}
