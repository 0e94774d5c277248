namespace Nabla.Diagnostics;

/// <summary>A vertex of an explained formula: an operation on earlier vertices, a name or a number.</summary>
/// <param name="Id">Its place in <see cref="Explanation.Vertices"/>.</param>
/// <param name="Operation">The library's name of the operation; a leaf's name or number.</param>
/// <param name="Inputs">The ids of the inputs by position; x·x has the same one twice.</param>
/// <param name="Value">The value at the point.</param>
/// <param name="Gradient">The derivative of the result by this vertex: the sum of the products that reach it, 1 for the result.</param>
/// <param name="Edges">An edge for each position of <paramref name="Inputs"/>.</param>
/// <param name="Name">What <c>let</c> or the formula calls it; null where it has no name.</param>
/// <param name="Symbol">The operation as it was written: <c>+</c>, <c>ln</c>.</param>
public sealed record ExplainedVertex(int Id, string Operation, IReadOnlyList<int> Inputs, double Value, double Gradient, IReadOnlyList<ExplainedEdge> Edges, string? Name, string Symbol);
