using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks;

/// <summary>Tensors of random numbers.</summary>
[MemoryDiagnoser]
public class RandomBenchmarks
{
    readonly RandomStream random = new(1);

    [Params(DType.Float32, DType.Float64)]
    public DType Type { get; set; }

    [Benchmark(Baseline = true)]
    public Tensor Uniform() => random.Uniform([512, 1024], type: Type);

    [Benchmark]
    public Tensor Normal() => random.Normal([512, 1024], type: Type);
}
