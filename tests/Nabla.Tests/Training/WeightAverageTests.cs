using System.Text.Json;
using Nabla.Data;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Tests.Layers;
using Nabla.Tests.Reference;
using Nabla.Training;

namespace Nabla.Tests.Training;

/// <summary>Averages of weights, against PyTorch's AveragedModel and update_bn and by themselves.</summary>
public sealed class WeightAverageTests
{
    static readonly ILookup<string, ReferenceCase> Records =
        ReferenceCase.Load("averages").Where(c => !c.Name.StartsWith("clip_", StringComparison.Ordinal)).ToLookup(c => c.Name, StringComparer.Ordinal);

    [Theory, InlineData("swa", false), InlineData("swa_buffers", true), InlineData("ema", false)]
    public void Averages_and_refreshed_statistics_are_the_reference_s(string name, bool buffers)
    {
        ReferenceCase any = Records[name].First();
        var model = new Sequential(new Linear(3, 4), new BatchNorm1d(4), new Tanh(), new Linear(4, 2));
        model.Cast(DType.Float64);
        string[] parameters = [.. any.Args["parameters"].EnumerateArray().Select(e => e.GetString()!)];
        for (int i = 0; i < parameters.Length; i++) ReferenceLayers.Parameter(model, parameters[i]).Assign(Read(any.Inputs[i + 2]));
        var data = new TensorDataset(Read(any.Inputs[0]), Read(any.Inputs[1]));
        int batch = (int)any.Number("batch", 0), from = (int)any.Number("from", 0);
        var optimizer = new Sgd(model, any.Number("lr", 0), any.Number("momentum", 0));
        WeightAverage average = any.Args["decay"].ValueKind == JsonValueKind.Null
            ? new StochasticWeightAverage(model, from, buffers: buffers)
            : new ExponentialMovingAverage(model, any.Number("decay", 0), buffers: buffers);
        for (int epoch = 1; epoch <= (int)any.Number("epochs", 0); epoch++)
        {
            // In order, as the reference: a trainer would shuffle.
            var order = new BatchOrder(data.Count, batch);
            for (int i = 0; i < order.Count; i++)
            {
                optimizer.ZeroGrad();
                Batch b = data.Take(order[i]);
                Loss.Mse(model.Forward(b.Inputs), b.Targets).Backward();
                optimizer.Step();
            }
            if (epoch >= from) average.Update();
        }
        Dictionary<string, Tensor> state = average.State().ToDictionary(s => s.Name, s => s.Value, StringComparer.Ordinal);
        double[] own = model.State().Values.SelectMany(t => t.ToDoubles()).ToArray();
        int compared = 0;
        foreach (ReferenceCase c in Records[name].Where(c => c.Case.StartsWith("average.", StringComparison.Ordinal)))
        {
            state["values." + c.Case["average.".Length..]].ToDoubles().ShouldBe(c.Output.Data, 1e-12, c.Case);
            compared++;
        }
        compared.ShouldBe(buffers ? 8 : 6);
        using (average.Applied())
        {
            BatchStatistics.Update(model, data, batch);
            foreach (ReferenceCase c in Records[name].Where(c => c.Case.StartsWith("updated.", StringComparison.Ordinal)))
                model.State()[c.Case["updated.".Length..]].ToDoubles().ShouldBe(c.Output.Data, 1e-12, c.Case);
            var trainer = new Trainer(model, optimizer, Loss.Mse);
            trainer.Predict(data.Inputs).ToDoubles().ShouldBe(Records[name].Single(c => c.Case == "output").Output.Data, 1e-12);
        }
        model.State().Values.SelectMany(t => t.ToDoubles()).ShouldBe(own);
        using (average.Applied()) // the refreshed statistics stayed with the average
            model.State()["1.running_mean"].ToDoubles().ShouldBe(Records[name].Single(c => c.Case == "updated.1.running_mean").Output.Data, 1e-12);
    }

