namespace Nabla.Diagnostics;

/// <summary>What passes back from a vertex to one of its inputs.</summary>
/// <param name="To">The input's id.</param>
/// <param name="Local">The derivative of the vertex by this input alone.</param>
/// <param name="Product">The vertex's gradient times <paramref name="Local"/>.</param>
public readonly record struct ExplainedEdge(int To, double Local, double Product);
