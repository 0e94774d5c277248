using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks;

/// <summary>Rows of a table by their numbers, forward and backward.</summary>
[MemoryDiagnoser]
public class EmbeddingBenchmarks
{
    const int Features = 128, Places = 1024;

    Tensor table = null!;
    Tensor numbers = null!;
    BackwardPass backward = null!;

    [Params(65, 10_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new RandomStream(1);
        table = random.Normal([Rows, Features]);
        numbers = random.Integers([Places], 0, Rows);
        Tensor leaf = table.RequireGrad();
        backward = new(numbers.Embedding(leaf), leaf);
    }

    [Benchmark(Baseline = true)]
    public Tensor Forward() => numbers.Embedding(table);

    [Benchmark]
    public Tensor[] Backward() => backward.Run();
}
