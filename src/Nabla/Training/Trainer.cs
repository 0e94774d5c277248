using Nabla.Data;
using Nabla.Layers;
using Nabla.Optimizers;

namespace Nabla.Training;

/// <summary>Trains a model on examples in mini-batches, and says how good it is.</summary>
/// <remarks>
/// <para>The same seeds and data give the same bits, whatever the number of threads.</para>
/// <para>
/// Each step runs in a <see cref="StepScope"/>, so that a steady training allocates no large memory. One training at a
/// time; evaluation and prediction may run beside each other, but not beside a training of the same model.
/// </para>
/// </remarks>
public sealed class Trainer
{
    const int PredictionBatch = 256;

    readonly Func<Tensor, Tensor, Tensor> loss;
    readonly TimeProvider time;
    readonly StepScope scope = new();
    readonly Lock inference = new();
    int inferring;
    bool wasTraining;

    /// <summary>A trainer.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="optimizer">What moves its parameters.</param>
    /// <param name="loss">Output and target to a scalar, the mean over the examples: <c>Loss.CrossEntropy</c>.</param>
    /// <param name="time">The clock; the system's by default.</param>
    public Trainer(Module model, Optimizer optimizer, Func<Tensor, Tensor, Tensor> loss, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(loss);
        Model = model;
        Optimizer = optimizer;
        this.loss = loss;
        this.time = time ?? TimeProvider.System;
    }

    /// <summary>What is trained.</summary>
    public Module Model { get; }

    /// <summary>What moves its parameters.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>How many whole epochs were trained: each has its own order of the examples. Set it to go on where a saved training stopped.</summary>
    public int EpochsDone { get; set; }

    /// <summary>Whether each step looks for the first NaN or infinity, in values and gradients, so that the error names the operation and layer where it arose; no by default.</summary>
    /// <remarks>An <see cref="AnomalyDetection"/> around every step of <see cref="Fit"/>: slower, for a training that fails.</remarks>
    public bool DetectAnomaly { get; set; }

