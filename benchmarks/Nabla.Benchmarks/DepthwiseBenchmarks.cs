using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks;

/// <summary>Convolutions that see one channel at a time, and one that enlarges: forward, the inputs' gradient alone, the weights' gradient alone.</summary>
[MemoryDiagnoser]
public class DepthwiseBenchmarks
{
    const int Batch = 16, Channels = 64, Side = 32;

    Tensor x = null!;
    Tensor weight = null!;
    Tensor enlarging = null!;
    BackwardPass data = null!;
    BackwardPass weights = null!;
    BackwardPass enlarged = null!;

    [GlobalSetup]
    public void Setup()
    {
        var random = new RandomStream(1);
        (x, weight, enlarging) = (random.Normal([Batch, Channels, Side, Side]), random.Normal([Channels, 1, 3, 3]), random.Normal([Channels, Channels / 2, 2, 2]));
        Tensor dx = x.RequireGrad(), dw = weight.RequireGrad(), dEnlarging = enlarging.RequireGrad();
        data = new(dx.Convolve(weight, padding: 1, groups: Channels), dx);
        weights = new(x.Convolve(dw, padding: 1, groups: Channels), dw);
        enlarged = new(dx.ConvolveTransposed(dEnlarging, stride: 2), dx, dEnlarging);
    }

    [Benchmark(Baseline = true)]
    public Tensor Depthwise() => x.Convolve(weight, padding: 1, groups: Channels);

    [Benchmark]
    public Tensor[] DepthwiseGradientOfData() => data.Run();

    [Benchmark]
    public Tensor[] DepthwiseGradientOfWeights() => weights.Run();

    [Benchmark]
    public Tensor Transposed() => x.ConvolveTransposed(enlarging, stride: 2);

    [Benchmark]
    public Tensor[] TransposedBackward() => enlarged.Run();
}
