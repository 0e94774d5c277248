using Nabla.Data;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Schedules;
using Nabla.Training;

namespace Nabla.Tests.Training;

/// <summary>What the trainer does around a step: schedules, clipping, accumulation, averages, modes.</summary>
public sealed class StepTests
{
    static TensorDataset Data(int count) => new(new RandomStream(0).Normal([count, 5], type: DType.Float64), new RandomStream(1).Integers([count], 0, 3));

    static Trainer Create(int batchesPerStep = 1, double? clipNorm = null, double? clipValue = null, Schedule? schedule = null, ScheduleUnit unit = ScheduleUnit.Step,
        Func<Trainer, double>? observed = null, Func<Module, WeightAverage>? average = null)
    {
        var model = new Sequential(new Linear(5, 7), new Tanh(), new Linear(7, 3));
        model.Cast(DType.Float64);
        return new Trainer(model, new Sgd(model, 0.3, momentum: 0.9), Loss.CrossEntropy)
        {
            BatchesPerStep = batchesPerStep,
            ClipNorm = clipNorm,
            ClipValue = clipValue,
            Schedule = schedule,
            ScheduleUnit = unit,
            Observed = observed,
            Average = average?.Invoke(model),
        };
    }

    static double[] Weights(Trainer trainer) => [.. trainer.Model.Parameters().SelectMany(p => p.ToDoubles())];

    /// <summary>23 examples in batches of 4: the last batch has 3, the last step of 4 batches has 2, and of 3 batches all.</summary>
    [Theory, InlineData(24, 4, 3), InlineData(23, 4, 4), InlineData(23, 4, 3), InlineData(5, 2, 100), InlineData(23, 1, 5)]
    public void Several_batches_a_step_are_one_large_batch(int count, int batch, int perStep)
    {
        TensorDataset data = Data(count);
        Trainer several = Create(perStep), one = Create();
        TrainingResult a = several.Fit(data, 3, batch, seed: 4), b = one.Fit(data, 3, checked(batch * perStep), seed: 4);
        Weights(several).ShouldBe(Weights(one), 1e-12);
        a.Steps.ShouldBe(b.Steps);
        a.Loss.ShouldBe(b.Loss, 1e-12);
        a.Accuracy.ShouldBe(b.Accuracy);
    }

    [Fact]
    public void The_last_step_may_have_fewer_batches()
    {
        var seen = new Recorder();
        Create(3).Fit(Data(20), 1, batchSize: 4, progress: seen);
        seen.All.Select(p => (p.Step, p.Steps)).ShouldBe([(1, 2), (2, 2)]);
    }

    [Fact]
    public void A_schedule_by_steps_goes_through_epochs_and_calls()
    {
        var seen = new Recorder();
        Trainer trainer = Create(schedule: new ExponentialDecay(0.5));
        trainer.Fit(Data(8), 2, batchSize: 4, progress: seen);
        trainer.Fit(Data(8), 1, batchSize: 4, progress: seen);
        seen.All.Select(p => p.LearningRate).ShouldBe([0.3, 0.15, 0.075, 0.0375, 0.01875, 0.009375], 1e-15);
        trainer.StepsDone.ShouldBe(6);
    }

    [Fact]
    public void A_schedule_by_epochs_holds_within_each()
    {
        var seen = new Recorder();
        Create(schedule: new StepDecay(2), unit: ScheduleUnit.Epoch).Fit(Data(8), 3, batchSize: 4, progress: seen);
        seen.All.Select(p => p.LearningRate).ShouldBe([0.3, 0.3, 0.3, 0.3, 0.03, 0.03], 1e-15);
    }

    [Fact]
    public void Without_a_schedule_the_learning_rate_is_the_optimizer_s()
    {
        var seen = new Recorder();
        Trainer trainer = Create();
        trainer.Optimizer.LearningRate = 0.2;
        trainer.Fit(Data(8), 1, batchSize: 4, progress: seen);
        seen.All.ShouldAllBe(p => p.LearningRate == 0.2);
    }

    [Fact]
    public void A_momentum_is_moved_and_its_lack_is_told()
    {
        Trainer trainer = Create(schedule: new OneCycle(0.5, 4));
        trainer.Fit(Data(8), 1, batchSize: 4);
        trainer.Optimizer.Groups[0].Momentum.ShouldBe(new OneCycle(0.5, 4).Momentum(1));
        var model = new Linear(5, 3);
        Trainer without = new(model, new Adagrad(model), Loss.CrossEntropy) { Schedule = new OneCycle(0.5, 4) };
        Should.Throw<InvalidOperationException>(() => without.Fit(Data(8), 1)).Message.ShouldBe("OneCycle: cannot set the momentum 0.95 of Adagrad: it has none. Switch the cycling of momentum off.");
    }

