namespace Nabla.Layers;

/// <summary>Rows that belong to places, laid along a sequence.</summary>
internal static class PositionRows
{
    /// <summary>The input's shape, if it has an axis of places and these features.</summary>
    public static Shape Checked(string layer, in Shape input, int features, bool batchFirst) => input.Rank >= 2 && input[^1] == features
        ? input
        : throw new ShapeException($"{layer}: cannot take {input}: {(batchFirst ? $"[…, T, {features}]" : $"[T, …, {features}]")} is expected.", input);

    /// <summary>Rows <c>[T, features]</c> in a shape that broadcasts along axis −2, or along axis 0.</summary>
    public static Tensor Along(Tensor rows, int rank, bool batchFirst)
    {
        if (batchFirst || rank == 2) return rows;
        Span<int> sizes = stackalloc int[rank];
        sizes.Fill(1);
        (sizes[0], sizes[^1]) = (rows.Shape[0], rows.Shape[1]);
        return rows.Reshape(new Shape(sizes));
    }
}
