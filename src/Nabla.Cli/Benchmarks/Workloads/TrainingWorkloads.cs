using Nabla.Layers;
using Nabla.Optimizers;

namespace Nabla.Cli.Benchmarks.Workloads;

/// <summary>Steps of training as a user's own loop makes them: in a step scope, forward, backward, optimizer.</summary>
internal static class TrainingWorkloads
{
    const int Batch = 64, In = 1000, Hidden = 100, Out = 10;

    public static IReadOnlyList<Workload> All { get; } =
    [
        new("numpy_mlp", WorkloadKind.Training, ByHand)
        {
            Cost = () => new(2.0 * Batch * (2 * In * Hidden + 3 * Hidden * Out), sizeof(double) * (Batch * In + 5.0 * (In * Hidden + Hidden * Out))),
            IsDouble = true,
            PeerLibrary = "numpy",
        },
        .. Network.All.Select(network => new Workload(network.Name, WorkloadKind.Training, () => Begin(network)) { Cost = () => Cost(network) }),
        new("scalar", WorkloadKind.Training, Scalar) { IsDouble = true, CountsInMean = false },
    ];

    static StepCost Cost(Network network)
    {
        Shape inputs = network.Inputs(new RandomStream(0, "bench"), network.Batch).Shape;
        Module model = network.Create();
        long parameters = model.Parameters().Sum(p => p.ElementCount), all = model.MultiplyAdds(inputs);
        (Module first, Shape at) = model.Trace(inputs).First();
        long ofInputs = network.InputMultiplyAdds?.Invoke(network.Batch) ?? first.MultiplyAdds(at);
        // Forward, the weights' gradients, and the gradients of what is between; nobody needs the inputs'.
        // Parameters are read forward and backward, their gradients written and read; the update reads and writes parameters and states.
        return new(2.0 * (3 * all - ofInputs), sizeof(float) * (inputs.ElementCount + parameters * (6.0 + 2 * network.States)));
    }

    static Action Begin(Network network)
    {
        var random = new RandomStream(0, "bench");
        Module model = network.Create();
        Optimizer optimizer = network.Optimizer(model);
        Tensor x = network.Inputs(random, network.Batch), y = network.Outputs(random, network.Batch);
        var scope = new StepScope();
        return () =>
        {
            using var step = scope.Open();
            optimizer.ZeroGrad();
            network.Loss(model.Call(x), y).Backward();
            optimizer.Step();
        };
    }

    /// <summary>h = σ(x·w₁), L = Σ(h·w₂ − y)², w ← w − 10⁻⁴·∂L/∂w with every derivative written out, in float64.</summary>
    static Action ByHand()
    {
        var random = new RandomStream(0, "bench");
        Tensor x = random.Normal([Batch, In], type: DType.Float64), y = random.Normal([Batch, Out], type: DType.Float64);
        Parameter w1 = new(random.Normal([In, Hidden], type: DType.Float64)), w2 = new(random.Normal([Hidden, Out], type: DType.Float64));
        var scope = new StepScope();
        return () =>
        {
            using var step = scope.Open();
            using var constant = new NoGrad();
            Tensor h = 1 / (1 + (-x.MatMul(w1)).Exp()), error = h.MatMul(w2) - y;
            GC.KeepAlive(error.Square().Sum());
            Tensor gradOut = 2 * error, gradHidden = gradOut.MatMul(w2.Transpose());
            Tensor gradW2 = h.Transpose().MatMul(gradOut), gradW1 = x.Transpose().MatMul(gradHidden * h * (1 - h));
            w1.Assign(w1 - 1e-4 * gradW1);
            w2.Assign(w2 - 1e-4 * gradW2);
        };
    }

    /// <summary>f = ln x + x·y − sin y and its gradient, in float64.</summary>
    static Action Scalar()
    {
        Tensor x = Tensor.Scalar(2, DType.Float64).RequireGrad(), y = Tensor.Scalar(5, DType.Float64).RequireGrad();
        return () => GC.KeepAlive(Gradient.Of(x.Log() + x * y - y.Sin(), [x, y]));
    }
}
