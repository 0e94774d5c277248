namespace Nabla.Diagnostics;

/// <summary>A vertex of a drawn graph.</summary>
/// <param name="Text">What it is: a name, a number, an operation.</param>
/// <param name="Above">What stands above it: its value.</param>
/// <param name="Below">What stands below it: its gradient; may be empty.</param>
/// <param name="IsLeaf">Whether it is a name or a number.</param>
public sealed record DiagramVertex(string Text, string Above, string Below, bool IsLeaf);

/// <summary>An edge of a drawn graph, in the direction in which values flow.</summary>
/// <param name="From">The number of the vertex it leaves: an input.</param>
/// <param name="To">The number of the vertex that uses it.</param>
/// <param name="Label">What stands on it; may be empty.</param>
public sealed record DiagramEdge(int From, int To, string Label);

/// <summary>A graph with its figures, ready to be drawn in any form.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Vertices">The vertices, each after its inputs.</param>
/// <param name="Edges">The edges; several may join the same two vertices.</param>
public sealed record ExplanationDiagram(string Title, IReadOnlyList<DiagramVertex> Vertices, IReadOnlyList<DiagramEdge> Edges)
{
    /// <summary>The graph in DOT, for Graphviz.</summary>
    public string ToDot() => DiagramText.Dot(this);

    /// <summary>The graph as a Mermaid flowchart.</summary>
    public string ToMermaid() => DiagramText.Mermaid(this);
}
