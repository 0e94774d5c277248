using BenchmarkDotNet.Attributes;
using Nabla.Layers;

namespace Nabla.Benchmarks;

/// <summary>Recurrent layers over 64 steps of 64 features, forward and backward.</summary>
[MemoryDiagnoser]
public class RecurrentBenchmarks
{
    const int Inputs = 64, Hidden = 128, Steps = 64;

    readonly Rnn rnn = new(Inputs, Hidden);
    readonly Lstm lstm = new(Inputs, Hidden);
    readonly Gru gru = new(Inputs, Hidden);
    Tensor x = null!;
    BackwardPass rnnBack = null!;
    BackwardPass lstmBack = null!;
    BackwardPass gruBack = null!;

    [Params(1, 32)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        x = new RandomStream(1).Normal([Batch, Steps, Inputs]);
        Tensor leaf = x.RequireGrad();
        rnnBack = new(rnn.Call(leaf), [leaf, .. rnn.Parameters()]);
        lstmBack = new(lstm.Call(leaf), [leaf, .. lstm.Parameters()]);
        gruBack = new(gru.Call(leaf), [leaf, .. gru.Parameters()]);
    }

    [Benchmark]
    public Tensor Rnn() => rnn.Call(x);

    [Benchmark]
    public Tensor[] RnnBackward() => rnnBack.Run();

    [Benchmark(Baseline = true)]
    public Tensor Lstm() => lstm.Call(x);

    [Benchmark]
    public Tensor[] LstmBackward() => lstmBack.Run();

    [Benchmark]
    public Tensor Gru() => gru.Call(x);

    [Benchmark]
    public Tensor[] GruBackward() => gruBack.Run();
}
