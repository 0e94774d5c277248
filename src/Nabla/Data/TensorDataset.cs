namespace Nabla.Data;

/// <summary>A data set that lies in memory as two tensors.</summary>
public sealed class TensorDataset : IDataset
{
    /// <summary>A data set.</summary>
    /// <param name="inputs"><c>[N, …]</c>.</param>
    /// <param name="targets"><c>[N, …]</c>: class indices (int64), or numbers.</param>
    /// <exception cref="ShapeException">The numbers of examples differ, or a tensor has no axes.</exception>
    public TensorDataset(Tensor inputs, Tensor targets)
    {
        if (inputs.Rank == 0 || targets.Rank == 0 || inputs.Shape[0] != targets.Shape[0])
            throw new ShapeException($"TensorDataset: cannot pair inputs {inputs.Shape} with targets {targets.Shape}: the first axis counts the examples of both.", inputs.Shape, targets.Shape);
        (Inputs, Targets) = (inputs, targets);
    }

    /// <summary>All inputs, <c>[N, …]</c>.</summary>
    public Tensor Inputs { get; }

    /// <summary>All targets, <c>[N, …]</c>.</summary>
    public Tensor Targets { get; }

    /// <inheritdoc/>
    public int Count => Inputs.Shape[0];

    /// <inheritdoc/>
    /// <remarks>Views where the numbers follow one another, else copies.</remarks>
    public Batch Take(ReadOnlySpan<int> examples)
    {
        if (Follow(examples)) return new(Inputs.Narrow(0, examples[0], examples.Length), Targets.Narrow(0, examples[0], examples.Length));
        Span<long> places = examples.Length <= 1024 ? stackalloc long[examples.Length] : new long[examples.Length];
        for (int i = 0; i < places.Length; i++) places[i] = examples[i];
        Tensor index = Tensor.From<long>(places, [places.Length]);
        return new(Inputs.IndexSelect(0, index), Targets.IndexSelect(0, index));
    }

    static bool Follow(ReadOnlySpan<int> examples)
    {
        for (int i = 1; i < examples.Length; i++)
            if (examples[i] != examples[i - 1] + 1) return false;
        return !examples.IsEmpty;
    }
}
