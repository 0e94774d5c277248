using Nabla.Data;
using Nabla.Layers;

namespace Nabla.Training;

/// <summary>The running statistics of batch normalisation, computed anew.</summary>
public static class BatchStatistics
{
    /// <summary>Puts the mean of all batches' statistics in the place of the running ones, in every batch normalisation of a model.</summary>
    /// <param name="model">The model; without batch normalisation nothing is done.</param>
    /// <param name="data">The examples; their targets are not used.</param>
    /// <param name="batchSize">Examples of a batch, ≥ 1; 64 by default. A smaller last batch counts like the others, as in PyTorch's update_bn.</param>
    /// <param name="seed">What a random order of the examples follows from; their own order unless given. Sorted examples need one: batches of one class vary too little.</param>
    /// <exception cref="ArgumentException">There are no examples.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    /// <exception cref="ShapeException">The examples do not fit the model, or a last batch is too small for a variance.</exception>
    /// <remarks>The batches pass the whole model in training mode and without a graph; each layer's mode is restored afterwards.</remarks>
    public static void Update(Module model, IDataset data, int batchSize = 64, ulong? seed = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        var order = new BatchOrder(data.Count, batchSize);
        if (order.Count == 0) throw new ArgumentException("BatchStatistics: cannot compute them from 0 examples: at least 1 is needed.", nameof(data));
        BatchNorm[] layers = [.. model.NamedModules().Select(m => m.Value).OfType<BatchNorm>()];
        if (layers.Length == 0) return;
        if (seed is { } random) order.Shuffle(random, epoch: 0);
        var modes = new LayerModes(model);
        var memory = new StepScope();
        using var constant = new NoGrad();
        try
        {
            model.Train();
            foreach (BatchNorm layer in layers)
            {
                layer.ForgetStatistics();
                layer.IsCumulative = true;
            }
            for (int i = 0; i < order.Count; i++)
            {
                using var step = memory.Open();
                model.Call(data.Take(order[i]).Inputs);
            }
        }
        finally
        {
            foreach (BatchNorm layer in layers) layer.IsCumulative = false;
            modes.Restore();
        }
    }
}
