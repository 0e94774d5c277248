using System.Text.Json;
using Nabla.Diagnostics;
using Nabla.Pictures;

namespace Nabla.Cli.Explanations;

/// <summary>A formula of vectors and matrices, explained.</summary>
internal sealed class TensorAnswer(TensorExplanation explanation) : IExplanationAnswer
{
    public void WriteJson(Utf8JsonWriter writer) => explanation.WriteJson(writer);

    public string Text() => explanation.ToString();

    public ExplanationDiagram Diagram() => explanation.Diagram();

    public Picture Picture() => ExplanationPicture.Of(explanation.Diagram());

    public string Latex() => explanation.ToLatex();
}
