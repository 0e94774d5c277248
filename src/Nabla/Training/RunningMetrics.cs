namespace Nabla.Training;

/// <summary>Mean loss and accuracy of the examples met so far.</summary>
internal struct RunningMetrics
{
    double loss;
    long right;
    long classified;
    long examples;

    public readonly long Examples => examples;

    public readonly double Loss => loss / examples;

    public readonly double? Accuracy => classified > 0 ? (double)right / classified : null;

    /// <summary>Adds a batch: its mean loss, and where targets are classes what was right.</summary>
    public void Add(double batchLoss, Tensor output, Tensor target)
    {
        int count = output.Rank > 0 ? output.Shape[0] : 1;
        loss += batchLoss * count;
        examples += count;
        if (target.DType.IsFloatingPoint || output.Rank != target.Rank + 1 || output.Rank < 2) return;
        using var constant = new NoGrad();
        right += (long)output.ArgMax(1).EqualTo(target).Sum().Item();
        classified += target.ElementCount;
    }
}
