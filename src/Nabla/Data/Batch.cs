namespace Nabla.Data;

/// <summary>Examples put together.</summary>
/// <param name="Inputs"><c>[N, …]</c>.</param>
/// <param name="Targets"><c>[N, …]</c>: class indices (int64), or numbers.</param>
public readonly record struct Batch(Tensor Inputs, Tensor Targets)
{
    /// <summary>The number of examples.</summary>
    public int Count => Inputs.Shape[0];
}
