namespace Nabla.Diagnostics;

/// <summary>A vertex of an explained graph of tensors: an operation on earlier vertices, or a leaf.</summary>
/// <param name="Id">Its place in <see cref="TensorExplanation.Vertices"/>.</param>
/// <param name="Operation">The library's name of the operation; a leaf's name or number.</param>
/// <param name="Inputs">The ids of the inputs by position; constants of a recorded graph are left out.</param>
/// <param name="Shape">The value's shape.</param>
/// <param name="Value">The value; null where nobody kept it (see <see cref="Explain.Backward(Tensor, Tensor?, IReadOnlyDictionary{string, Tensor}?)"/>).</param>
/// <param name="Gradient">The derivative of the result by this vertex, of its shape: the sum of the products that reach it.</param>
/// <param name="Edges">An edge for each of <paramref name="Inputs"/>.</param>
/// <param name="Name">What <c>let</c>, the formula or the program calls it; null where it has no name.</param>
/// <param name="Symbol">The operation as it was written.</param>
public sealed record TensorVertex(int Id, string Operation, IReadOnlyList<int> Inputs, Shape Shape, Tensor? Value, Tensor Gradient,
    IReadOnlyList<TensorEdge> Edges, string? Name, string Symbol)
{
    /// <summary>Of a recorded vertex its arguments by position: an input's id, or −1 for a constant.</summary>
    internal IReadOnlyList<int>? Arguments { get; init; }
}
