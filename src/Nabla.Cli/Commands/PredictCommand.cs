using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Nabla.Cli.Descriptions;
using Nabla.Cli.Runs;
using Nabla.Cli.Terminal;
using Nabla.Data;
using Nabla.Layers;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla predict</c>: what a trained model says about new inputs.</summary>
internal static class PredictCommand
{
    const int BatchSize = 256;

    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder of a run." };
        var files = new Argument<string[]>("FILE") { Description = "PNG images, CSV files, IDX files, or an image of an IDX file as file.idx3:7; text files for a model of text, a prompt a line.", Arity = ArgumentArity.OneOrMore };
        return new NablaCommand("predict", "Predict the classes (or numbers) of new inputs.", "nabla predict runs/mnist-mlp-1 t10k-images-idx3-ubyte:7\nnabla predict runs/iris-1 flowers.csv --json")
        {
            folder, files,
        }.Runs((parsed, session) =>
        {
            (RunFolder run, RunConfig config) = RunFolder.Open(parsed.GetValue(folder)!);
            List<Prediction> predictions = [];
            if (config.Vocabulary is not null)
            {
                TextModel model = TextModel.Open(run, config, "predict");
                foreach (string file in parsed.GetValue(files)!) predictions.AddRange(Predict(model, TextFile.Read(file), session.Stop));
            }
            else
            {
                Sequential model = run.LoadModel(config);
                foreach (string file in parsed.GetValue(files)!)
                    predictions.AddRange(Predict(model, config, PredictionInput.Read(file, config), session.Stop));
            }
            session.Answer(json => Write(json, predictions), () => Text(predictions));
            return ExitCodes.Done;
        });
    }

    /// <summary>A model's answer to one input.</summary>
    /// <param name="Input">Where the input stood.</param>
    /// <param name="Label">The likeliest class; null where answers are numbers.</param>
    /// <param name="Probabilities">Of the classes in order; empty where answers are numbers.</param>
    /// <param name="Value">The number predicted; null where answers are classes.</param>
    sealed record Prediction(string Input, string? Label, double[] Probabilities, double? Value);

    static IEnumerable<Prediction> Predict(Sequential model, RunConfig config, PredictionInput input, CancellationToken stop)
    {
        config.Preparation.Apply(input.Values);
        int length = input.Values.Length / input.Names.Count, width = Math.Max(1, config.ClassNames.Count);
        for (int start = 0; start < input.Names.Count; start += BatchSize)
        {
            stop.ThrowIfCancellationRequested();
            int count = Math.Min(BatchSize, input.Names.Count - start);
            double[] outputs = Outputs(model, config, input.Values.AsSpan(start * length, count * length), count);
            for (int i = 0; i < count; i++) yield return Of(input.Names[start + i], outputs.AsSpan(i * width, width), config.ClassNames);
        }
    }

    /// <summary>What follows each line of a text.</summary>
    static IEnumerable<Prediction> Predict(TextModel model, TextFile file, CancellationToken stop)
    {
        int line = 0;
        foreach (string prompt in file.Lines)
        {
            stop.ThrowIfCancellationRequested();
            string name = string.Create(CultureInfo.InvariantCulture, $"{file.Path}:{line++}");
            (string next, double[] probabilities) = model.Predict(prompt, name);
            yield return new Prediction(name, next, probabilities, null);
        }
    }

    static Prediction Of(string name, ReadOnlySpan<double> output, IReadOnlyList<string> classes)
    {
        if (classes.Count == 0) return new Prediction(name, null, [], output[0]);
        int best = 0;
        for (int i = 1; i < output.Length; i++)
            if (output[i] > output[best]) best = i;
        return new Prediction(name, classes[best], output.ToArray(), null);
    }

    static double[] Outputs(Sequential model, RunConfig config, ReadOnlySpan<float> values, int count)
    {
        using var constant = new NoGrad();
        Tensor output = model.Call(Tensor.From(values, new Shape([count, .. config.ItemShape])));
        return (LossKinds.All.Create(config.Description.Loss).TakesClasses ? output.Softmax(1) : output).ToDoubles();
    }

    static void Write(Utf8JsonWriter json, List<Prediction> predictions)
    {
        json.WriteStartObject();
        json.WriteStartArray("predictions");
        foreach (Prediction prediction in predictions)
        {
            json.WriteStartObject();
            json.WriteString("input", prediction.Input);
            json.WriteString("label", prediction.Label);
            json.WriteStartArray("probabilities");
            foreach (double probability in prediction.Probabilities) json.WriteRealValue(probability);
            json.WriteEndArray();
            if (prediction.Value is { } value) json.WriteReal("value", value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static string Text(List<Prediction> predictions)
    {
        var text = new StringBuilder();
        foreach (Prediction p in predictions)
        {
            string answer = p.Value is { } value ? value.ToString("G6", CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"{(p.Label == "\n" ? "the end of the line" : p.Label)} ({p.Probabilities.Max():P1})");
            text.Append(p.Input).Append(": ").Append(answer).Append('\n');
        }
        return text.ToString();
    }
}
