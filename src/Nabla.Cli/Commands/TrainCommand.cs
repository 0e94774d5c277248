using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Nabla.Cli.Descriptions;
using Nabla.Cli.Runs;
using Nabla.Cli.Terminal;
using Nabla.Data;
using Nabla.Diagnostics;
using Nabla.Layers;
using Nabla.Training;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla train</c>: trains a preset or a described model into a run folder.</summary>
internal static class TrainCommand
{
    const int MostThreads = 1024;

    public static Command Create()
    {
        var source = new Argument<string>("PRESET|FILE.json") { Description = $"A preset ({string.Join(", ", DescriptionSource.Presets)}) or a file like one." };
        var data = new Option<string?>("--data") { Description = "Another data set; for a model of text a text or a file.", HelpName = "NAME|FILE" };
        var epochs = Shared.Whole("--epochs", "Passes over the training part.", "N", 1, 1_000_000);
        var seed = Shared.Whole("--seed", "What every random number follows from.", "S", 0L, 1L << 53);
        var threads = Shared.Whole("--threads", "Threads that compute; they change the time, never the result.", "N", 1, MostThreads);
        var folder = new Option<string?>("--out") { Description = "The run's folder; runs/PRESET-N with the next free N unless given.", HelpName = "DIR" };
        var detect = new Option<bool>("--detect-anomaly") { Description = "Name the operation and layer where the first NaN or infinity arises; slower." };
        var tellFirstStep = new Option<bool>(FirstStepDisplay.Option) { Hidden = true };
        return new NablaCommand("train", "Train a model.", "nabla train digits\nnabla train mnist-mlp --data fashion-mnist --epochs 5 --out runs/fashion\nnabla train my-model.json --json")
        {
            source, data, epochs, seed, threads, folder, detect, tellFirstStep,
        }.Runs((parsed, session) =>
        {
            RunDescription description = DescriptionSource.Read(parsed.GetValue(source)!);
            description = description with
            {
                Data = Data(description, parsed.GetValue(data)),
                Epochs = parsed.GetValue(epochs) ?? description.Epochs,
                Seed = parsed.GetValue(seed) ?? description.Seed,
            };
            return Run(description, parsed.GetValue(threads) ?? Environment.ProcessorCount, parsed.GetValue(folder), parsed.GetValue(detect), parsed.GetValue(tellFirstStep), session);
        });
    }

    /// <summary>The description's data with what <c>--data</c> names in its place.</summary>
    static Described Data(RunDescription description, string? given)
    {
        if (given is null) return description.Data;
        if (!description.IsText) return DataKinds.Named(DataCommand.Known(given), description.Data.Json);
        if (TextSet.Find(given) is null && !File.Exists(given))
            throw CommandFailure.Arguments($"--data: there is no text '{given}'.{NearestName.Hint(given, TextSet.All.Select(s => s.Name))} {description.Name} takes the path of a file, or {string.Join(" or ", TextSet.All.Select(s => s.Name))}.", "--data");
        return DataKinds.WithSource(description.Data, given);
    }

    static int Run(RunDescription description, int threads, string? path, bool detectAnomaly, bool tellFirstStep, Session session)
    {
        RunData data = RunData.Of(description);
        Sequential model = RunModel.Create(description, data.ItemShape, data.ClassCount);
        // Absent or broken files, and options that do not fit, show before a folder is made.
        Trainer trainer = RunTrainer.Create(description, model, data.Parts.Train.Count);
        trainer.DetectAnomaly = detectAnomaly;
        RunFolder folder = RunFolder.Create(path, description.Name);
        Compute.Threads = threads;
        RunConfig config = RunConfig.Of(description, data, threads);
        var run = new TrainingRun(description, folder, config, data, trainer);
        TrainingOutcome outcome = session.IsInteractive
            ? LiveDisplay.Show(display => run.Run(display, session.Stop))
            : run.Run(tellFirstStep ? new FirstStepDisplay(session.Story) : new PlainDisplay(session.Error), session.Stop);
        IReadOnlyList<string>? samples = null;
        if (config.Vocabulary is not null && !outcome.Stopped)
        {
            var writer = new TextModel(model, config);
            samples = run.Averaged(() => writer.Show(session.Stop));
            session.Error.WriteLine(GenerateCommand.Text(samples, writer.WritesLines));
        }
        session.Answer(json => Write(json, description, folder, threads, outcome, samples), () => Text(description, folder, outcome));
        return outcome.Stopped ? ExitCodes.Stopped : ExitCodes.Done;
    }

    static void Write(Utf8JsonWriter json, RunDescription description, RunFolder folder, int threads, TrainingOutcome outcome, IReadOnlyList<string>? samples)
    {
        json.WriteStartObject();
        json.WriteString("run", folder.Path);
        json.WriteString("preset", description.Name);
        json.WriteString("data", description.DataName);
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
        if (samples is not null)
        {
            json.WriteStartArray("samples");
            foreach (string sample in samples) json.WriteStringValue(sample);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    static string Text(RunDescription description, RunFolder folder, TrainingOutcome outcome) => string.Create(CultureInfo.InvariantCulture,
        $"{description.Name} on {description.DataName}: test loss {outcome.TestLoss:0.0000}{PlainDisplay.Accuracy(outcome.TestAccuracy)} after {outcome.Epochs} epochs{(outcome.Stopped ? ", stopped" : "")}, {outcome.Seconds:0.0} s; {folder.Path}");
}