    [Fact]
    public void Exponential_averages_follow_their_formulas()
    {
        double[] values = [3, -1, 4, 1, -5, 9, 2, 6];
        foreach (AverageStart start in Enum.GetValues<AverageStart>())
        {
            var model = new Linear(1, 1, bias: false);
            model.Cast(DType.Float64);
            var average = new ExponentialMovingAverage(model, 0.8, start);
            double expected = 0, moment = 0;
            for (int t = 0; t < values.Length; t++)
            {
                model.Weight.Assign(Tensor.Full([1, 1], values[t], DType.Float64));
                average.Update();
                double decay = start == AverageStart.GrowingDecay ? Math.Min(0.8, (1.0 + t) / (10.0 + t)) : 0.8;
                moment = 0.8 * moment + 0.2 * values[t];
                expected = t == 0 ? values[0] : start == AverageStart.BiasCorrected ? moment / (1 - Math.Pow(0.8, t + 1)) : decay * expected + (1 - decay) * values[t];
                average.State().Single(s => s.Name == "values.weight").Value.Item().ShouldBe(expected, 1e-13, $"{start} after {t + 1}");
            }
            average.Updates.ShouldBe(values.Length);
        }
    }

    [Fact]
    public void The_weights_come_back_bit_for_bit_also_after_an_error()
    {
        Trainer trainer = Trained(m => new ExponentialMovingAverage(m, 0.9));
        float[] weights = Weights(trainer.Model), averaged = [];
        Should.Throw<InvalidTimeZoneException>(() =>
        {
            using (trainer.Average!.Applied())
            {
                averaged = Weights(trainer.Model);
                throw new InvalidTimeZoneException();
            }
        });
        averaged.ShouldNotBe(weights);
        Weights(trainer.Model).ShouldBe(weights);
        IDisposable scope = trainer.Average!.Applied();
        Weights(trainer.Model).ShouldBe(averaged);
        scope.Dispose();
        scope.Dispose();
        Weights(trainer.Model).ShouldBe(weights);
    }

    [Fact]
    public void An_average_in_the_model_refuses_what_would_confuse_both()
    {
        Trainer trainer = Trained(m => new StochasticWeightAverage(m));
        WeightAverage average = trainer.Average!;
        using (average.Applied())
        {
            Should.Throw<InvalidOperationException>(() => average.Applied()).Message.ShouldContain("its values are in the model");
            Should.Throw<InvalidOperationException>(average.Update);
            Should.Throw<InvalidOperationException>(() => average.State());
            Should.Throw<InvalidOperationException>(() => average.LoadState(new Dictionary<string, Tensor>(StringComparer.Ordinal)));
            long steps = trainer.StepsDone;
            Should.Throw<InvalidOperationException>(() => trainer.Fit(Data, 1)).Message.ShouldContain("cannot follow a training");
            trainer.StepsDone.ShouldBe(steps);
        }
        Should.Throw<InvalidOperationException>(() => new StochasticWeightAverage(trainer.Model).Applied()).Message
            .ShouldBe("StochasticWeightAverage: cannot be put into the model: it has taken in 0 weights. Call Update(), or train with it, first.");
    }

    [Fact]
    public void A_trainer_averages_by_steps_or_by_epochs()
    {
        Trained(m => new ExponentialMovingAverage(m), epochs: 2).Average!.Updates.ShouldBe(8);
        Trained(m => new StochasticWeightAverage(m, from: 2, every: 2), epochs: 7).Average!.Updates.ShouldBe(3);
        Trained(m => new StochasticWeightAverage(m, from: 9), epochs: 7).Average!.Updates.ShouldBe(0);
    }

