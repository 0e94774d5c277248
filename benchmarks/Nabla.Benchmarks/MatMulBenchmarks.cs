using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks;

/// <summary>Matrix products, square and as a small network has them: A·Bᵀ forward, A·B for the inputs' gradient, Aᵀ·B for the weights'.</summary>
[MemoryDiagnoser]
public class MatMulBenchmarks
{
    Tensor a = null!;
    Tensor b = null!;
    Tensor right = null!;
    Tensor turned = null!;

    [Params("64x64x64", "256x256x256", "1024x1024x1024", "64x784x128", "1x784x128", "64x1000x100", "128x784x512", "32x512x128")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        int[] sizes = [.. Shape.Split('x').Select(s => int.Parse(s, System.Globalization.CultureInfo.InvariantCulture))];
        var random = new RandomStream(1);
        a = random.Normal([sizes[0], sizes[1]]);
        b = random.Normal([sizes[2], sizes[1]]);
        right = random.Normal([sizes[1], sizes[2]]);
        turned = random.Normal([sizes[1], sizes[0]]);
    }

    [Benchmark(Baseline = true)]
    public Tensor ByTranspose() => a.MatMul(b.Transpose());

    [Benchmark]
    public Tensor AsTheyLie() => a.MatMul(right);

    [Benchmark]
    public Tensor LeftTransposed() => turned.Transpose().MatMul(right);

    [Benchmark]
    public Tensor Linear() => a.Linear(b);
}
