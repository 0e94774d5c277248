namespace Nabla.Training;

/// <summary>How far a training is, after a step.</summary>
/// <param name="Epoch">The epoch of this call, from 1.</param>
/// <param name="Epochs">How many epochs this call trains.</param>
/// <param name="Step">The step of the optimizer within the epoch, from 1.</param>
/// <param name="Steps">The steps of an epoch.</param>
/// <param name="Loss">The mean loss of the epoch's examples so far.</param>
/// <param name="Accuracy">The share of the epoch's examples so far that were classified rightly, 0 to 1; null where targets are no classes.</param>
/// <param name="ExamplesPerSecond">Examples trained per second, over this call.</param>
/// <param name="Elapsed">The time since the call began.</param>
/// <param name="Remaining">The time that the steps left will take at this speed.</param>
/// <param name="LearningRate">The learning rate of the step, of the optimizer's first parameter group.</param>
public readonly record struct TrainingProgress(
    int Epoch, int Epochs, int Step, int Steps, double Loss, double? Accuracy, double ExamplesPerSecond, TimeSpan Elapsed, TimeSpan Remaining, double LearningRate);
