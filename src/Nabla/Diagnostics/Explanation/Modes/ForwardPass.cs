namespace Nabla.Diagnostics;

/// <summary>One pass of forward mode: how every vertex moves when one name does.</summary>
/// <param name="Name">The name that moves, with tangent 1; all others have 0.</param>
/// <param name="Tangents">∂v/∂name for each vertex v, by its id.</param>
/// <param name="Multiplications">Products of a local derivative and a tangent: one for each edge that the name reaches.</param>
/// <param name="Additions">Sums over the inputs of a vertex.</param>
/// <param name="Derivative">The tangent of the result.</param>
public sealed record ForwardPass(string Name, IReadOnlyList<double> Tangents, long Multiplications, long Additions, double Derivative)
{
    /// <summary>Whether each vertex depends on the name.</summary>
    internal bool[] Moves { get; init; } = [];
}
