using BenchmarkDotNet.Attributes;
using Nabla.Layers;
using Nabla.Optimizers;

namespace Nabla.Benchmarks;

/// <summary>A step of each common optimizer over one parameter, its gradient given.</summary>
[MemoryDiagnoser]
public class OptimizerBenchmarks
{
    Optimizer sgd = null!;
    Optimizer momentum = null!;
    Optimizer adam = null!;
    Optimizer adamW = null!;
    Optimizer rmsProp = null!;
    Optimizer adagrad = null!;
    Optimizer lion = null!;

    [Params(1_000, 1_000_000)]
    public int Elements { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var parameter = new Parameter(new RandomStream(1).Normal([Elements]));
        // A steady gradient; the small rates keep the values in range however often a step is made.
        (parameter * 1e-3).Sum().Backward();
        Parameter[] all = [parameter];
        sgd = new Sgd(all, 1e-9);
        momentum = new Sgd(all, 1e-9, momentum: 0.9);
        adam = new Adam(all, 1e-9);
        adamW = new AdamW(all, 1e-9);
        rmsProp = new RmsProp(all, 1e-9);
        adagrad = new Adagrad(all, 1e-9);
        lion = new Lion(all, 1e-9);
    }

    [Benchmark(Baseline = true)]
    public void Sgd() => sgd.Step();

    [Benchmark]
    public void SgdMomentum() => momentum.Step();

    [Benchmark]
    public void Adam() => adam.Step();

    [Benchmark]
    public void AdamW() => adamW.Step();

    [Benchmark]
    public void RmsProp() => rmsProp.Step();

    [Benchmark]
    public void Adagrad() => adagrad.Step();

    [Benchmark]
    public void Lion() => lion.Step();
}
