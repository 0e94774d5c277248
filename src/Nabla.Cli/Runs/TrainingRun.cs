using System.Diagnostics;
using Nabla.Cli.Descriptions;
using Nabla.Data;
using Nabla.Layers;
using Nabla.Optimizers;
using Nabla.Training;

namespace Nabla.Cli.Runs;

/// <summary>A training from its description to its folder.</summary>
/// <param name="description">What is trained, on what, how long.</param>
/// <param name="folder">Gets config, metrics and weights.</param>
/// <param name="config">What the folder's config says.</param>
/// <param name="data">The data set.</param>
/// <param name="model">The model.</param>
/// <param name="optimizer">What moves its parameters.</param>
internal sealed class TrainingRun(RunDescription description, RunFolder folder, RunConfig config, Dataset data, Sequential model, Optimizer optimizer)
{
    /// <summary>Trains, epoch by epoch, until the end or the wish to stop; the weights are written either way.</summary>
    public TrainingOutcome Run(IRunDisplay display, CancellationToken stop)
    {
        IDataset train = data.Train, test = data.Test;
        folder.WriteConfig(config);
        var trainer = new Trainer(model, optimizer, LossKinds.All.Create(description.Loss).Apply);
        var clock = Stopwatch.StartNew();
        var steps = new StepCounter(display, description.Epochs);
        double trainLoss = double.NaN, busy = 0;
        bool stopped = false;
        Evaluation last = new(double.NaN, null, 0);
        try
        {
            for (int epoch = 1; epoch <= description.Epochs && !stopped; epoch++)
            {
                stopped = !Epoch(epoch);
            }
        }
        finally
        {
            folder.WriteWeights(model);
        }
        if (stopped) last = trainer.Evaluate(test);
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
            last = trainer.Evaluate(test);
            var metrics = new EpochMetrics(epoch, result.Loss, result.Accuracy, last.Loss, last.Accuracy, result.ExamplesPerSecond, clock.Elapsed.TotalSeconds);
            folder.AddMetrics(metrics.Write);
            display.Epoch(metrics, description.Epochs);
            return true;
        }
    }

    /// <summary>Counts the steps of all epochs and passes them on.</summary>
    sealed class StepCounter(IRunDisplay display, int epochs) : IProgress<TrainingProgress>
    {
        int epoch;

        public long Count { get; private set; }

        public double Examples { get; private set; }

        public double Loss { get; private set; } = double.NaN;

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
            (Loss, Elapsed) = (value.Loss, value.Elapsed);
            Examples = before + value.ExamplesPerSecond * value.Elapsed.TotalSeconds;
            display.Step(value with { Epoch = epoch, Epochs = epochs });
        }
    }
}
