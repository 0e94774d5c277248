using BenchmarkDotNet.Attributes;
using Nabla.Losses;

namespace Nabla.Benchmarks;

/// <summary>Softmax and the cross-entropy of logits, forward and backward.</summary>
[MemoryDiagnoser]
public class SoftmaxBenchmarks
{
    Tensor logits = null!;
    Tensor labels = null!;
    BackwardPass softmax = null!;
    BackwardPass crossEntropy = null!;

    [Params(64, 1024)]
    public int Rows { get; set; }

    [Params(10, 65)]
    public int Classes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new RandomStream(1);
        logits = random.Normal([Rows, Classes]);
        labels = random.Integers([Rows], 0, Classes);
        Tensor leaf = logits.RequireGrad();
        softmax = new(leaf.Softmax(), leaf);
        crossEntropy = new(Loss.CrossEntropy(leaf, labels), leaf);
    }

    [Benchmark(Baseline = true)]
    public Tensor Softmax() => logits.Softmax();

    [Benchmark]
    public Tensor[] SoftmaxBackward() => softmax.Run();

    [Benchmark]
    public Tensor CrossEntropy() => Loss.CrossEntropy(logits, labels);

    [Benchmark]
    public Tensor[] CrossEntropyBackward() => crossEntropy.Run();
}
