using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks;

/// <summary>Images enlarged to twice their size and averaged down to 7 × 7, and the gradient of the first.</summary>
[MemoryDiagnoser]
public class InterpolationBenchmarks
{
    Tensor x = null!;
    BackwardPass backward = null!;

    [Params(Interpolation.Nearest, Interpolation.Linear, Interpolation.Cubic)]
    public Interpolation Mode { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        x = new RandomStream(1).Normal([16, 32, 56, 56]);
        Tensor leaf = x.RequireGrad();
        backward = new(leaf.Interpolate([112, 112], Mode), leaf);
    }

    [Benchmark(Baseline = true)]
    public Tensor Enlarge() => x.Interpolate([112, 112], Mode);

    [Benchmark]
    public Tensor[] EnlargeBackward() => backward.Run();

    [Benchmark]
    public Tensor Average() => x.AdaptiveAveragePool(7);
}
