namespace Nabla.Classic;

/// <summary>What a perceptron's training came to.</summary>
/// <param name="MistakesByEpoch">The misclassified examples of each epoch, as they were met: so often the weights were changed.</param>
/// <param name="ErrorRate">The share of the last epoch's examples that were misclassified as they were met, 0 to 1; NaN where no epoch was trained.</param>
public sealed record PerceptronResult(IReadOnlyList<int> MistakesByEpoch, double ErrorRate)
{
    /// <summary>The epochs that were trained.</summary>
    public int Epochs => MistakesByEpoch.Count;

    /// <summary>All mistakes: on separable data at most <see cref="Perceptron.MistakeBound"/>.</summary>
    public long Mistakes => MistakesByEpoch.Sum(m => (long)m);

    /// <summary>Whether the last epoch was without a mistake: the weights separate the classes.</summary>
    public bool Separated => MistakesByEpoch is [.., 0];
}
