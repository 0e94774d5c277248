using Nabla.Data;
using Nabla.Layers;
using Nabla.Optimizers;
using Nabla.Schedules;
using static System.FormattableString;

namespace Nabla.Training;

/// <summary>Trains a model on examples in mini-batches, and says how good it is.</summary>
/// <remarks>
/// <para>The same seeds and data give the same bits, whatever the number of threads.</para>
/// <para>
/// A step: the <see cref="Schedule"/> sets the learning rate; gradients are cleared; <see cref="BatchesPerStep"/> batches pass forward and backward;
/// gradients are clipped, by <see cref="ClipValue"/> and then by <see cref="ClipNorm"/>; the optimizer moves the parameters; <see cref="StepsDone"/> grows;
/// the <see cref="Average"/> takes them in, if it does so step by step; progress is told. After the last step of an epoch <see cref="EpochsDone"/> grows,
/// the average takes the weights in, if it does so by epochs, and the schedule observes <see cref="Observed"/>.
/// </para>
/// <para>
/// Each step runs in a <see cref="StepScope"/>, so that a steady training allocates no large memory. One training at a
/// time; evaluation and prediction may run beside each other, but not beside a training of the same model.
/// </para>
/// </remarks>
public sealed partial class Trainer
{
    readonly Func<Tensor, Tensor, Tensor> loss;
    readonly TimeProvider time;
    readonly StepScope scope = new();
    bool parametersChecked;

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

    /// <summary>The axis of the outputs along which the classes lie, for the accuracy: 1 by default, −1 for sequences <c>[N, T, classes]</c>.</summary>
    public int ClassAxis { get; init; } = 1;

    /// <summary>A target that counts neither for the accuracy nor for the mean of the losses; none by default. The loss must leave it out too.</summary>
    public int? IgnoreIndex { get; init; }

    /// <summary>How many whole epochs were trained: each has its own order of the examples. Set it to go on where a saved training stopped.</summary>
    public int EpochsDone { get; set; }

    /// <summary>How many steps of the optimizer were made: what a schedule by steps counts. Set it to go on where a saved training stopped.</summary>
    public long StepsDone { get; set; }

    /// <summary>What the learning rates follow; null, as unless set, leaves them alone.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Whether the schedule counts steps of the optimizer, as unless set, or epochs.</summary>
    public ScheduleUnit ScheduleUnit { get; init; }

    /// <summary>What the schedule observes after each epoch, for <see cref="ReduceOnPlateau"/>: the epoch's mean training loss unless set.</summary>
    /// <remarks>For example <c>Observed = trainer => trainer.Evaluate(validation).Loss</c>.</remarks>
    public Func<Trainer, double>? Observed { get; init; }

    /// <summary>How long all gradients together may be (the 2-norm), ≥ 0; they are not clipped unless set. See <see cref="Gradient.ClipNorm"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not a number.</exception>
    public double? ClipNorm
    {
        get;
        init => field = Bound(value, nameof(ClipNorm));
    }

    /// <summary>How large each element of a gradient may be, ≥ 0; they are not clipped unless set. See <see cref="Gradient.ClipValue"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not a number.</exception>
    public double? ClipValue
    {
        get;
        init => field = Bound(value, nameof(ClipValue));
    }