    /// <summary><see cref="Fit"/> on a thread of its own.</summary>
    /// <param name="data">The examples.</param>
    /// <param name="epochs">How often all of them are met, ≥ 0.</param>
    /// <param name="batchSize">Examples of a step, ≥ 1; 64 by default.</param>
    /// <param name="seed">What the order of the examples follows from; 0 by default.</param>
    /// <param name="progress">Told after every step, on the training thread.</param>
    /// <param name="cancellation">Stops between two steps: the model is as the last whole step left it.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="NonFiniteLossException">A loss became infinite or not a number, or with <see cref="DetectAnomaly"/> any value or gradient did.</exception>
    /// <exception cref="UntrainedParameterException">The model computes with a parameter that is not registered in it, that the optimizer does not move and that is not frozen.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<TrainingResult> FitAsync(
        IDataset data, int epochs, int batchSize = 64, ulong seed = 0, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default) =>
        Task.Factory.StartNew(() => Fit(data, epochs, batchSize, seed, progress, cancellation),
            cancellation, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    /// <summary>Trains on all examples, in an order shuffled anew each epoch.</summary>
    /// <param name="data">The examples.</param>
    /// <param name="epochs">How often all of them are met, ≥ 0.</param>
    /// <param name="batchSize">Examples of a step, ≥ 1; 64 by default. The last batch of an epoch may be smaller.</param>
    /// <param name="seed">What the order of the examples follows from; 0 by default.</param>
    /// <param name="progress">Told after every step, on this thread.</param>
    /// <param name="cancellation">Stops between two steps: the model is as the last whole step left it.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="NonFiniteLossException">A loss became infinite or not a number, or with <see cref="DetectAnomaly"/> any value or gradient did.</exception>
    /// <exception cref="UntrainedParameterException">The model computes with a parameter that is not registered in it, that the optimizer does not move and that is not frozen.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <remarks>The model is put into training mode, and afterwards back into the mode it was in.</remarks>
    public TrainingResult Fit(
        IDataset data, int epochs, int batchSize = 64, ulong seed = 0, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        var order = new BatchOrder(data.Count, batchSize);
        var clock = new TrainingClock(time, (long)epochs * data.Count);
        RunningMetrics metrics = default;
        long steps = 0;
        bool training = Model.IsTraining;
        Model.Train();
        try
        {
            for (int epoch = 1; epoch <= epochs; epoch++)
            {
                metrics = default;
                order.Shuffle(seed, EpochsDone);
                for (int step = 1; step <= order.Count; step++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Step(data, order[step - 1], epoch, step, ref metrics);
                    steps++;
                    clock.Count(order[step - 1].Length);
                    progress?.Report(new(epoch, epochs, step, order.Count, metrics.Loss, metrics.Accuracy, clock.ExamplesPerSecond, clock.Elapsed, clock.Remaining));
                }
                EpochsDone++;
            }
        }
        finally
        {
            if (!training) Model.Eval();
        }
        return new(epochs, steps, metrics.Loss, metrics.Accuracy, clock.ExamplesPerSecond, clock.Elapsed);
    }

    /// <summary>Mean loss and accuracy over a data set, in evaluation mode and without a graph.</summary>
    /// <param name="data">The examples.</param>
    /// <param name="batchSize">How many are computed at a time, ≥ 1; 256 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    public Evaluation Evaluate(IDataset data, int batchSize = PredictionBatch)
    {
        ArgumentNullException.ThrowIfNull(data);
        var order = new BatchOrder(data.Count, batchSize);
        RunningMetrics metrics = default;
        var memory = new StepScope();
        using var constant = new NoGrad();
        BeginInference();
        try
        {
            for (int i = 0; i < order.Count; i++)
            {
                using var step = memory.Open();
                Batch batch = data.Take(order[i]);
                Tensor output = Model.Call(batch.Inputs);
                metrics.Add(loss(output, batch.Targets).Item(), output, batch.Targets);
            }
        }
        finally
        {
            EndInference();
        }
        return new(metrics.Loss, metrics.Accuracy, data.Count);
    }

    /// <summary>The model's outputs for some inputs, in evaluation mode and without a graph.</summary>
    /// <param name="inputs"><c>[N, …]</c>.</param>
    /// <returns>What the model gives: logits where it was trained on logits.</returns>
    /// <exception cref="ShapeException">The inputs do not fit the model.</exception>
    public Tensor Predict(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        using var constant = new NoGrad();
        BeginInference();
        try
        {
            return Model.Call(inputs);
        }
        finally
        {
            EndInference();
        }
    }

    /// <summary>
    /// Evaluation mode: the first of the evaluations and predictions that run beside each other enters it, the last leaves it.
    /// A model already in it is not written to, so that threads may share it.
    /// </summary>
    void BeginInference()
    {
        lock (inference)
        {
            if (inferring++ > 0) return;
            wasTraining = Model.IsTraining;
            if (wasTraining) Model.Eval();
        }
    }

    void EndInference()
    {
        lock (inference)
        {
            if (--inferring == 0 && wasTraining) Model.Train();
        }
    }

    void Step(IDataset data, ReadOnlySpan<int> examples, int epoch, int step, ref RunningMetrics metrics)
    {
        using var memory = scope.Open();
        using AnomalyDetection detection = DetectAnomaly ? new() : default;
        Batch batch = data.Take(examples);
        Optimizer.ZeroGrad();
        try
        {
            Tensor output = epoch == 1 && step == 1 ? CheckedOutput(batch.Inputs) : Model.Call(batch.Inputs);
            Tensor value = loss(output, batch.Targets);
            double number = value.Item();
            if (!double.IsFinite(number)) throw new NonFiniteLossException(epoch, step, number);
            value.Backward();
            Optimizer.Step();
            metrics.Add(number, output, batch.Targets);
        }
        catch (AnomalyException origin) when (DetectAnomaly)
        {
            throw new NonFiniteLossException(epoch, step, origin);
        }
    }

    /// <summary>The model's output, once it is known that every parameter in its formula is somebody's.</summary>
    Tensor CheckedOutput(Tensor inputs)
    {
        using var trace = new LayerTrace(null);
        Tensor output = Model.Call(inputs);
        TrainedParameters.Check(Model, Optimizer, output);
        return output;
    }
}
