using System.Globalization;
using System.Text.Json;
using Nabla.Cli.Descriptions;
using Nabla.Cli.Terminal;
using Nabla.Layers;

namespace Nabla.Cli.Runs;

/// <summary>A training's folder: config.json says all that made it, metrics.jsonl how it went, model.safetensors what came out.</summary>
internal sealed class RunFolder
{
    const string ConfigName = "config.json", MetricsName = "metrics.jsonl", WeightsName = "model.safetensors";

    RunFolder(string path) => Path = path;

    /// <summary>The folder as it was named.</summary>
    public string Path { get; }

    string Weights => System.IO.Path.Combine(Path, WeightsName);

    /// <summary>A new folder: the one asked for, or the next free one of runs/NAME-N.</summary>
    public static RunFolder Create(string? path, string name)
    {
        // An empty --out= takes the option after it for its value.
        if (path is "" || path?.StartsWith("--", StringComparison.Ordinal) == true) throw CommandFailure.Arguments("--out: a folder's name is needed.", "--out");
        string folder = path ?? NextFree(name);
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw CommandFailure.Arguments($"{folder}: there is something already. Name another folder with --out.", "--out");
        Directory.CreateDirectory(folder);
        return new(folder);
    }

    /// <summary>An existing folder, with what its config.json says.</summary>
    public static (RunFolder Folder, RunConfig Config) Open(string path)
    {
        string config = System.IO.Path.Combine(path, ConfigName);
        if (!File.Exists(config))
            throw CommandFailure.Arguments(Directory.Exists(path) ? $"{path}: this is no run: it has no {ConfigName}." : $"{path}: there is no such folder.", path);
        return (new(path), RunConfig.Read(LocatedJson.Parse(config, File.ReadAllBytes(config))));
    }

    /// <summary>Whether a path is a run.</summary>
    public static bool Is(string path) => Directory.Exists(path);

    public void WriteConfig(RunConfig config) => File.WriteAllText(System.IO.Path.Combine(Path, ConfigName), JsonText.Of(config.Write, indented: true) + "\n");

    /// <summary>Appends a line to the metrics.</summary>
    public void AddMetrics(Action<Utf8JsonWriter> write) => File.AppendAllText(System.IO.Path.Combine(Path, MetricsName), JsonText.Of(write) + "\n");

    /// <summary>Writes the weights, and gives the file's name.</summary>
    public string WriteWeights(Module model)
    {
        model.Save(Weights);
        return Weights;
    }

    /// <summary>The model with its trained weights, in evaluation mode.</summary>
    public Sequential LoadModel(RunConfig config)
    {
        Sequential model = RunModel.Create(config.Description, config.ItemShape, config.ClassCount);
        if (!File.Exists(Weights)) throw new CommandFailure("run", $"{Path}: the run has no {WeightsName}: its training was not finished.", Weights);
        model.Load(Weights);
        model.Eval();
        return model;
    }

    static string NextFree(string name)
    {
        string safe = string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
        for (int n = 1; ; n++)
        {
            string folder = System.IO.Path.Combine("runs", string.Create(CultureInfo.InvariantCulture, $"{safe}-{n}"));
            if (!Directory.Exists(folder) && !File.Exists(folder)) return folder;
        }
    }
}
