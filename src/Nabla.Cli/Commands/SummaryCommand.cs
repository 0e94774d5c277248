using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Nabla.Cli.Descriptions;
using Nabla.Cli.Runs;
using Nabla.Cli.Terminal;
using Nabla.Diagnostics;
using Nabla.Layers;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla summary</c>: a model layer by layer.</summary>
internal static class SummaryCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("DIR|PRESET|FILE") { Description = "A run's folder, a preset or a description." };
        return new NablaCommand("summary", "Show a model layer by layer: shapes, parameters, cost.", "nabla summary mnist-mlp\nnabla summary runs/digits-1 --json") { source }.Runs((parsed, session) =>
        {
            Summary summary = Of(parsed.GetValue(source)!);
            session.Answer(json => Write(json, summary), () => Text(summary));
            return ExitCodes.Done;
        });
    }

    static Summary Of(string source)
    {
        if (RunFolder.Is(source))
        {
            RunConfig config = RunFolder.Open(source).Config;
            return Of(config.Description, config.ItemShape, config.ClassCount);
        }
        RunDescription description = DescriptionSource.Read(source);
        RunData data = RunData.Outline(description);
        return Of(description, data.ItemShape, data.ClassCount);
    }

    static Summary Of(RunDescription description, IReadOnlyList<int> itemShape, int classCount)
    {
        Sequential model = RunModel.Create(description, itemShape, classCount);
        return Summary.Of(model, new Shape([1, .. itemShape]));
    }

    static void Write(Utf8JsonWriter json, Summary summary)
    {
        json.WriteStartObject();
        json.WriteStartArray("layers");
        foreach (SummaryRow row in summary.Rows)
        {
            json.WriteStartObject();
            json.WriteString("path", row.Path);
            json.WriteString("kind", row.Kind);
            json.WriteStartArray("output");
            for (int i = 0; i < row.Output.Rank; i++) json.WriteNumberValue(row.Output[i]);
            json.WriteEndArray();
            json.WriteNumber("parameters", row.Parameters);
            json.WriteNumber("multiplyAdds", row.MultiplyAdds);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("parameters", summary.Parameters);
        json.WriteNumber("multiplyAdds", summary.MultiplyAdds);
        json.WriteEndObject();
    }

    static string Text(Summary summary)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"input {summary.Input}\n");
        text.Append("path    kind          output            parameters  multiply-adds\n");
        foreach (SummaryRow row in summary.Rows)
            text.Append(CultureInfo.InvariantCulture, $"{row.Path,-6}  {row.Kind,-12}  {row.Output.ToString(),-16}  {row.Parameters,10}  {row.MultiplyAdds,13}\n");
        text.Append(CultureInfo.InvariantCulture, $"{"",-6}  {"total",-12}  {"",-16}  {summary.Parameters,10}  {summary.MultiplyAdds,13}\n");
        return text.ToString();
    }
}
