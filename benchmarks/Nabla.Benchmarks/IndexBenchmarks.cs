using BenchmarkDotNet.Attributes;

namespace Nabla.Benchmarks;

/// <summary>Elements and slices by their numbers, and sums put back to them.</summary>
[MemoryDiagnoser]
public class IndexBenchmarks
{
    const int Rows = 1024, Columns = 128;

    Tensor x = null!;
    Tensor rows = null!;
    Tensor columns = null!;
    Tensor perElement = null!;
    Tensor mask = null!;

    [GlobalSetup]
    public void Setup()
    {
        var random = new RandomStream(1);
        x = random.Normal([Rows, Columns]);
        rows = random.Integers([Rows], 0, Rows);
        columns = random.Integers([Columns], 0, Columns);
        perElement = random.Integers([Rows, Columns], 0, Columns);
        mask = x > 0;
    }

    [Benchmark(Baseline = true)]
    public Tensor SelectRows() => x.IndexSelect(0, rows);

    [Benchmark]
    public Tensor SelectColumns() => x.IndexSelect(1, columns);

    [Benchmark]
    public Tensor Gather() => x.Gather(1, perElement);

    [Benchmark]
    public Tensor ScatterAdd() => x.ScatterAdd(1, perElement, x);

    [Benchmark]
    public Tensor MaskedSelect() => x.MaskedSelect(mask);

    [Benchmark]
    public Tensor OneHot() => rows.OneHot(Rows);
}
