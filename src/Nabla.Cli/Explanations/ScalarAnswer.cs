using System.Text.Json;
using Nabla.Diagnostics;
using Nabla.Pictures;

namespace Nabla.Cli.Explanations;

/// <summary>A formula of numbers, explained in one mode.</summary>
internal sealed class ScalarAnswer(Explanation explanation, ExplanationMode mode, int mostPaths) : IExplanationAnswer
{
    public void WriteJson(Utf8JsonWriter writer) => explanation.WriteJson(writer, mode, mostPaths);

    public string Text() => explanation.ToText(mode, mostPaths);

    public ExplanationDiagram Diagram() => explanation.Diagram(mode);

    public Picture Picture() => mode == ExplanationMode.Numeric
        ? ExplanationPicture.Of("Error of difference quotients", explanation.Numeric())
        : ExplanationPicture.Of(explanation.Diagram(mode));

    public string Latex() => explanation.ToLatex(mode, mostPaths);
}
