using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks;

/// <summary>Transcendental functions of elements in the first-level cache, and the derivatives of three.</summary>
[MemoryDiagnoser]
public class TranscendentalBenchmarks
{
    const int Elements = 8_192;

    Tensor x = null!;
    BackwardPass exp = null!;
    BackwardPass tanh = null!;
    BackwardPass pow = null!;

    [GlobalSetup]
    public void Setup()
    {
        x = new RandomStream(1).Uniform([Elements], 0.1, 3);
        Tensor leaf = x.RequireGrad();
        (exp, tanh, pow) = (new(leaf.Exp(), leaf), new(leaf.Tanh(), leaf), new(leaf.Pow(leaf), leaf));
    }

    [Benchmark(Baseline = true)]
    public Tensor Exp() => x.Exp();

    [Benchmark]
    public Tensor[] ExpBackward() => exp.Run();

    [Benchmark]
    public Tensor Log() => x.Log();

    [Benchmark]
    public Tensor Sin() => x.Sin();

    [Benchmark]
    public Tensor Tanh() => x.Tanh();

    [Benchmark]
    public Tensor[] TanhBackward() => tanh.Run();

    [Benchmark]
    public Tensor Erf() => x.Erf();

    [Benchmark]
    public Tensor Pow() => x.Pow(x);

    [Benchmark]
    public Tensor[] PowBackward() => pow.Run();
}
