namespace Nabla.Diagnostics;

/// <summary>What passes back from a vertex to one of its inputs.</summary>
/// <param name="Position">Which of the operation's inputs it is, from 0; constants, which have no vertex, count.</param>
/// <param name="To">The input's id.</param>
/// <param name="Jacobian">∂vertex/∂input, of the vertex's shape followed by the input's; null where it has more than <see cref="TensorExplanation.MostJacobian"/> elements.</param>
/// <param name="Local">The local derivative in words: <c>diagonal: y * (1 - y)</c>.</param>
/// <param name="Product">The vector–Jacobian product: the vertex's gradient times the Jacobian, of the input's shape.</param>
public sealed record TensorEdge(int Position, int To, Tensor? Jacobian, string Local, Tensor Product);
