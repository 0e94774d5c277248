using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks;

/// <summary>Elementwise operations from first-level cache to memory: value, and value with its share of backward.</summary>
[MemoryDiagnoser]
public class ElementwiseBenchmarks
{
    Tensor x = null!;
    Tensor leaf = null!;
    Tensor ones = null!;

    [Params(1, 8_192, 4_194_304)]
    public int Elements { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        x = new RandomStream(1).Normal([Elements]);
        leaf = x.RequireGrad();
        ones = Tensor.Ones([Elements]);
    }

    [Benchmark(Baseline = true)]
    public Tensor Add() => x + x;

    [Benchmark]
    public Tensor Sigmoid() => x.Sigmoid();

    [Benchmark]
    public Tensor Gelu() => x.Gelu();

    [Benchmark]
    public Tensor Mish() => x.Mish();

    [Benchmark]
    public Tensor SigmoidBothWays() => Gradient.Of(leaf.Sigmoid(), leaf, ones);

    [Benchmark]
    public Tensor MishBothWays() => Gradient.Of(leaf.Mish(), leaf, ones);
}
