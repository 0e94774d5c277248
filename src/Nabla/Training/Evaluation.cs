namespace Nabla.Training;

/// <summary>How good a model is on a data set.</summary>
/// <param name="Loss">The mean loss of the examples.</param>
/// <param name="Accuracy">The share of the examples that were classified rightly, 0 to 1; null where targets are no classes.</param>
/// <param name="Count">The number of examples.</param>
public sealed record Evaluation(double Loss, double? Accuracy, int Count);
