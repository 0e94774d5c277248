namespace Nabla.Training;

/// <summary>Mean loss and accuracy of the examples met so far.</summary>
/// <param name="classAxis">The axis of the outputs along which the classes lie.</param>
/// <param name="ignoreIndex">A target that does not count; none if null.</param>
internal struct RunningMetrics(int classAxis, int? ignoreIndex)
{
    double loss;
    double weight;
    long right;
    long classified;

    public readonly double Loss => loss / weight;

    public readonly double? Accuracy => classified > 0 ? (double)right / classified : null;

    /// <summary>
    /// Adds a batch: its mean loss, and where targets are classes what was right. A mean over places that count weighs as many
    /// as there are, so that batches of longer sequences count more.
    /// </summary>
    public void Add(double batchLoss, Tensor output, Tensor target)
    {
        double examples = output.Rank > 0 ? output.Shape[0] : 1;
        if (!target.DType.IsFloatingPoint && output.Rank == target.Rank + 1 && output.Rank >= 2)
        {
            using var constant = new NoGrad();
            Tensor hits = output.ArgMax(classAxis).EqualTo(target);
            right += (long)hits.Sum().Item();
            long counted = target.ElementCount;
            if (ignoreIndex is { } ignored)
            {
                counted -= (long)target.EqualTo(ignored).Sum().Item();
                examples = counted;
            }
            classified += counted;
        }
        loss += batchLoss * examples;
        weight += examples;
    }
}