    [Fact]
    public void A_plateau_observes_the_training_loss_or_what_is_asked_for()
    {
        var plateau = new ReduceOnPlateau(patience: 0, factor: 0.5);
        TrainingResult result = Create(schedule: plateau).Fit(Data(8), 1, batchSize: 4);
        plateau.Best.ShouldBe(result.Loss);
        int calls = 0;
        plateau = new ReduceOnPlateau(patience: 0, factor: 0.5);
        Trainer trainer = Create(schedule: plateau, observed: t => t.Evaluate(Data(8)).Loss + 10 * ++calls);
        var seen = new Recorder();
        trainer.Fit(Data(8), 3, batchSize: 4, progress: seen);
        calls.ShouldBe(3);
        plateau.Reductions.ShouldBe(2);
        seen.All.Select(p => p.LearningRate).ShouldBe([0.3, 0.3, 0.3, 0.3, 0.15, 0.15], 1e-15);
        trainer.Model.IsTraining.ShouldBeTrue();
    }

    [Fact]
    public void Gradients_are_clipped_by_value_and_then_by_norm()
    {
        Trainer trainer = Create(clipNorm: 0.01, clipValue: 0.004);
        double[] before = Weights(trainer);
        trainer.Fit(Data(8), 1, batchSize: 8);
        double[] gradients = [.. trainer.Model.Parameters().SelectMany(p => p.Grad!.ToDoubles())];
        gradients.Max(Math.Abs).ShouldBeLessThanOrEqualTo(0.004);
        Math.Sqrt(gradients.Sum(g => g * g)).ShouldBe(0.01, 1e-6);
        Math.Sqrt(Weights(trainer).Zip(before).Sum(w => Math.Pow(w.First - w.Second, 2))).ShouldBe(0.3 * 0.01, 1e-6);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_stops_before_the_step_where_the_norm_is_clipped()
    {
        var model = new Linear(1, 1);
        // The loss is 0, its slope ∞·0.
        var trainer = new Trainer(model, new Sgd(model, 0.1), (output, _) => (output - output.Detach()).Sum().Abs().Sqrt()) { ClipNorm = 1 };
        float[] before = [.. model.Parameters().SelectMany(p => p.ToArray<float>())];
        var e = Should.Throw<NonFiniteGradientException>(() => trainer.Fit(new TensorDataset(Tensor.Ones([2, 1]), Tensor.Ones([2, 1])), 1));
        double.IsFinite(e.Norm).ShouldBeFalse();
        model.Parameters().SelectMany(p => p.ToArray<float>()).ShouldBe(before);
        trainer.StepsDone.ShouldBe(0);
    }

    [Fact]
    public void Everything_at_once_resumes_to_the_same_bits()
    {
        TensorDataset data = Data(22);
        Trainer whole = Full(), first = Full(), second = Full();
        whole.Fit(data, 6, batchSize: 3);
        first.Fit(data, 4, batchSize: 3);
        second.Model.LoadState(first.Model.State());
        second.LoadState(first.State());
        (second.EpochsDone, second.StepsDone).ShouldBe((4, first.StepsDone));
        second.Fit(data, 2, batchSize: 3);
        Weights(second).ShouldBe(Weights(whole));
        foreach ((string name, Tensor value) in whole.State()) second.State()[name].ToDoubles().ShouldBe(value.ToDoubles(), name);
        second.State().ContainsKey("schedule.0.0.best").ShouldBeTrue();

        static Trainer Full() => Create(2, 0.5, 0.2,
            new WarmUp(5, new Chained(new ReduceOnPlateau(patience: 0, factor: 0.5), new Cosine(20))), average: m => new ExponentialMovingAverage(m, 0.9));
    }

    [Theory, InlineData(1), InlineData(4)]
    public void The_bits_do_not_depend_on_threads(int threads)
    {
        int before = Compute.Threads;
        double[] expected = Run();
        Compute.Threads = threads;
        try
        {
            Run().ShouldBe(expected);
        }
        finally
        {
            Compute.Threads = before;
        }

        static double[] Run()
        {
            var model = new Sequential(new Linear(64, 600), new Relu(), new Linear(600, 10));
            var trainer = new Trainer(model, new Adam(model), Loss.CrossEntropy) { ClipNorm = 0.1, BatchesPerStep = 2, Average = new ExponentialMovingAverage(model, 0.9), Schedule = new OneCycle(0.01, 10) };
            trainer.Fit(Datasets.Digits.Train, 1, batchSize: 300);
            using (trainer.Average.Applied()) return Weights(trainer);
        }
    }

    [Fact]
    public void Layers_that_were_put_into_evaluation_stay_so()
    {
        var probe = new Probe();
        var model = new Sequential(new Linear(5, 3), new BatchNorm1d(3), probe);
        model[1].Eval();
        var trainer = new Trainer(model, new Sgd(model, 0.1), Loss.CrossEntropy);
        var data = new TensorDataset(Tensor.Ones([4, 5]), Tensor.Zeros([4], DType.Int64));
        trainer.Fit(data, 1);
        probe.Seen.ShouldBe([true]);
        ((BatchNorm1d)model[1]).BatchesTracked.Item().ShouldBe(0);
        trainer.Evaluate(data);
        trainer.Predict(data.Inputs);
        probe.Seen.ShouldBe([true, false, false]);
        model.NamedModules().Select(m => m.Value.IsTraining).ShouldBe([true, true, false, true]);
        // A model in evaluation mode, with a part in training: trained as a whole, and put back as it was.
        model.Eval();
        model[0].Train();
        trainer.Fit(data, 1);
        trainer.Evaluate(data);
        probe.Seen.ShouldBe([true, false, false, true, false]);
        ((BatchNorm1d)model[1]).BatchesTracked.Item().ShouldBe(1);
        model.NamedModules().Select(m => m.Value.IsTraining).ShouldBe([false, true, false, false]);
    }

    [Fact]
    public void No_examples_and_frozen_models_are_errors_that_say_so()
    {
        Trainer trainer = Create();
        var none = new TensorDataset(Tensor.Zeros([0, 5]), Tensor.Zeros([0], DType.Int64));
        Should.Throw<ArgumentException>(() => trainer.Fit(none, 1)).Message.ShouldStartWith("Trainer: cannot train on 0 examples: at least 1 is needed.");
        Should.Throw<ArgumentException>(() => trainer.Evaluate(none)).Message.ShouldStartWith("Trainer: cannot evaluate on 0 examples: at least 1 is needed.");
        trainer.Model.Freeze();
        Should.Throw<InvalidOperationException>(() => trainer.Fit(Data(4), 1)).Message.ShouldBe("Trainer: cannot train: all 4 parameters of the optimizer are frozen. Call Freeze(false) on what is to be trained.");
        trainer.Model.Parameters()[0].IsFrozen = false;
        trainer.Fit(Data(4), 1).Steps.ShouldBe(1);
    }

    [Fact]
    public void Bad_options_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Create(batchesPerStep: 0)).Message.ShouldStartWith("Trainer: cannot take 0 batches a step: at least 1 is needed.");
        Should.Throw<ArgumentOutOfRangeException>(() => Create(clipNorm: -1)).Message.ShouldStartWith("Trainer: cannot use the ClipNorm -1: it is at least 0.");
        Should.Throw<ArgumentOutOfRangeException>(() => Create(clipValue: double.NaN));
    }

    [Fact]
    public void A_steady_step_with_everything_around_it_allocates_nothing_large()
    {
        var model = new Sequential(new Linear(784, 256), new Relu(), new Linear(256, 10));
        var random = new RandomStream(0);
        var trainer = new Trainer(model, new Adam(model), Loss.CrossEntropy) { ClipNorm = 1, ClipValue = 0.5, BatchesPerStep = 2, Schedule = new Cosine(100), Average = new ExponentialMovingAverage(model) };
        List<long> bytes = new(100);
        long last = 0;
        var seen = new Recorder
        {
            After = _ =>
            {
                bytes.Add(GC.GetAllocatedBytesForCurrentThread() - last);
                last = GC.GetAllocatedBytesForCurrentThread();
            },
        };
        trainer.Fit(new TensorDataset(random.Normal([640, 784]), random.Integers([640], 0, 10)), 6, batchSize: 32, progress: seen);
        bytes[20..].Max().ShouldBeLessThan(80_000, $"bytes of each step: {string.Join(", ", bytes)}");
    }

    [Fact]
    public void A_loss_that_is_no_number_names_the_epoch_of_the_whole_training()
    {
        Trainer trainer = Create();
        trainer.Fit(Data(8), 2);
        var bad = new TensorDataset(Tensor.Full([2, 5], double.NaN, DType.Float64), Tensor.Zeros([2], DType.Int64));
        Should.Throw<NonFiniteLossException>(() => trainer.Fit(bad, 1)).Epoch.ShouldBe(3);
    }

    sealed class Probe : Module
    {
        public List<bool> Seen { get; } = [];

        public override Tensor Forward(Tensor x)
        {
            Seen.Add(IsTraining);
            return x;
        }
    }

    sealed class Recorder : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> All { get; } = new(1000);

        public Action<TrainingProgress> After { get; init; } = _ => { };

        public void Report(TrainingProgress value)
        {
            All.Add(value);
            After(value);
        }
    }
}