    /// <summary>Of how many batches a step of the optimizer adds up the gradients, ≥ 1; 1 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    /// <remarks>
    /// Each example counts the same: the gradient is Σ(nᵢ/n)·gᵢ with nᵢ of the step's n examples in batch i, which for a loss that is a mean over examples
    /// is the gradient of one batch of all n. What a layer computes over a batch (batch normalisation) it still computes over each alone. The last
    /// step of an epoch takes the batches that are left.
    /// </remarks>
    public int BatchesPerStep
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, Invariant($"Trainer: cannot take {value} batches a step: at least 1 is needed."));
    } = 1;

    /// <summary>An average of the weights that training keeps up to date; none unless set. Evaluation uses it only within <see cref="WeightAverage.Applied"/>.</summary>
    /// <exception cref="ArgumentException">It averages another model's weights.</exception>
    public WeightAverage? Average
    {
        get;
        init => field = value is null || ReferenceEquals(value.Model, Model)
            ? value
            : throw new ArgumentException($"Trainer: cannot average the weights of {value.Model}: another model is trained.", nameof(value));
    }

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
    /// <exception cref="ArgumentException">There are no examples.</exception>
    /// <exception cref="InvalidOperationException">All parameters are frozen, or the average is in the model.</exception>
    /// <exception cref="NonFiniteGradientException">Gradients that are to be clipped became infinite or not a number; the step was not made.</exception>
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
    /// <exception cref="ArgumentException">There are no examples.</exception>
    /// <exception cref="InvalidOperationException">All parameters are frozen, or the average is in the model.</exception>
    /// <exception cref="NonFiniteGradientException">Gradients that are to be clipped became infinite or not a number; the step was not made.</exception>
    /// <exception cref="NonFiniteLossException">A loss became infinite or not a number, or with <see cref="DetectAnomaly"/> any value or gradient did.</exception>
    /// <exception cref="UntrainedParameterException">The model computes with a parameter that is not registered in it, that the optimizer does not move and that is not frozen.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <remarks>
    /// A model in training mode is trained as it stands: layers in it that were put into evaluation mode stay so. One in evaluation mode is put
    /// into training mode as a whole. Afterwards each layer is in the mode it was in.
    /// </remarks>
    public TrainingResult Fit(
        IDataset data, int epochs, int batchSize = 64, ulong seed = 0, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        var order = new BatchOrder(data.Count, batchSize);
        if (order.Count == 0) throw new ArgumentException("Trainer: cannot train on 0 examples: at least 1 is needed.", nameof(data));
        if (Optimizer.Parameters.All(p => p.IsFrozen))
            throw new InvalidOperationException(Invariant($"Trainer: cannot train: all {Optimizer.Parameters.Count()} parameters of the optimizer are frozen. Call Freeze(false) on what is to be trained."));
        Average?.RefuseWhileApplied("follow a training");
        var clock = new TrainingClock(time, (long)epochs * data.Count);
        RunningMetrics metrics = new(ClassAxis, IgnoreIndex);
        int steps = (order.Count - 1) / BatchesPerStep + 1;
        long before = StepsDone;
        var found = new LayerModes(Model);
        if (!Model.IsTraining) Model.Train();
        try
        {
            for (int epoch = 1; epoch <= epochs; epoch++)
            {
                metrics = new(ClassAxis, IgnoreIndex);
                order.Shuffle(seed, EpochsDone);
                for (int step = 1; step <= steps; step++)
                {
                    Step(data, order, step, clock, cancellation, ref metrics);
                    progress?.Report(new(epoch, epochs, step, steps, metrics.Loss, metrics.Accuracy, clock.ExamplesPerSecond, clock.Elapsed, clock.Remaining, Optimizer.LearningRate));
                }
                EpochsDone++;
                Average?.AfterEpoch(EpochsDone);
                if (Schedule is not null) Schedule.Observe(Observed?.Invoke(this) ?? metrics.Loss);
            }
        }
        finally
        {
            found.Restore();
        }
        return new(epochs, StepsDone - before, metrics.Loss, metrics.Accuracy, clock.ExamplesPerSecond, clock.Elapsed);
    }

    /// <summary>One step of the optimizer, over one batch or several.</summary>
    void Step(IDataset data, BatchOrder order, int step, TrainingClock clock, CancellationToken cancellation, ref RunningMetrics metrics)
    {
        int first = (step - 1) * BatchesPerStep, count = Math.Min(BatchesPerStep, order.Count - first), examples = 0;
        for (int i = 0; i < count; i++) examples += order[first + i].Length;
        Schedule?.Apply(Optimizer, ScheduleUnit == ScheduleUnit.Epoch ? EpochsDone : StepsDone);
        for (int i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var memory = scope.Open();
            using AnomalyDetection detection = DetectAnomaly ? new() : default;
            if (i == 0) Optimizer.ZeroGrad();
            ReadOnlySpan<int> taken = order[first + i];
            Batch batch = data.Take(taken);
            try
            {
                Tensor output = parametersChecked ? Model.Call(batch.Inputs) : CheckedOutput(batch.Inputs), value = loss(output, batch.Targets);
                double number = value.Item();
                if (!double.IsFinite(number)) throw new NonFiniteLossException(EpochsDone + 1, step, number);
                value.Backward(count == 1 ? null : Tensor.Full(value.Shape, (double)taken.Length / examples, value.DType));
                if (i == count - 1) Move();
                metrics.Add(number, output, batch.Targets);
            }
            catch (AnomalyException origin) when (DetectAnomaly)
            {
                throw new NonFiniteLossException(EpochsDone + 1, step, origin);
            }
            clock.Count(taken.Length);
        }
    }

    void Move()
    {
        if (ClipValue is { } limit) Gradient.ClipValue(Optimizer.Parameters, limit);
        if (ClipNorm is { } most) Gradient.ClipNorm(Optimizer.Parameters, most, throwIfNotFinite: true);
        Optimizer.Step();
        StepsDone++;
        Average?.AfterStep();
    }

    /// <summary>The model's output, once it is known that every parameter in its formula is somebody's.</summary>
    Tensor CheckedOutput(Tensor inputs)
    {
        using var trace = new LayerTrace(null);
        Tensor output = Model.Call(inputs);
        TrainedParameters.Check(Model, Optimizer, output);
        parametersChecked = true;
        return output;
    }

    static double? Bound(double? value, string what) => value is null or >= 0
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, Invariant($"Trainer: cannot use the {what} {value}: it is at least 0."));
}
