using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks;

/// <summary>Statements about elements, and choosing by them.</summary>
[MemoryDiagnoser]
public class ComparisonBenchmarks
{
    const int Elements = 1 << 16;

    Tensor a = null!;
    Tensor b = null!;
    Tensor condition = null!;
    BackwardPass where = null!;

    [GlobalSetup]
    public void Setup()
    {
        var random = new RandomStream(1);
        (a, b) = (random.Normal([Elements]), random.Normal([Elements]));
        condition = a < b;
        Tensor first = a.RequireGrad(), second = b.RequireGrad();
        where = new(Tensor.Where(condition, first, second), first, second);
    }

    [Benchmark(Baseline = true)]
    public Tensor Less() => a < b;

    [Benchmark]
    public Tensor IsNaN() => a.IsNaN();

    [Benchmark]
    public Tensor Where() => Tensor.Where(condition, a, b);

    [Benchmark]
    public Tensor[] WhereBackward() => where.Run();

    [Benchmark]
    public Tensor MaskedFill() => a.MaskedFill(condition, 0);

    [Benchmark]
    public Tensor And() => condition & condition;

    [Benchmark]
    public Tensor Not() => condition.LogicalNot();
}
