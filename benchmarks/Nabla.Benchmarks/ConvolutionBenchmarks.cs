using System.Globalization;
using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks;

/// <summary>Convolutions as LeNet and a small colour network have them: forward, the inputs' gradient alone, the weights' gradient alone.</summary>
[MemoryDiagnoser]
public class ConvolutionBenchmarks
{
    Tensor x = null!;
    Tensor weight = null!;
    int padding;
    BackwardPass data = null!;
    BackwardPass weights = null!;

    /// <summary>Images, channels in, side, channels out, kernel, padding.</summary>
    [Params("64 1 28 6 5 2", "64 6 14 16 5 0", "64 3 32 32 3 1", "64 32 16 64 3 1", "64 64 8 128 3 1", "1 32 16 64 3 1")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        int[] s = [.. Shape.Split(' ').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
        var random = new RandomStream(1);
        (x, weight, padding) = (random.Normal([s[0], s[1], s[2], s[2]]), random.Normal([s[3], s[1], s[4], s[4]]), s[5]);
        Tensor dx = x.RequireGrad(), dw = weight.RequireGrad();
        data = new(dx.Convolve(weight, padding: padding), dx);
        weights = new(x.Convolve(dw, padding: padding), dw);
    }

    [Benchmark(Baseline = true)]
    public Tensor Forward() => x.Convolve(weight, padding: padding);

    [Benchmark]
    public Tensor[] GradientOfData() => data.Run();

    [Benchmark]
    public Tensor[] GradientOfWeights() => weights.Run();
}
