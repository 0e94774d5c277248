using System.Text.Json;

namespace Nabla.Diagnostics;

/// <summary>An explained model as JSON.</summary>
internal static class ModelJson
{
    public static void Write(ModelExplanation model, Utf8JsonWriter writer, LayerExplanation? detail, long most)
    {
        ExplanationJson.Number(writer, "loss", model.Loss);
        writer.WriteStartArray("layers");
        foreach (LayerExplanation layer in model.Layers) Write(writer, layer, most);
        writer.WriteEndArray();
        if (detail is null) return;
        writer.WriteNumber("layer", detail.Number);
        TensorJson.Vertices(detail.Graph, writer, most);
    }

    static void Write(Utf8JsonWriter writer, LayerExplanation layer, long most)
    {
        writer.WriteStartObject();
        writer.WriteString("path", layer.Path);
        writer.WriteString("kind", layer.Kind);
        Both(writer, "input", layer.Input, most);
        Both(writer, "output", layer.Output, most);
        Both(writer, "upstream", layer.Upstream, most);
        writer.WriteString("local", layer.Local);
        Both(writer, "product", layer.Product, most);
        writer.WriteStartArray("parameters");
        foreach (ParameterExplanation parameter in layer.Parameters)
        {
            writer.WriteStartObject();
            writer.WriteString("path", parameter.Path);
            Both(writer, "value", parameter.Value, most);
            Both(writer, "gradient", parameter.Gradient, most);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("checks");
        foreach (GradientEntry check in layer.Checks)
        {
            writer.WriteStartObject();
            writer.WriteString("of", check.Of);
            writer.WriteNumber("index", check.Index);
            ExplanationJson.Number(writer, "gradient", check.Gradient);
            ExplanationJson.Number(writer, "difference", check.Difference);
            ExplanationJson.Number(writer, "error", check.Error);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static void Both(Utf8JsonWriter writer, string name, Tensor x, long most)
    {
        TensorJson.Tensor(writer, name, x, most);
        TensorJson.Summary(writer, $"{name}Summary", x);
    }
}
