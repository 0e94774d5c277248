namespace Nabla.Pictures;

/// <summary>An edge of a drawn graph, in the direction in which values flow.</summary>
/// <param name="From">The number of the vertex it leaves.</param>
/// <param name="To">The number of the vertex it reaches.</param>
/// <param name="Label">What stands on it, in red; may be empty.</param>
public sealed record GraphEdge(int From, int To, string Label = "");