    [Fact]
    public void An_average_follows_a_model_that_changes_its_type()
    {
        Trainer trainer = Trained(m => new StochasticWeightAverage(m));
        trainer.Model.Cast(DType.Float64);
        trainer.Average!.Update();
        using (trainer.Average.Applied()) trainer.Model.Parameters().ShouldAllBe(p => p.DType == DType.Float64);
        trainer.Average.State().Where(s => s.Name.EndsWith("weight", StringComparison.Ordinal)).ShouldAllBe(s => s.Value.DType == DType.Float64);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        var model = new Linear(2, 2);
        Should.Throw<ArgumentOutOfRangeException>(() => new ExponentialMovingAverage(model, 1)).Message.ShouldStartWith("ExponentialMovingAverage: cannot use the decay 1: it is from 0 to below 1.");
        Should.Throw<ArgumentOutOfRangeException>(() => new ExponentialMovingAverage(model, double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => new ExponentialMovingAverage(model, start: (AverageStart)5));
        Should.Throw<ArgumentOutOfRangeException>(() => new StochasticWeightAverage(model, from: 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new StochasticWeightAverage(model, every: 0));
        Should.Throw<ArgumentException>(() => new Trainer(model, new Sgd(model, 0.1), Loss.Mse) { Average = new StochasticWeightAverage(new Linear(2, 2)) })
            .Message.ShouldStartWith("Trainer: cannot average the weights of model (Linear): another model is trained.");
        var average = new StochasticWeightAverage(model);
        average.Update();
        Dictionary<string, Tensor> state = average.State().ToDictionary(s => s.Name, s => s.Value.Clone(), StringComparer.Ordinal);
        state["values.weight"] = Tensor.Ones([3]);
        Should.Throw<ShapeException>(() => average.LoadState(state)).Message.ShouldBe("values.weight: cannot load [3]: the model's shape is [2, 2].");
        state.Remove("values.weight");
        Should.Throw<KeyNotFoundException>(() => average.LoadState(state)).Message.ShouldBe("StochasticWeightAverage: cannot load the state: it has 1 updates, but no values.weight.");
        Should.Throw<ArgumentException>(() => BatchStatistics.Update(model, new TensorDataset(Tensor.Zeros([0, 2]), Tensor.Zeros([0, 2]))));
    }

    [Fact]
    public void Statistics_are_refreshed_whatever_the_modes_which_stay()
    {
        var model = new Sequential(new Linear(3, 4), new BatchNorm1d(4), new Dropout(0.5));
        model[1].Eval();
        Tensor x = new RandomStream(1).Normal([20, 3]);
        BatchStatistics.Update(model, new TensorDataset(x, x), batchSize: 20);
        ((BatchNorm1d)model[1]).RunningMean.ToDoubles().ShouldBe(model[0].Forward(x).Mean([0]).ToDoubles(), 1e-6);
        ((BatchNorm1d)model[1]).BatchesTracked.Item().ShouldBe(1);
        model[1].IsTraining.ShouldBeFalse();
        model[2].IsTraining.ShouldBeTrue();
        // Afterwards batches enter by the momentum again.
        model[1].Train();
        double before = ((BatchNorm1d)model[1]).RunningMean.ToDoubles()[0];
        model[1].Forward(Tensor.Zeros([4, 4]));
        ((BatchNorm1d)model[1]).RunningMean.ToDoubles()[0].ShouldBe(0.9 * before, 1e-6);
    }

    static TensorDataset Data { get; } = new(new RandomStream(0).Normal([16, 3]), new RandomStream(1).Normal([16, 2]));

    static Trainer Trained(Func<Module, WeightAverage> average, int epochs = 3)
    {
        var model = new Sequential(new Linear(3, 4), new BatchNorm1d(4), new Linear(4, 2));
        var trainer = new Trainer(model, new Sgd(model, 0.05), Loss.Mse) { Average = average(model) };
        trainer.Fit(Data, epochs, batchSize: 4);
        return trainer;
    }

    static float[] Weights(Module model) => [.. model.Parameters().SelectMany(p => p.ToArray<float>())];

    static Tensor Read(ReferenceArray a) => Tensor.From(a.Data, new Shape(a.Shape));
}
