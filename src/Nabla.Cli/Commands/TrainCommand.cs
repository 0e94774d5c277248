using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Nabla.Cli.Descriptions;
using Nabla.Cli.Runs;
using Nabla.Cli.Terminal;
using Nabla.Data;
using Nabla.Layers;
using Nabla.Optimizers;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla train</c>: trains a preset or a described model into a run folder.</summary>
internal static class TrainCommand
{
    const int MostThreads = 1024;

    public static Command Create()
    {
        var source = new Argument<string>("PRESET|FILE.json") { Description = $"A preset ({string.Join(", ", DescriptionSource.Presets)}) or a file like one." };
        var data = new Option<string?>("--data") { Description = "Another data set of the same shape.", HelpName = "NAME" };
        var epochs = Shared.Whole("--epochs", "Passes over the training part.", "N", 1, 1_000_000);
        var seed = Shared.Whole("--seed", "What every random number follows from.", "S", 0L, 1L << 53);
        var threads = Shared.Whole("--threads", "Threads that compute; they change the time, never the result.", "N", 1, MostThreads);
        var folder = new Option<string?>("--out") { Description = "The run's folder; runs/PRESET-N with the next free N unless given.", HelpName = "DIR" };
        return new NablaCommand("train", "Train a model.", "nabla train digits\nnabla train mnist-mlp --data fashion-mnist --epochs 5 --out runs/fashion\nnabla train my-model.json --json")
        {
            source, data, epochs, seed, threads, folder,
        }.Runs((parsed, session) =>
        {
            RunDescription description = DescriptionSource.Read(parsed.GetValue(source)!);
            description = description with
            {
                Data = DataCommand.Known(parsed.GetValue(data)) ?? description.Data,
                Epochs = parsed.GetValue(epochs) ?? description.Epochs,
                Seed = parsed.GetValue(seed) ?? description.Seed,
            };
            return Run(description, parsed.GetValue(threads) ?? Environment.ProcessorCount, parsed.GetValue(folder), session);
        });
    }

    static int Run(RunDescription description, int threads, string? path, Session session)
    {
        Dataset data = RunData.Find(description);
        Sequential model = RunModel.Create(description, data.ItemShape, data.ClassNames.Count);
        Optimizer optimizer = OptimizerKinds.Create(description.Optimizer, model);
        _ = data.Train.Count; // absent or broken files show before a folder is made
        RunFolder folder = RunFolder.Create(path, description.Name);
        Compute.Threads = threads;
        var run = new TrainingRun(description, folder, RunConfig.Of(description, data, threads), data, model, optimizer);
        TrainingOutcome outcome = session.IsInteractive
            ? LiveDisplay.Show(display => run.Run(display, session.Stop))
            : run.Run(new PlainDisplay(session.Error), session.Stop);
        session.Answer(json => Write(json, description, folder, threads, outcome), () => Text(description, folder, outcome));
        return outcome.Stopped ? ExitCodes.Stopped : ExitCodes.Done;
    }

    static void Write(Utf8JsonWriter json, RunDescription description, RunFolder folder, int threads, TrainingOutcome outcome)
    {
        json.WriteStartObject();
        json.WriteString("run", folder.Path);
        json.WriteString("preset", description.Name);
        json.WriteString("data", description.Data);
        json.WriteNumber("epochs", outcome.Epochs);
        json.WriteNumber("steps", outcome.Steps);
        json.WriteReal("seconds", outcome.Seconds);
        json.WriteReal("trainLoss", outcome.TrainLoss);
        json.WriteReal("testLoss", outcome.TestLoss);
        json.WriteReal("testAccuracy", outcome.TestAccuracy);
        json.WriteReal("examplesPerSecond", outcome.ExamplesPerSecond);
        json.WriteNumber("seed", description.Seed);
        json.WriteNumber("threads", threads);
        json.WriteBoolean("stopped", outcome.Stopped);
        json.WriteEndObject();
    }

    static string Text(RunDescription description, RunFolder folder, TrainingOutcome outcome) => string.Create(CultureInfo.InvariantCulture,
        $"{description.Name} on {description.Data}: test loss {outcome.TestLoss:0.0000}{PlainDisplay.Accuracy(outcome.TestAccuracy)} after {outcome.Epochs} epochs{(outcome.Stopped ? ", stopped" : "")}, {outcome.Seconds:0.0} s; {folder.Path}");
}
