using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>Attention of a block of queries a part: keys pass block by block, and the largest score so far shifts the exponentials.</summary>
/// <remarks>T. Dao and others, "FlashAttention", 2022, arXiv:2205.14135; M. Milakov, N. Gimelshein, 2018, arXiv:1805.02867 (the running sum).</remarks>
internal readonly struct AttendParts<T>(AttentionSizes<T> sizes, Matrix<T> y, BatchOffsets yAt, Tensor logSums) : IParts
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Count => sizes.Count * sizes.QueryBlocks;

    public void Run(int part)
    {
        int entry = part / sizes.QueryBlocks, first = part % sizes.QueryBlocks * AttentionSizes<T>.QueryBlock;
        int rows = Math.Min(AttentionSizes<T>.QueryBlock, sizes.Queries - first), stride = sizes.Stride, seen = sizes.Seen(first, rows);
        T[] buffer = ColumnBuffer.Of<T>(rows * (stride + sizes.Features + 3));
        Span<T> scores = buffer.AsSpan(0, rows * stride), largest = buffer.AsSpan(rows * (stride + sizes.Features), rows);
        Span<T> sums = buffer.AsSpan(rows * (stride + sizes.Features + 1), rows), shrink = buffer.AsSpan(rows * (stride + sizes.Features + 2), rows);
        Matrix<T> q = sizes.ScaledQuery(entry, first, rows, buffer, rows * stride), result = AttentionSizes<T>.Rows(y, yAt[entry], first, rows);
        largest.Fill(T.NegativeInfinity);
        sums.Clear();
        if (seen == 0) Scaled(result, sums);
        for (int key = 0; key < seen; key += AttentionSizes<T>.KeyBlock)
        {
            int width = Math.Min(AttentionSizes<T>.KeyBlock, seen - key);
            var product = new Matrix<T>(buffer, 0, rows, width, stride, 1);
            MatrixProduct.Multiply(q, sizes.Key(entry, key, width).Transposed, product);
            AttentionLoops.Block<T> block = sizes.Block(scores, first, rows, key, width);
            AttentionLoops.Exponentials(block, sizes.Mask(entry, first, key), largest, sums, shrink);
            if (sizes.Factors(entry, first, key) is { IsPresent: true } factors) AttentionLoops.Multiply(block, factors);
            if (key > 0) Scaled(result, shrink);
            MatrixProduct.Multiply(product, sizes.Value(entry, key, width), result, accumulate: key > 0);
        }
        Span<T> logs = logSums.Span<T>().Slice(entry * sizes.Queries + first, rows);
        for (int row = 0; row < rows; row++)
        {
            bool any = sums[row] != T.Zero;
            logs[row] = any ? largest[row] + T.Log(sums[row]) : T.PositiveInfinity;
            sums[row] = any ? T.One / sums[row] : T.Zero;
        }
        Scaled(result, sums);
    }

    /// <summary>Each row times its number; a number of 0 clears it.</summary>
    static void Scaled(in Matrix<T> matrix, ReadOnlySpan<T> by)
    {
        for (int row = 0; row < matrix.Rows; row++)
        {
            if (by[row] == T.Zero) matrix.Row(row).Clear();
            else RowLoops.Scale(matrix.Row(row), by[row], matrix.Row(row));
        }
    }
}
