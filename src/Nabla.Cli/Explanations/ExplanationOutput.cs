using Nabla.Cli.Terminal;

namespace Nabla.Cli.Explanations;

/// <summary>Writes an explanation in the format asked for.</summary>
internal static class ExplanationOutput
{
    public static void Write(IExplanationAnswer answer, string format, Session session)
    {
        if (session.Json && format is not ("text" or "json"))
            throw CommandFailure.Arguments($"--json and --format {format} exclude each other.", "--format");
        if (format == "json" && !session.Json) session.WriteJson(answer.WriteJson);
        else session.Answer(answer.WriteJson, format switch
        {
            "dot" => () => answer.Diagram().ToDot(),
            "mermaid" => () => answer.Diagram().ToMermaid(),
            "svg" => () => answer.Picture().ToSvg(),
            "latex" => answer.Latex,
            _ => answer.Text,
        });
    }
}
