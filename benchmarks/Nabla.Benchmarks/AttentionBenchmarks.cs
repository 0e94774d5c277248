using BenchmarkDotNet.Attributes;
using Nabla.Layers;

namespace Nabla.Benchmarks;

/// <summary>Causal attention of 16 sequences with 4 heads of 32 features, the operation alone and the layer with its projections.</summary>
[MemoryDiagnoser]
public class AttentionBenchmarks
{
    const int Batch = 16, Heads = 4, Features = 32;

    readonly MultiheadAttention layer = new(Heads * Features, Heads, batchFirst: true, causal: true);
    Tensor q = null!;
    Tensor k = null!;
    Tensor v = null!;
    Tensor x = null!;
    BackwardPass attention = null!;
    BackwardPass projected = null!;

    [Params(64, 256)]
    public int Places { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new RandomStream(1);
        Tensor Draw() => random.Normal([Batch, Heads, Places, Features]);
        (q, k, v) = (Draw(), Draw(), Draw());
        x = random.Normal([Batch, Places, Heads * Features]);
        Tensor a = q.RequireGrad(), b = k.RequireGrad(), c = v.RequireGrad(), leaf = x.RequireGrad();
        attention = new(a.Attention(b, c, causal: true), a, b, c);
        projected = new(layer.Call(leaf), [leaf, .. layer.Parameters()]);
    }

    [Benchmark(Baseline = true)]
    public Tensor Attention() => q.Attention(k, v, causal: true);

    [Benchmark]
    public Tensor[] AttentionBackward() => attention.Run();

    [Benchmark]
    public Tensor Layer() => layer.Call(x);

    [Benchmark]
    public Tensor[] LayerBackward() => projected.Run();
}
