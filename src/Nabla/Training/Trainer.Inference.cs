using Nabla.Data;

namespace Nabla.Training;

/// <summary>What a model says, in evaluation mode.</summary>
public sealed partial class Trainer
{
    const int PredictionBatch = 256;

    readonly Lock inference = new();
    int inferring;
    LayerModes? modes;

    /// <summary>Mean loss and accuracy over a data set, in evaluation mode and without a graph.</summary>
    /// <param name="data">The examples.</param>
    /// <param name="batchSize">How many are computed at a time, ≥ 1; 256 by default.</param>
    /// <exception cref="ArgumentException">There are no examples.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    public Evaluation Evaluate(IDataset data, int batchSize = PredictionBatch)
    {
        ArgumentNullException.ThrowIfNull(data);
        var order = new BatchOrder(data.Count, batchSize);
        if (order.Count == 0) throw new ArgumentException("Trainer: cannot evaluate on 0 examples: at least 1 is needed.", nameof(data));
        RunningMetrics metrics = new(ClassAxis, IgnoreIndex);
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
    /// Evaluation mode: the first of the evaluations and predictions that run beside each other enters it, the last puts each layer back into its mode.
    /// A model already in it is not written to, so that threads may share it.
    /// </summary>
    void BeginInference()
    {
        lock (inference)
        {
            if (inferring++ > 0) return;
            var found = new LayerModes(Model);
            if (!found.AnyTraining) return;
            modes = found;
            Model.Eval();
        }
    }

    void EndInference()
    {
        lock (inference)
        {
            if (--inferring > 0) return;
            modes?.Restore();
            modes = null;
        }
    }
}
