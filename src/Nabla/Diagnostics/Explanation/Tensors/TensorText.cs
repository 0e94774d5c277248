using System.Globalization;
using System.Text;

namespace Nabla.Diagnostics;

/// <summary>An explanation of tensors for a person, and as a diagram.</summary>
internal static class TensorText
{
    public static string Of(TensorExplanation explanation)
    {
        ExplanationStep[] steps = Steps(explanation);
        var text = new StringBuilder();
        if (explanation.Graph is { } formula) text.Append(formula.Written).Append("\n\n");
        ExplanationText.Forward(text, steps);
        ExplanationText.Backward(text, steps, "through");
        bool formulated = explanation.Formula is not null;
        text.Append('\n').Append(formulated ? "f" : "result").Append(" = ").Append(steps[^1].Value).Append('\n');
        foreach ((string name, Tensor gradient) in explanation.Gradient) text.Append(formulated ? "df/d" : "gradient of ").Append(name).Append(" = ").Append(TensorSummary.Line(gradient)).Append('\n');
        return text.ToString();
    }

    public static ExplanationDiagram Diagram(TensorExplanation explanation)
    {
        ExplanationStep[] steps = Steps(explanation);
        return new(explanation.Graph is { } formula ? ModeDiagram.Title(formula) : $"{steps[^1].Symbol} {steps[^1].Value}",
            [
                .. steps.Select(s => new DiagramVertex(s.Inputs.Count == 0 ? s.Name : s.IsNamed ? $"{s.Name} = {s.Symbol}" : s.Symbol,
                    s.IsNumber ? "" : Short(explanation.Vertices[s.Id].Value, explanation.Vertices[s.Id].Shape), s.Varies ? $"∂ {Short(explanation.Vertices[s.Id].Gradient, default)}" : "", s.Inputs.Count == 0)),
            ],
            [.. explanation.Vertices.SelectMany(v => v.Edges.Select(e => new DiagramEdge(e.To, v.Id, steps[e.To].Varies ? Short(e.Product, default) : "")))]);
    }

    public static ExplanationStep[] Steps(TensorExplanation explanation)
    {
        IReadOnlyList<TensorVertex> vertices = explanation.Vertices;
        var varies = new bool[vertices.Count];
        foreach (TensorVertex v in vertices) varies[v.Id] = v.Inputs.Count == 0 ? v.Name is not null : v.Inputs.Any(i => varies[i]);
        return
        [
            .. vertices.Select(v => new ExplanationStep(v.Id, ExplanationStep.NameOf(v.Name, v.Operation, v.Inputs.Count, v.Id), v.Symbol, v.Inputs, v.Name is not null, varies[v.Id],
                v.Value is null ? $"{v.Shape}, not kept" : TensorSummary.Line(v.Value), TensorSummary.Line(v.Gradient),
                [.. v.Edges.Select(e => new ExplanationStepEdge(e.To, $"({e.Local})", TensorSummary.Line(e.Product)))]) { Arguments = v.Arguments }),
        ];
    }

    /// <summary>What a drawing has room for.</summary>
    static string Short(Tensor? x, Shape shape)
    {
        if (x is null) return shape.ToString();
        return x.ElementCount <= 4 ? TensorSummary.Line(x) : string.Create(CultureInfo.InvariantCulture, $"{x.Shape} ‖·‖ {TensorSummary.Of(x).Norm:G4}");
    }
}
