using System.Globalization;
using System.Text.Json;

namespace Nabla.Diagnostics;

/// <summary>An explanation as JSON.</summary>
internal static class ExplanationJson
{
    public static void Write(Explanation explanation, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        Number(writer, "value", explanation.Value);
        writer.WriteStartObject("gradient");
        foreach ((string name, double gradient) in explanation.Gradient) Number(writer, name, gradient);
        writer.WriteEndObject();
        writer.WriteStartArray("vertices");
        foreach (ExplainedVertex vertex in explanation.Vertices) Write(writer, vertex);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static void Write(Utf8JsonWriter writer, ExplainedVertex vertex)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", vertex.Id);
        writer.WriteString("operation", vertex.Operation);
        if (vertex.Name is { } name) writer.WriteString("name", name);
        writer.WriteStartArray("inputs");
        foreach (int input in vertex.Inputs) writer.WriteNumberValue(input);
        writer.WriteEndArray();
        Number(writer, "value", vertex.Value);
        Number(writer, "gradient", vertex.Gradient);
        writer.WriteStartArray("edges");
        foreach (ExplainedEdge edge in vertex.Edges)
        {
            writer.WriteStartObject();
            writer.WriteNumber("to", edge.To);
            Number(writer, "local", edge.Local);
            Number(writer, "product", edge.Product);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static void Number(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value)) writer.WriteNumber(name, value);
        else writer.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
    }
}
