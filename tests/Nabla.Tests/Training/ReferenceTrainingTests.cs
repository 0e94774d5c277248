using Nabla.Data;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Tests.Layers;
using Nabla.Tests.Reference;
using Nabla.Training;

namespace Nabla.Tests.Training;

/// <summary>Whole trainings from the same first weights agree with PyTorch 1.13 step by step.</summary>
public sealed class ReferenceTrainingTests
{
    static readonly ILookup<string, ReferenceCase> Records = ReferenceCase.Load("training").ToLookup(c => c.Name, StringComparer.Ordinal);

    [Fact]
    public void A_softmax_network_under_gradient_descent() => Follow("mlp", new Sequential(new Linear(4, 5), new Relu(), new Linear(5, 3)));

    [Fact]
    public void A_multi_layer_perceptron_under_adam() => Follow(
        "mlp adam",
        new Sequential(new Linear(4, 8), new Tanh(), new Linear(8, 5), new Relu(), new Linear(5, 3)),
        (model, rate) => new Adam(model, rate));

    [Fact]
    public void A_convolutional_network_with_batch_norm_under_momentum() => Follow(
        "cnn",
        new Sequential(new Conv2d(1, 3, 3, padding: 1), new BatchNorm2d(3), new Relu(), new MaxPool2d(2), new Flatten(), new Linear(27, 2)));

    [Fact]
    public void A_trainer_s_steps_leave_running_statistics_and_counters_alive()
    {
        var model = new Sequential(new Conv2d(1, 3, 3, padding: 1), new BatchNorm2d(3), new RRelu(), new Dropout2d(0.2), new MaxPool2d(2), new Flatten(), new Linear(27, 2));
        Tensor x = new RandomStream(0).Normal([32, 1, 6, 6]), y = (x.Mean([1, 2, 3]) > 0).Cast(DType.Int64);
        var trainer = new Trainer(model, new Sgd(model, 0.1, momentum: 0.9), Loss.CrossEntropy);
        var data = new TensorDataset(x, y);
        trainer.Fit(data, 5, batchSize: 8);
        trainer.Evaluate(data).Loss.ShouldSatisfyAllConditions(v => double.IsFinite(v).ShouldBeTrue());
        model.NamedBuffers().ToDictionary(b => b.Path, b => b.Value, StringComparer.Ordinal)["1.num_batches_tracked"].Item().ShouldBe(20);
        model.NamedBuffers().SelectMany(b => b.Value.ToDoubles()).ShouldAllBe(v => double.IsFinite(v));
    }

    static void Follow(string name, Sequential model, Func<Module, double, Optimizer>? create = null)
    {
        ReferenceCase losses = Records[name].Single(c => c.Case == "losses");
        Dictionary<string, ReferenceCase> rest = Records[name].Where(c => c.Case != "losses").ToDictionary(c => c.Case, StringComparer.Ordinal);
        model.Cast(DType.Float64);
        string[] parameters = [.. losses.Args["parameters"].EnumerateArray().Select(n => n.GetString()!)];
        for (int i = 0; i < parameters.Length; i++) ReferenceLayers.Parameter(model, parameters[i]).Assign(Read(losses.Inputs[i + 2]));
        Tensor inputs = Read(losses.Inputs[0]), labels = Read(losses.Inputs[1]).Cast(DType.Int64);
        int count = inputs.Shape[0], batch = (int)losses.Number("batch", 0);
        double rate = losses.Number("lr", 0);
        Optimizer optimizer = create?.Invoke(model, rate) ?? new Sgd(model, rate, losses.Number("momentum", 0));
        for (int step = 0; step < losses.Output.Data.Length; step++)
        {
            Tensor at = Tensor.From<long>([.. Enumerable.Range(0, batch).Select(i => (long)((step * batch + i) % count))]);
            Tensor loss = Loss.CrossEntropy(model.Forward(inputs.IndexSelect(0, at)), labels.IndexSelect(0, at));
            loss.Item().ShouldBe(losses.Output.Data[step], 1e-8, $"step {step}");
            loss.Backward();
            optimizer.Step();
            optimizer.ZeroGrad();
            foreach ((string path, Tensor buffer) in model.NamedBuffers())
            {
                int size = (int)buffer.ElementCount;
                buffer.ToDoubles().ShouldBe(rest[path].Output.Data[(step * size)..((step + 1) * size)], 1e-8, $"{path} after step {step}");
            }
        }
        foreach ((string path, Parameter parameter) in model.NamedParameters()) LayerReferenceTests.Near(parameter, rest[path].Output, path, 1e-8);
    }

    static Tensor Read(ReferenceArray a) => Tensor.From(a.Data, new Shape(a.Shape));
}
