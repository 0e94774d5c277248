using System.Globalization;
using System.Text.Json;
using Nabla.Cli.Descriptions;
using Nabla.Cli.Runs;
using Nabla.Cli.Terminal;
using Nabla.Data;
using Nabla.Diagnostics;
using Nabla.Layers;
using Nabla.Pictures;

namespace Nabla.Cli.Explanations;

/// <summary>A run's model on an example, explained layer by layer.</summary>
internal sealed class ModelAnswer : IExplanationAnswer
{
    readonly string run;
    readonly string part;
    readonly int example;
    readonly string target;
    readonly int? layer;
    readonly ModelExplanation explanation;

    ModelAnswer(string run, string part, int example, string target, int? layer, ModelExplanation explanation) =>
        (this.run, this.part, this.example, this.target, this.layer, this.explanation) = (run, part, example, target, layer, explanation);

    /// <summary>Runs a model on an example, in float64 so that difference quotients are sharp.</summary>
    public static ModelAnswer Of(string path, string part, int example, int? layer)
    {
        (RunFolder folder, RunConfig config) = RunFolder.Open(path);
        Sequential model = folder.LoadModel(config);
        string name = config.Description.DataName;
        (IDataset train, IDataset test) = RunData.Of(config.Description, config.Vocabulary).Parts;
        IDataset examples = part == "train" ? train : test;
        if (example >= examples.Count)
            throw CommandFailure.Arguments(string.Create(CultureInfo.InvariantCulture, $"--example: there is no example {example}: the {part} part of {name} has {examples.Count}, counted from 0."), "--example");
        Batch one = examples.Take([example]);
        model.Cast(DType.Float64);
        Func<Tensor, Tensor, Tensor> loss = LossUse.Of(config.Description);
        Tensor answer = Real(one.Targets);
        ModelExplanation explained = Explain.Model(model, Real(one.Inputs), output => loss(output, answer));
        if (layer >= explained.Layers.Count)
            throw CommandFailure.Arguments(string.Create(CultureInfo.InvariantCulture, $"--layer: there is no layer {layer}: they are 0 to {explained.Layers.Count - 1}, the loss is the last."), "--layer");
        return new(folder.Path, part, example, Answer(config, one.Targets), layer, explained);

        // Classes and characters stay whole numbers.
        static Tensor Real(Tensor x) => x.DType.IsFloatingPoint ? x.Cast(DType.Float64) : x;
    }

    static string Answer(RunConfig config, Tensor targets)
    {
        double[] numbers = targets.ToDoubles();
        if (config.Vocabulary is { } vocabulary) return vocabulary.Decode([.. numbers.TakeWhile(n => n >= 0).Select(n => (int)n)]);
        return config.ClassNames.Count > 0 ? config.ClassNames[(int)numbers[0]] : numbers[0].ToString("G7", CultureInfo.InvariantCulture);
    }

    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("run", run);
        writer.WriteString("part", part);
        writer.WriteNumber("example", example);
        writer.WriteString("target", target);
        explanation.WriteJson(writer, layer);
        writer.WriteEndObject();
    }

    public string Text() => string.Create(CultureInfo.InvariantCulture, $"{run}, example {example} of the {part} part: {target.TrimEnd('\n').Replace("\n", "\\n", StringComparison.Ordinal)}\n\n")
        + (layer is { } number ? explanation.ToText(number) : explanation.ToString());

    public ExplanationDiagram Diagram() => explanation.Diagram(layer);

    public Picture Picture() => ExplanationPicture.Of(explanation.Diagram(layer));

    public string Latex() => throw CommandFailure.Arguments("--format latex is for formulas; a model can be written as text, json, dot, svg or mermaid.", "--format");
}
