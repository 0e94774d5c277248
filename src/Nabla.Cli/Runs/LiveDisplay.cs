using System.Globalization;
using Nabla.Training;
using Spectre.Console;

namespace Nabla.Cli.Runs;

/// <summary>A bar that moves with each step, and a line for each epoch above it, for a person at a terminal.</summary>
internal sealed class LiveDisplay(IAnsiConsole console, ProgressTask bar) : IRunDisplay
{
    // Bar and text fit a terminal of 80 columns.
    const int BarWidth = 8;

    /// <summary>Shows a bar on the error stream while something runs.</summary>
    public static T Show<T>(Func<IRunDisplay, T> run)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().AutoClear(true).Columns(new ProgressBarColumn { Width = BarWidth }, new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => run(new LiveDisplay(console, context.AddTask("starting", maxValue: 1))));
    }

    public void Step(TrainingProgress p)
    {
        double done = p.Epoch - 1 + (double)p.Step / p.Steps;
        bar.MaxValue = p.Epochs;
        bar.Value = done;
        TimeSpan left = p.Elapsed * ((p.Epochs - done) / Math.Max((double)p.Step / p.Steps, 1e-9));
        bar.Description = string.Create(CultureInfo.InvariantCulture,
            $"epoch {p.Epoch}/{p.Epochs} step {p.Step}/{p.Steps} loss {p.Loss:0.000}{PlainDisplay.Accuracy(p.Accuracy)} {p.ExamplesPerSecond:0}/s {Left(left)} left");
    }

    static string Left(TimeSpan time) => time.ToString(time.TotalHours < 1 ? @"mm\:ss" : @"d\.hh\:mm", CultureInfo.InvariantCulture);

    public void Epoch(EpochMetrics metrics, int epochs) => console.WriteLine(PlainDisplay.Line(metrics, epochs));
}
