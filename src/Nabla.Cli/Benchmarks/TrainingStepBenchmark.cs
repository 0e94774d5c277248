using Nabla.Data;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Training;

namespace Nabla.Cli.Benchmarks;

/// <summary>Steps of a small network, 64-64-10 on batches of 32: their time, and what a step allocates.</summary>
internal static class TrainingStepBenchmark
{
    const int BatchSize = 32, Steps = 32;

    public static IEnumerable<BenchmarkRow> Run(Bench bench)
    {
        var random = new RandomStream(0, "bench");
        Tensor inputs = random.Uniform([BatchSize * Steps, 64], 0, 1);
        long[] labels = [.. Enumerable.Range(0, BatchSize * Steps).Select(i => (long)(i % 10))];
        var data = new TensorDataset(inputs, Tensor.From<long>(labels, [labels.Length]));
        var model = new Sequential(new Linear(64, 64), new Relu(), new Linear(64, 10));
        var trainer = new Trainer(model, new Adam(model), Loss.CrossEntropy);
        void Epoch() => trainer.Fit(data, 1, BatchSize);
        yield return new BenchmarkRow("training-step", bench.Clock.Microseconds(Epoch) / Steps) { AllocatedBytes = Stopclock.AllocatedBytes(Epoch) / Steps };
    }
}
