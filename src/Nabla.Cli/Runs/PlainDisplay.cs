using System.Globalization;
using Nabla.Training;

namespace Nabla.Cli.Runs;

/// <summary>A line for each epoch, for logs.</summary>
internal sealed class PlainDisplay(TextWriter error) : IRunDisplay
{
    public void Step(TrainingProgress progress)
    {
        // Logs want no line for each step.
    }

    public void Epoch(EpochMetrics metrics, int epochs)
    {
        error.WriteLine(Line(metrics, epochs));
        error.Flush();
    }

    /// <summary>An epoch in one line.</summary>
    public static string Line(EpochMetrics m, int epochs) => string.Create(CultureInfo.InvariantCulture,
        $"epoch {m.Epoch}/{epochs}  loss {m.TrainLoss:0.0000}{Accuracy(m.TrainAccuracy)}  test loss {m.TestLoss:0.0000}{Accuracy(m.TestAccuracy)}  {m.ExamplesPerSecond:0} examples/s");

    /// <summary>An accuracy with a name before it, or nothing.</summary>
    public static string Accuracy(double? accuracy) => accuracy is { } a ? string.Create(CultureInfo.InvariantCulture, $" accuracy {a:0.0000}") : "";
}
