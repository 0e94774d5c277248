namespace Nabla.Diagnostics;

/// <summary>A path from a name to the result.</summary>
/// <param name="Vertices">The ids of the vertices on it, the name first, the result last.</param>
/// <param name="Locals">The derivatives along its edges.</param>
/// <param name="Product">Their product.</param>
public sealed record ExplainedPath(IReadOnlyList<int> Vertices, IReadOnlyList<double> Locals, double Product);
