using System.Text.Json;

namespace Nabla.Diagnostics;

/// <summary>An explanation of tensors as JSON: the fields of a formula of numbers, with nested lists.</summary>
internal static class TensorJson
{
    public static void Write(TensorExplanation explanation, Utf8JsonWriter writer, long most)
    {
        writer.WriteStartObject();
        Tensor(writer, "value", explanation.Value, most);
        writer.WriteStartObject("gradient");
        foreach ((string name, Tensor gradient) in explanation.Gradient) Tensor(writer, name, gradient, most);
        writer.WriteEndObject();
        Vertices(explanation, writer, most);
        writer.WriteString("mode", "reverse");
        writer.WriteEndObject();
    }

    public static void Vertices(TensorExplanation explanation, Utf8JsonWriter writer, long most)
    {
        writer.WriteStartArray("vertices");
        foreach (TensorVertex vertex in explanation.Vertices) Vertex(writer, vertex, most);
        writer.WriteEndArray();
    }

    static void Vertex(Utf8JsonWriter writer, TensorVertex vertex, long most)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", vertex.Id);
        writer.WriteString("operation", vertex.Operation);
        if (vertex.Name is { } name) writer.WriteString("name", name);
        writer.WriteStartArray("inputs");
        foreach (int input in vertex.Inputs) writer.WriteNumberValue(input);
        writer.WriteEndArray();
        writer.WriteStartArray("shape");
        foreach (int size in vertex.Shape) writer.WriteNumberValue(size);
        writer.WriteEndArray();
        if (vertex.Value is { } value) Tensor(writer, "value", value, most);
        else writer.WriteNull("value");
        Tensor(writer, "gradient", vertex.Gradient, most);
        if (vertex.Value?.ElementCount > most) Summary(writer, "valueSummary", vertex.Value);
        if (vertex.Gradient.ElementCount > most) Summary(writer, "gradientSummary", vertex.Gradient);
        writer.WriteStartArray("edges");
        foreach (TensorEdge edge in vertex.Edges)
        {
            writer.WriteStartObject();
            writer.WriteNumber("to", edge.To);
            writer.WriteNumber("position", edge.Position);
            if (edge.Jacobian is { } jacobian) Tensor(writer, "local", jacobian, most);
            else writer.WriteNull("local");
            writer.WriteString("description", edge.Local);
            Tensor(writer, "product", edge.Product, most);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void Summary(Utf8JsonWriter writer, string name, Tensor x)
    {
        TensorSummary summary = TensorSummary.Of(x);
        writer.WriteStartObject(name);
        writer.WriteStartArray("shape");
        foreach (int size in summary.Shape) writer.WriteNumberValue(size);
        writer.WriteEndArray();
        ExplanationJson.Number(writer, "norm", summary.Norm);
        ExplanationJson.Number(writer, "mean", summary.Mean);
        ExplanationJson.Number(writer, "least", summary.Least);
        ExplanationJson.Number(writer, "greatest", summary.Greatest);
        writer.WriteEndObject();
    }

    /// <summary>A number, or lists in lists; null past a number of elements.</summary>
    public static void Tensor(Utf8JsonWriter writer, string name, Tensor x, long most)
    {
        writer.WritePropertyName(name);
        if (x.ElementCount > most)
        {
            writer.WriteNullValue();
            return;
        }
        int next = 0;
        Nested(x.ToDoubles(), 0);

        void Nested(double[] elements, int axis)
        {
            if (axis == x.Rank)
            {
                ExplanationJson.NumberValue(writer, elements[next++]);
                return;
            }
            writer.WriteStartArray();
            for (int i = 0; i < x.Shape[axis]; i++) Nested(elements, axis + 1);
            writer.WriteEndArray();
        }
    }
}
