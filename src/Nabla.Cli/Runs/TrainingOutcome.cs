namespace Nabla.Cli.Runs;

/// <summary>What a training came to.</summary>
/// <param name="Epochs">Whole epochs done.</param>
/// <param name="Steps">Steps done.</param>
/// <param name="Seconds">The time it took, tests included.</param>
/// <param name="TrainLoss">The mean loss of the last epoch's examples as they were met.</param>
/// <param name="TestLoss">The mean loss on the test part.</param>
/// <param name="TestAccuracy">The accuracy on the test part; null where answers are numbers.</param>
/// <param name="ExamplesPerSecond">The speed of training alone.</param>
/// <param name="Stopped">Whether it was asked to stop before the end.</param>
internal sealed record TrainingOutcome(int Epochs, long Steps, double Seconds, double TrainLoss, double TestLoss, double? TestAccuracy, double ExamplesPerSecond, bool Stopped);
