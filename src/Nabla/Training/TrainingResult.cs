namespace Nabla.Training;

/// <summary>What a training came to.</summary>
/// <param name="Epochs">The epochs that were trained.</param>
/// <param name="Steps">The steps that were made.</param>
/// <param name="Loss">The mean loss of the last epoch's examples, as they were met in training.</param>
/// <param name="Accuracy">The share of the last epoch's examples that were classified rightly as they were met, 0 to 1; null where targets are no classes.</param>
/// <param name="ExamplesPerSecond">Examples trained per second.</param>
/// <param name="Elapsed">The time it took.</param>
public sealed record TrainingResult(int Epochs, long Steps, double Loss, double? Accuracy, double ExamplesPerSecond, TimeSpan Elapsed);
