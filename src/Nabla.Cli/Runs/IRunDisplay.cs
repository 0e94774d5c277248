using Nabla.Training;

namespace Nabla.Cli.Runs;

/// <summary>Shows how a training goes.</summary>
internal interface IRunDisplay
{
    /// <summary>After a step.</summary>
    void Step(TrainingProgress progress);

    /// <summary>After an epoch and its test.</summary>
    void Epoch(EpochMetrics metrics, int epochs);
}
