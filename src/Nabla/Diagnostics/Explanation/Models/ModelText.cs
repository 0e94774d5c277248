using System.Globalization;
using System.Text;

namespace Nabla.Diagnostics;

/// <summary>An explained model for a person, and as a diagram.</summary>
internal static class ModelText
{
    public static string Of(ModelExplanation model)
    {
        var text = new StringBuilder();
        text.Append("Forward pass: each layer's output\n");
        foreach (LayerExplanation layer in model.Layers) text.Append("  ").Append(Name(layer)).Append(": ").Append(layer.Input.Shape).Append(" > ").Append(TensorSummary.Of(layer.Output)).Append('\n');
        text.Append("\nBackward pass: the loss's gradient by the output (upstream), through each layer's derivative, to its input and parameters (product)\n");
        for (int i = model.Layers.Count - 1; i >= 0; i--) Backward(text, model.Layers[i]);
        text.Append(CultureInfo.InvariantCulture, $"\nloss = {model.Loss:G7}\n");
        return text.ToString();
    }

    public static string Of(LayerExplanation layer)
    {
        var text = new StringBuilder("Layer ").Append(Name(layer)).Append('\n');
        text.Append("  input   ").Append(TensorSummary.Of(layer.Input)).Append("\n  output  ").Append(TensorSummary.Of(layer.Output)).Append('\n');
        foreach (ParameterExplanation p in layer.Parameters) text.Append("  ").Append(p.Path).Append("  ").Append(TensorSummary.Of(p.Value)).Append('\n');
        text.Append('\n').Append(layer.Graph).Append('\n');
        Backward(text, layer);
        return text.ToString();
    }

    public static ExplanationDiagram Diagram(LayerExplanation layer) => layer.Graph.Diagram() with { Title = Name(layer) };

    public static ExplanationDiagram Diagram(ModelExplanation model)
    {
        LayerExplanation first = model.Layers[0];
        var vertices = new List<DiagramVertex> { new("input", Short(first.Input), HasGradient(first) ? $"∂ {Short(first.Product)}" : "", true) };
        var edges = new List<DiagramEdge>();
        int before = 0;
        foreach (LayerExplanation layer in model.Layers)
        {
            vertices.Add(new(Name(layer), Short(layer.Output), $"∂ {Short(layer.Upstream)}", false));
            int here = vertices.Count - 1;
            edges.Add(new(before, here, HasGradient(layer) ? Short(layer.Product) : ""));
            foreach (ParameterExplanation p in layer.Parameters)
            {
                edges.Add(new(vertices.Count, here, Short(p.Gradient)));
                vertices.Add(new(p.Path, Short(p.Value), $"∂ {Short(p.Gradient)}", true));
            }
            before = here;
        }
        return new(string.Create(CultureInfo.InvariantCulture, $"loss {model.Loss:G7}"), vertices, edges);
    }

    /// <summary>Whole numbers, as classes and characters are, have no gradient.</summary>
    static bool HasGradient(LayerExplanation layer) => layer.Input.DType.IsFloatingPoint;

    static void Backward(StringBuilder text, LayerExplanation layer)
    {
        text.Append("  ").Append(Name(layer)).Append('\n');
        text.Append("    upstream   ").Append(TensorSummary.Of(layer.Upstream)).Append('\n');
        text.Append("    local      ").Append(layer.Local).Append('\n');
        text.Append("    product    ").Append(HasGradient(layer) ? TensorSummary.Of(layer.Product).ToString() : "none: the input is whole numbers").Append('\n');
        foreach (ParameterExplanation p in layer.Parameters) text.Append("    by ").Append(p.Path).Append("  ").Append(TensorSummary.Of(p.Gradient)).Append('\n');
        foreach (GradientEntry check in layer.Checks)
            text.Append(CultureInfo.InvariantCulture, $"    check      {check.Of}[{check.Index}]: {check.Gradient:G7}, by differences {check.Difference:G7}, error {check.Error:0.0e-00}\n");
    }

    static string Name(LayerExplanation layer) => layer.Path == "loss" ? layer.Path : $"{layer.Path} ({layer.Kind})";

    static string Short(Tensor x) => x.ElementCount == 1
        ? x.Item().ToString("G5", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{x.Shape} ‖·‖ {TensorSummary.Of(x).Norm:G4}");
}
