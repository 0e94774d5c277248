using Nabla.Layers;

namespace Nabla.Cli.Benchmarks.Workloads;

/// <summary>Predictions in evaluation mode, without a graph, for one example and for 64.</summary>
internal static class InferenceWorkloads
{
    static readonly int[] Batches = [1, 64];

    public static IReadOnlyList<Workload> All { get; } = [.. Network.All.SelectMany(network => Batches.Select(batch => Of(network, batch)))];

    static Workload Of(Network network, int batch) =>
        new($"{network.Name}-infer-{batch}", WorkloadKind.Inference, () => Begin(network, batch)) { Cost = () => Cost(network, batch) };

    static StepCost Cost(Network network, int batch)
    {
        Shape inputs = network.Inputs(new RandomStream(0, "bench"), batch).Shape;
        Module model = network.Create();
        return new(2.0 * model.MultiplyAdds(inputs), sizeof(float) * (inputs.ElementCount + (double)model.Parameters().Sum(p => p.ElementCount)));
    }

    static Action Begin(Network network, int batch)
    {
        Module model = network.Create();
        model.Eval();
        Tensor x = network.Inputs(new RandomStream(0, "bench"), batch);
        var scope = new StepScope();
        return () =>
        {
            using var step = scope.Open();
            using var constant = new NoGrad();
            GC.KeepAlive(model.Call(x));
        };
    }
}
