using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>Attention of a block of queries a part: keys pass block by block, and the largest score so far shifts the exponentials.</summary>
/// <remarks>T. Dao and others, "FlashAttention", 2022, arXiv:2205.14135; M. Milakov, N. Gimelshein, 2018, arXiv:1805.02867 (the running sum).</remarks>
internal readonly struct AttendParts<U, V, T>(AttentionSizes<T> sizes, Entries<T> y, Tensor logSums) : IParts
    where U : struct, IVectorUnit<V, T>
    where V : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Count => sizes.Count * sizes.QueryBlocks;

    public void Run(int part)
    {
        int entry = part / sizes.QueryBlocks, first = part % sizes.QueryBlocks * AttentionSizes<T>.QueryBlock;
        int rows = Math.Min(AttentionSizes<T>.QueryBlock, sizes.Queries - first), stride = sizes.Stride, seen = sizes.Seen(first, rows);
        T[] buffer = ColumnBuffer.Of<T>(rows * stride + 4 * AttentionLoops.Whole(rows));
        var numbers = new RowNumbers<T>(buffer.AsSpan(rows * stride, 4 * AttentionLoops.Whole(rows)));
        Matrix<T> q = sizes.Query(entry, first, rows), result = y.Rows(entry, first, rows);
        numbers.Largest.Fill(T.NegativeInfinity);
        numbers.Sums.Clear();
        for (int key = 0; key < seen; key += AttentionSizes<T>.KeyBlock)
        {
            int width = Math.Min(AttentionSizes<T>.KeyBlock, seen - key);
            Sight sight = sizes.Sight(first, key, width);
            var product = new Matrix<T>(buffer, 0, rows, width, stride, 1);
            var block = new AttentionLoops.Block<T>(buffer.AsSpan(0, rows * stride), rows, stride, sight);
            SeenProduct<U, V, T>.Scores(q, sizes.Key(entry, key, width).Transposed, product, sight);
            AttentionLoops.Exponentials(block, sizes.Scale, sizes.Mask(entry, first, key), numbers);
            if (sizes.Factors(entry, first, key) is { IsPresent: true } factors) AttentionLoops.Multiply(block, factors);
            if (key > 0) RowLoops.Scale<T>(result, numbers.Shrink[..rows]);
            SeenProduct<U, V, T>.OverKeys(product, sizes.Value(entry, key, width), result, sight, accumulate: key > 0);
        }
        AttentionLoops.Finish(numbers);
        numbers.Largest[..rows].CopyTo(logSums.Span<T>().Slice(entry * sizes.Queries + first, rows));
        RowLoops.Scale<T>(result, numbers.Shrink[..rows]);
    }
}
