using System.Globalization;
using System.Text;

namespace Nabla.Diagnostics;

/// <summary>An explanation for a person: the forward pass, then the backward pass step by step.</summary>
internal static class ExplanationText
{
    // Longer sums are cut: a name used a thousand times has a line of its own, not a page.
    const int MostTerms = 8;

    public static string Of(Explanation explanation)
    {
        IReadOnlyList<ExplainedVertex> vertices = explanation.Vertices;
        string[] names = [.. vertices.Select(Name)];
        bool[] varies = Varying(vertices);
        List<double>[] arrived = Arrived(vertices, varies);
        var text = new StringBuilder();

        text.Append("f = ").AppendLine(explanation.Formula.Trim()).Append('\n');
        text.AppendLine("Forward pass: each vertex after its inputs");
        (string Name, string Definition)[] lines = [.. vertices.Where(v => v.Inputs.Count > 0 || v.Name is not null).Select(v => (names[v.Id], Definition(v, names)))];
        int width = lines.Max(l => l.Name.Length), wide = Math.Min(32, lines.Max(l => l.Definition.Length));
        int line = 0;
        foreach (ExplainedVertex vertex in vertices)
        {
            if (vertex.Inputs.Count == 0 && vertex.Name is null) continue;
            (string name, string definition) = lines[line++];
            text.Append("  ").Append(name.PadRight(width)).Append(definition.Length > 0 ? " = " : "   ").Append(definition.PadRight(wide))
                .Append(" = ").AppendLine(Number(vertex.Value));
        }

        text.Append('\n').AppendLine("Backward pass: B(v) is the derivative of f by v; each vertex passes B(v) times its local derivative to its inputs");
        for (int i = vertices.Count - 1; i >= 0; i--)
        {
            if (!varies[i]) continue;
            ExplainedVertex vertex = vertices[i];
            text.Append("  B(").Append(names[i]).Append(") = ").AppendLine(i == vertices.Count - 1 ? "1" : Sum(arrived[i], vertex.Gradient));
            foreach (ExplainedEdge edge in vertex.Edges)
            {
                if (varies[edge.To])
                    text.Append(CultureInfo.InvariantCulture, $"    to {names[edge.To]}: {Number(vertex.Gradient)} * {Number(edge.Local)} = {Number(edge.Product)}\n");
            }
        }

        text.Append('\n').Append("f = ").AppendLine(Number(explanation.Value));
        foreach ((string name, double gradient) in explanation.Gradient) text.Append("df/d").Append(name).Append(" = ").AppendLine(Number(gradient));
        return text.ToString();
    }

    static string Name(ExplainedVertex vertex) => vertex.Name
        ?? (vertex.Inputs.Count == 0 ? vertex.Operation : string.Create(CultureInfo.InvariantCulture, $"v{vertex.Id}"));

    static string Definition(ExplainedVertex vertex, string[] names) => vertex.Inputs.Count switch
    {
        0 => "",
        1 when vertex.Symbol is "-" or "−" => $"-{names[vertex.Inputs[0]]}",
        2 when vertex.Symbol.Length == 1 && !char.IsLetter(vertex.Symbol[0]) => $"{names[vertex.Inputs[0]]} {vertex.Symbol} {names[vertex.Inputs[1]]}",
        _ => $"{vertex.Symbol}({string.Join(", ", vertex.Inputs.Select(i => names[i]))})",
    };

    /// <summary>Which vertices depend on a name: numbers get no gradient.</summary>
    static bool[] Varying(IReadOnlyList<ExplainedVertex> vertices)
    {
        bool[] varies = new bool[vertices.Count];
        foreach (ExplainedVertex vertex in vertices)
            varies[vertex.Id] = vertex.Inputs.Count == 0 ? vertex.Name is not null : vertex.Inputs.Any(i => varies[i]);
        return varies;
    }

    static List<double>[] Arrived(IReadOnlyList<ExplainedVertex> vertices, bool[] varies)
    {
        List<double>[] arrived = [.. vertices.Select(_ => new List<double>())];
        for (int i = vertices.Count - 1; i >= 0; i--)
        {
            if (!varies[i]) continue;
            foreach (ExplainedEdge edge in vertices[i].Edges) arrived[edge.To].Add(edge.Product);
        }
        return arrived;
    }

    static string Sum(List<double> terms, double total)
    {
        if (terms.Count == 1) return Number(total);
        string sum = string.Join(" + ", terms.Take(MostTerms).Select(t => t < 0 ? $"({Number(t)})" : Number(t)));
        return string.Create(CultureInfo.InvariantCulture, $"{sum}{(terms.Count > MostTerms ? " + …" : "")} = {Number(total)}   (sum over {terms.Count} uses)");
    }

    static string Number(double value) => value.ToString("G7", CultureInfo.InvariantCulture);
}
