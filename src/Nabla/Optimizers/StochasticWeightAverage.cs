using Nabla.Layers;

namespace Nabla.Optimizers;

/// <summary>The plain mean of the weights at the ends of epochs, from a certain one on.</summary>
/// <remarks>
/// average ← average + (weights − average)/(n + 1) after n others: PyTorch's AveragedModel. A model with batch normalisation needs its running
/// statistics computed anew for the averaged weights: <c>using (average.Applied()) BatchStatistics.Update(model, data);</c>, after which they stay with the average.
/// Its schedule is <c>AnnealTo</c>. P. Izmailov et al., "Averaging weights leads to wider optima and better generalization", 2018, arXiv:1803.05407.
/// </remarks>
public sealed class StochasticWeightAverage : WeightAverage
{
    /// <summary>An average.</summary>
    /// <param name="model">Whose weights are averaged.</param>
    /// <param name="from">After which epoch a trainer takes the weights in first, from 1; 1 by default.</param>
    /// <param name="every">After how many epochs each, ≥ 1; 1 by default.</param>
    /// <param name="buffers">Whether floating-point buffers (running statistics) are averaged too, instead of taken as they are; no by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    public StochasticWeightAverage(Module model, int from = 1, int every = 1, bool buffers = false) : base(model, buffers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        (From, Every) = (from, every);
    }

    /// <summary>After which epoch a trainer takes the weights in first, from 1.</summary>
    public int From { get; }

    /// <summary>After how many epochs each.</summary>
    public int Every { get; }

    private protected override double Share(long updates) => 1.0 / (updates + 1);

    internal override void AfterEpoch(int epochs)
    {
        if (epochs >= From && (epochs - From) % Every == 0) Update();
    }
}
