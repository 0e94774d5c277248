using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>The gradients of attention, an entry a part: weights are computed again from the saved ln Σ exp, block by block.</summary>
/// <remarks>dV = Pᵀ·dy, dS = P∘(dy·Vᵀ − rowsum(dy∘y)), dQ = dS·K·scale, dK = dSᵀ·Q·scale. T. Dao and others, 2022, arXiv:2205.14135, appendix B.2.</remarks>
internal readonly struct AttendBackwardParts<U, V, T>(
    AttentionSizes<T> sizes, Entries<T> y, Tensor logSums, Entries<T> dy, Entries<T> dq, Entries<T> dk, Entries<T> dv) : IParts
    where U : struct, IVectorUnit<V, T>
    where V : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    const int QueryBlock = AttentionSizes<T>.QueryBlock, KeyBlock = AttentionSizes<T>.KeyBlock;

    public void Run(int entry)
    {
        int stride = sizes.Stride, most = Math.Min(QueryBlock, sizes.Queries);
        T[] buffer = ColumnBuffer.Of<T>(most * (2 * stride + 1));
        // One block of queries that sees every key writes the gradients at once; else they are added up.
        bool once = sizes.Queries <= QueryBlock && sizes.Seen(0, sizes.Queries) == sizes.Keys;
        if (!once)
        {
            Clear(dk, entry, sizes.Keys);
            Clear(dv, entry, sizes.Keys);
        }
        for (int first = 0; first < sizes.Queries; first += QueryBlock)
        {
            int rows = Math.Min(QueryBlock, sizes.Queries - first), seen = sizes.Seen(first, rows);
            if (seen == 0 && dq.IsPresent) ClearRows(dq.Rows(entry, first, rows));
            Span<T> scores = buffer.AsSpan(0, rows * stride), slopes = buffer.AsSpan(most * stride, rows * stride), deltas = buffer.AsSpan(most * 2 * stride, rows);
            Matrix<T> q = sizes.Query(entry, first, rows), upstream = dy.Rows(entry, first, rows);
            // rowsum(dy∘y) is rowsum(P∘dP).
            RowLoops.Dots(y.Rows(entry, first, rows), upstream, deltas);
            ReadOnlySpan<T> logs = logSums.Span<T>().Slice(entry * sizes.Queries + first, rows);
            for (int key = 0; key < seen; key += KeyBlock)
            {
                int width = Math.Min(KeyBlock, seen - key);
                Matrix<T> weights = new(buffer, 0, rows, width, stride, 1), slope = new(buffer, most * stride, rows, width, stride, 1), k = sizes.Key(entry, key, width);
                Sight sight = sizes.Sight(first, key, width);
                var block = new AttentionLoops.Block<T>(scores, rows, stride, sight);
                SeenProduct<U, V, T>.Scores(q, k.Transposed, weights, sight);
                AttentionLoops.Weights(block, sizes.Scale, sizes.Mask(entry, first, key), logs);
                SeenProduct<U, V, T>.Scores(upstream, sizes.Value(entry, key, width).Transposed, slope, sight);
                AttentionLoops.Slopes(block, slopes, sizes.Scale, sizes.Factors(entry, first, key), deltas);
                if (dv.IsPresent) SeenProduct<U, V, T>.OverQueries(weights.Transposed, upstream, dv.Rows(entry, key, width), sight, accumulate: !once);
                if (dk.IsPresent) SeenProduct<U, V, T>.OverQueries(slope.Transposed, q, dk.Rows(entry, key, width), sight, accumulate: !once);
                if (dq.IsPresent) SeenProduct<U, V, T>.OverKeys(slope, k, dq.Rows(entry, first, rows), sight, accumulate: key > 0);
            }
        }
    }

    static void Clear(in Entries<T> target, int entry, int rows)
    {
        if (target.IsPresent) ClearRows(target.Rows(entry, 0, rows));
    }

    static void ClearRows(in Matrix<T> rows)
    {
        for (int row = 0; row < rows.Rows; row++) rows.Row(row).Clear();
    }
}
