using System.Text.Json;
using Nabla.Diagnostics;
using Nabla.Pictures;

namespace Nabla.Cli.Explanations;

/// <summary>An explanation that can be written in every format.</summary>
internal interface IExplanationAnswer
{
    void WriteJson(Utf8JsonWriter writer);

    string Text();

    ExplanationDiagram Diagram();

    Picture Picture();

    string Latex();
}
