using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>Sequences as matrices <c>[T, D]</c>, an entry for every place of the leading axes; or none.</summary>
internal readonly struct Entries<T>(Matrix<T> first, BatchOffsets at) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The matrices of sequences.</summary>
    public static Entries<T> Of(Sequences? sequences)
    {
        if (sequences is not { } x) return default;
        Shape shape = x.Shape;
        int rows = shape.Rank - 2, columns = rows + 1;
        Span<int> strides = stackalloc int[rows];
        for (int axis = 0; axis < rows; axis++) strides[axis] = x.Stride(axis);
        // The stride of an axis of one element may be anything; that of a result's columns has to be 1.
        var first = new Matrix<T>(x.Memory.Array<T>(), x.Offset, shape[rows], shape[columns], x.Stride(rows), shape[columns] == 1 ? 1 : x.Stride(columns));
        Shape batch = shape.Slice(0, rows);
        return new(first, BatchOffsets.Of(batch, strides, (int)batch.ElementCount));
    }

    public bool IsPresent => !first.IsNone;

    public Matrix<T> Rows(int entry, int start, int count) =>
        new(first.Array, first.Offset + at[entry] + start * first.RowStride, count, first.Columns, first.RowStride, first.ColumnStride);
}
