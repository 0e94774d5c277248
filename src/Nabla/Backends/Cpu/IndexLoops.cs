using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>Copying and adding of rows that are chosen by number, as an embedding and its gradient need.</summary>
internal static class IndexLoops
{
    /// <summary>destination[i, :] = source[indices[i], :].</summary>
    /// <param name="source">[rows, <paramref name="rowLength"/>]</param>
    /// <param name="indices">Row numbers from 0 to rows − 1, int or long, in any order and number.</param>
    /// <param name="rowLength">Elements in a row.</param>
    /// <param name="destination">[indices, <paramref name="rowLength"/>]</param>
    /// <exception cref="IndexOutOfRangeException">An index is no row; rows before it have been copied.</exception>
    public static void GatherRows<T, TIndex>(ReadOnlySpan<T> source, ReadOnlySpan<TIndex> indices, int rowLength, Span<T> destination)
        where T : unmanaged
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        if (rowLength == 0) return;
        int rows = source.Length / rowLength;
        if (rowLength == 1)
        {
            for (int i = 0; i < indices.Length; i++) destination[i] = source[Row(indices[i], rows, i)];
            return;
        }
        for (int i = 0; i < indices.Length; i++)
            source.Slice(Row(indices[i], rows, i) * rowLength, rowLength).CopyTo(destination.Slice(i * rowLength, rowLength));
    }

    /// <summary>destination[indices[i], :] += source[i, :], in the order of i, so that repeated indices always add up to the same bits.</summary>
    /// <param name="source">[indices, <paramref name="rowLength"/>]</param>
    /// <param name="indices">Row numbers from 0 to rows − 1, int or long, in any order and number.</param>
    /// <param name="rowLength">Elements in a row.</param>
    /// <param name="destination">[rows, <paramref name="rowLength"/>]</param>
    /// <exception cref="IndexOutOfRangeException">An index is no row; rows before it have been added.</exception>
    public static void ScatterAddRows<T, TIndex>(ReadOnlySpan<T> source, ReadOnlySpan<TIndex> indices, int rowLength, Span<T> destination)
        where T : unmanaged, INumberBase<T>
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        if (rowLength == 0) return;
        int rows = destination.Length / rowLength;
        if (rowLength == 1)
        {
            for (int i = 0; i < indices.Length; i++) destination[Row(indices[i], rows, i)] += source[i];
            return;
        }
        for (int i = 0; i < indices.Length; i++)
            Add(source.Slice(i * rowLength, rowLength), destination.Slice(Row(indices[i], rows, i) * rowLength, rowLength));
    }

    private static void Add<T>(ReadOnlySpan<T> source, Span<T> destination)
        where T : unmanaged, INumberBase<T>
    {
        int j = 0;
        if (Vector<T>.IsSupported)
            for (; j <= source.Length - Vector<T>.Count; j += Vector<T>.Count)
                (new Vector<T>(source[j..]) + new Vector<T>(destination[j..])).CopyTo(destination[j..]);
        for (; j < source.Length; j++) destination[j] += source[j];
    }

    private static int Row<TIndex>(TIndex index, int rows, int position)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        long row = long.CreateTruncating(index);
        if ((ulong)row >= (ulong)rows) ThrowOutside(row, rows, position);
        return (int)row;
    }

    [DoesNotReturn]
    private static void ThrowOutside(long row, int rows, int position) =>
#pragma warning disable CA2201, MA0012 // an index that is out of range is what this exception is for
        throw new IndexOutOfRangeException($"Index {row} at position {position} is outside the {rows} rows (0 to {rows - 1}).");
#pragma warning restore CA2201, MA0012
}
