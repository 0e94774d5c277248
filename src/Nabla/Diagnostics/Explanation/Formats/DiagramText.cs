using System.Globalization;
using System.Text;

namespace Nabla.Diagnostics;

/// <summary>A diagram in the languages of programs that draw.</summary>
internal static class DiagramText
{
    public static string Dot(ExplanationDiagram diagram)
    {
        var text = new StringBuilder("digraph explanation {\n  rankdir=LR;\n  labelloc=t;\n");
        text.Append("  label=").Append(Quoted(diagram.Title)).Append(";\n  node [fontname=\"DejaVu Sans\", style=\"rounded,filled\", shape=box, fillcolor=\"#fbf3e0\"];\n  edge [fontname=\"DejaVu Sans\", fontcolor=\"#b03a00\", fontsize=11];\n");
        for (int i = 0; i < diagram.Vertices.Count; i++)
        {
            DiagramVertex vertex = diagram.Vertices[i];
            string label = string.Join('\n', Lines(vertex));
            text.Append(CultureInfo.InvariantCulture, $"  v{i} [label={Quoted(label)}").Append(vertex.IsLeaf ? ", style=filled, fillcolor=\"#e8f1f8\"];\n" : "];\n");
        }
        foreach (DiagramEdge edge in diagram.Edges)
        {
            text.Append(CultureInfo.InvariantCulture, $"  v{edge.From} -> v{edge.To}");
            if (edge.Label.Length > 0) text.Append(" [label=").Append(Quoted(edge.Label)).Append(']');
            text.Append(";\n");
        }
        return text.Append("}\n").ToString();
    }

    public static string Mermaid(ExplanationDiagram diagram)
    {
        var text = new StringBuilder("---\ntitle: ").Append(Title(diagram.Title)).Append("\n---\nflowchart LR\n");
        for (int i = 0; i < diagram.Vertices.Count; i++)
        {
            DiagramVertex vertex = diagram.Vertices[i];
            (string open, string close) = vertex.IsLeaf ? ("[", "]") : ("(", ")");
            text.Append(CultureInfo.InvariantCulture, $"  v{i}{open}\"{string.Join("<br/>", Lines(vertex).Select(Entities))}\"{close}\n");
        }
        foreach (DiagramEdge edge in diagram.Edges)
        {
            text.Append(CultureInfo.InvariantCulture, $"  v{edge.From} -->");
            if (edge.Label.Length > 0) text.Append("|\"").Append(Entities(edge.Label)).Append("\"|");
            text.Append(CultureInfo.InvariantCulture, $" v{edge.To}\n");
        }
        return text.ToString();
    }

    static IEnumerable<string> Lines(DiagramVertex vertex)
    {
        if (vertex.Above.Length > 0) yield return vertex.Above;
        yield return vertex.Text;
        if (vertex.Below.Length > 0) yield return vertex.Below;
    }

    static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    // A title is YAML: a quoted text in which only these two need care.
    static string Title(string text) => Quoted(text);

    static string Entities(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (c is '"' or '#' or '<' or '>' or '&' or '|' or '`' or '*' or '_' or ';' or '\\') safe.Append(CultureInfo.InvariantCulture, $"#{(int)c};");
            else safe.Append(c is '\n' or '\r' ? ' ' : c);
        }
        return safe.ToString();
    }
}
