namespace Nabla.Training;

/// <summary>Where a training stands.</summary>
public sealed partial class Trainer
{
    const string EpochsName = "epochs", StepsName = "steps", OptimizerPrefix = "optimizer.", SchedulePrefix = "schedule.", AveragePrefix = "average.";

    /// <summary>All that a training needs beside the model to go on to the same bits: epochs, steps, and what optimizer, schedule and average remember.</summary>
    /// <returns>Tensors by name, some of which the next step changes: save or clone them. The model's own are <c>Model.State()</c>.</returns>
    /// <exception cref="InvalidOperationException">The average is in the model at this moment.</exception>
    public IReadOnlyDictionary<string, Tensor> State()
    {
        var state = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [EpochsName] = Tensor.Scalar(EpochsDone, DType.Int64),
            [StepsName] = Tensor.Scalar(StepsDone, DType.Int64),
        };
        foreach ((string name, Tensor value) in Optimizer.State()) state.Add(OptimizerPrefix + name, value);
        foreach ((string name, double value) in Schedule?.State() ?? []) state.Add(SchedulePrefix + name, Tensor.Scalar(value, DType.Float64));
        foreach ((string name, Tensor value) in Average?.State() ?? []) state.Add(AveragePrefix + name, value);
        return state;
    }

    /// <summary>Goes on where another training of the same kinds and options stood.</summary>
    /// <param name="state">What <see cref="State"/> gave; what is missing starts anew.</param>
    /// <exception cref="KeyNotFoundException">The average's values are missing in part.</exception>
    /// <exception cref="ShapeException">A tensor has another shape than this model's.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        EpochsDone = (int)Count(EpochsName);
        StepsDone = Count(StepsName);
        Optimizer.LoadState(Below(OptimizerPrefix));
        Schedule?.LoadState(Below(SchedulePrefix).ToDictionary(s => s.Key, s => s.Value.Item(), StringComparer.Ordinal));
        Average?.LoadState(Below(AveragePrefix));

        long Count(string name) => state.TryGetValue(name, out Tensor? value) ? (long)value.Item() : 0;

        Dictionary<string, Tensor> Below(string prefix) => state.Where(s => s.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(s => s.Key[prefix.Length..], s => s.Value, StringComparer.Ordinal);
    }
}
