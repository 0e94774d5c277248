using BenchmarkDotNet.Attributes;
using Nabla.Layers;

namespace Nabla.Benchmarks;

/// <summary>Batch, layer, group and RMS normalisation in training, forward and backward; batch normalisation with the rectifier and the pooling behind it too.</summary>
[MemoryDiagnoser]
public class NormalizationBenchmarks
{
    readonly BatchNorm2d batch = new(32);
    readonly Sequential stage = new(new BatchNorm2d(32), new Relu(), new MaxPool2d(2));
    readonly GroupNorm group = new(8, 32);
    readonly LayerNorm layer = new([128]);
    readonly RmsNorm rms = new([128]);
    Tensor images = null!;
    Tensor rows = null!;
    BackwardPass batchBack = null!;
    BackwardPass stageBack = null!;
    BackwardPass groupBack = null!;
    BackwardPass layerBack = null!;
    BackwardPass rmsBack = null!;

    [GlobalSetup]
    public void Setup()
    {
        var random = new RandomStream(1);
        images = random.Normal([64, 32, 16, 16]);
        rows = random.Normal([16 * 64, 128]);
        Tensor image = images.RequireGrad(), row = rows.RequireGrad();
        batchBack = new(batch.Call(image), [image, .. batch.Parameters()]);
        stageBack = new(stage.Call(image), [image, .. stage.Parameters()]);
        groupBack = new(group.Call(image), [image, .. group.Parameters()]);
        layerBack = new(layer.Call(row), [row, .. layer.Parameters()]);
        rmsBack = new(rms.Call(row), [row, .. rms.Parameters()]);
    }

    [Benchmark(Baseline = true)]
    public Tensor BatchNorm() => batch.Call(images);

    [Benchmark]
    public Tensor[] BatchNormBackward() => batchBack.Run();

    [Benchmark]
    public Tensor BatchNormReluPool() => stage.Call(images);

    [Benchmark]
    public Tensor[] BatchNormReluPoolBackward() => stageBack.Run();

    [Benchmark]
    public Tensor GroupNorm() => group.Call(images);

    [Benchmark]
    public Tensor[] GroupNormBackward() => groupBack.Run();

    [Benchmark]
    public Tensor LayerNorm() => layer.Call(rows);

    [Benchmark]
    public Tensor[] LayerNormBackward() => layerBack.Run();

    [Benchmark]
    public Tensor RmsNorm() => rms.Call(rows);

    [Benchmark]
    public Tensor[] RmsNormBackward() => rmsBack.Run();
}
