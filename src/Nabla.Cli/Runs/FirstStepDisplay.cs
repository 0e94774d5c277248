using Nabla.Training;

namespace Nabla.Cli.Runs;

/// <summary>A line after the first step and no other, for whoever times the start from outside.</summary>
internal sealed class FirstStepDisplay(TextWriter output) : IRunDisplay
{
    /// <summary>The hidden option that asks for it.</summary>
    public const string Option = "--tell-first-step";

    bool told;

    public void Step(TrainingProgress progress)
    {
        if (told) return;
        told = true;
        output.WriteLine("first step");
        output.Flush();
    }

    public void Epoch(EpochMetrics metrics, int epochs)
    {
        // Nobody waits for it.
    }
}
