using System.Diagnostics;
using System.Globalization;
using Nabla.Cli.Descriptions;
using Nabla.Cli.Terminal;
using Nabla.Data;
using Nabla.Optimizers;
using Nabla.Training;

namespace Nabla.Cli.Runs;

/// <summary>A training from its description to its folder.</summary>
/// <param name="description">What is trained, on what, how long.</param>
/// <param name="folder">Gets config, metrics and weights.</param>
/// <param name="config">What the folder's config says.</param>
/// <param name="data">The data set.</param>
/// <param name="trainer">The trainer.</param>
internal sealed class TrainingRun(RunDescription description, RunFolder folder, RunConfig config, RunData data, Trainer trainer)
{
    /// <summary>Trains, epoch by epoch, until the end or the wish to stop; the weights are written either way, but not those of a training that diverged.</summary>
    /// <exception cref="NonFiniteLossException">A loss of training became infinite or not a number.</exception>
    /// <exception cref="CommandFailure">The loss on the test part did.</exception>
    public TrainingOutcome Run(IRunDisplay display, CancellationToken stop)
    {
        (IDataset train, IDataset test) = data.Parts;
        folder.WriteConfig(config);
        var clock = Stopwatch.StartNew();
        var steps = new StepCounter(display, description.Epochs);
        double trainLoss = double.NaN, busy = 0;
        bool stopped = false;
        Evaluation last = new(double.NaN, null, 0);
        for (int epoch = 1; epoch <= description.Epochs && !stopped; epoch++) stopped = !Epoch(epoch);
        if (stopped) RefuseDiverged(last = Averaged(() => trainer.Evaluate(test)));
        Averaged(() => folder.WriteWeights(trainer.Model));
        return new TrainingOutcome(trainer.EpochsDone, steps.Count, clock.Elapsed.TotalSeconds, trainLoss, last.Loss, last.Accuracy,
            busy > 0 ? steps.Examples / busy : 0, stopped);

        bool Epoch(int epoch)
        {
            steps.Begin(epoch);
            TrainingResult result;
            try
            {
                result = trainer.Fit(train, 1, description.BatchSize, (ulong)description.Seed, steps, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                (trainLoss, busy) = (steps.Loss, busy + steps.Elapsed.TotalSeconds);
                return false;
            }
            (trainLoss, busy) = (result.Loss, busy + result.Elapsed.TotalSeconds);
            last = Averaged(() => trainer.Evaluate(test));
            var metrics = new EpochMetrics(epoch, result.Loss, result.Accuracy, last.Loss, last.Accuracy, steps.LearningRate, result.ExamplesPerSecond, clock.Elapsed.TotalSeconds);
            folder.AddMetrics(metrics.Write);
            display.Epoch(metrics, description.Epochs);
            RefuseDiverged(last);
            return true;
        }
    }

    /// <summary>Uses the model with the averaged weights, if there are any.</summary>
    public T Averaged<T>(Func<T> use)
    {
        if (trainer.Average is not { Updates: > 0 } average) return use();
        using (average.Applied())
        {
            if (average is StochasticWeightAverage) BatchStatistics.Update(trainer.Model, data.Parts.Train, description.BatchSize, (ulong)description.Seed);
            return use();
        }
    }

    void RefuseDiverged(Evaluation test)
    {
        if (double.IsFinite(test.Loss)) return;
        throw new CommandFailure("nonFiniteLoss", string.Create(CultureInfo.InvariantCulture,
            $"{description.Name}: the training diverged: the test loss is {test.Loss} after epoch {trainer.EpochsDone}, step {trainer.StepsDone}. No weights were written. Try a smaller learning rate."), folder.Path);
    }

    /// <summary>Counts the steps of all epochs and passes them on.</summary>
    sealed class StepCounter(IRunDisplay display, int epochs) : IProgress<TrainingProgress>
    {
        int epoch;

        public long Count { get; private set; }

        public double Examples { get; private set; }

        public double Loss { get; private set; } = double.NaN;

        public double LearningRate { get; private set; } = double.NaN;

        public TimeSpan Elapsed { get; private set; }

        double before;

        public void Begin(int number)
        {
            epoch = number;
            before = Examples;
            Elapsed = TimeSpan.Zero;
        }

        public void Report(TrainingProgress value)
        {
            Count++;
            (Loss, LearningRate, Elapsed) = (value.Loss, value.LearningRate, value.Elapsed);
            Examples = before + value.ExamplesPerSecond * value.Elapsed.TotalSeconds;
            display.Step(value with { Epoch = epoch, Epochs = epochs });
        }
    }
}
