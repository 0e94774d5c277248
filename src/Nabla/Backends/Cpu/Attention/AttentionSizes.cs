using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>The operands of an attention as matrices: one entry for every place of the leading axes.</summary>
internal readonly struct AttentionSizes<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Queries and keys of a block: its scores, 64 KB of float32, stay in the second-level cache.</summary>
    public const int QueryBlock = 64, KeyBlock = 256;

    readonly Entries<T> query, key, value;
    readonly Tensor? mask, factors;
    readonly BatchOffsets maskAt, factorsAt;

    public AttentionSizes(in AttentionOperands o)
    {
        (Shape queries, Shape keys) = (o.Query.Shape, o.Key.Shape);
        Shape batch = queries.Slice(0, queries.Rank - 2);
        Count = (int)batch.ElementCount;
        (Queries, Keys, Features, Values) = (queries[^2], keys[^2], queries[^1], o.Value.Shape[^1]);
        (Causal, Scale, mask, factors) = (o.Causal, T.CreateChecked(o.Scale), o.Mask, o.Factors);
        mask?.Settle();
        factors?.Settle();
        (query, key, value) = (Entries<T>.Of(o.Query), Entries<T>.Of(o.Key), Entries<T>.Of(o.Value));
        if (mask is not null) maskAt = CpuBackend.Offsets(mask, batch, Count);
        if (factors is not null) factorsAt = CpuBackend.Offsets(factors, batch, Count);
    }

    public int Count { get; }

    public int Queries { get; }

    public int Keys { get; }

    public int Features { get; }

    public int Values { get; }

    public bool Causal { get; }

    public T Scale { get; }

    public int QueryBlocks => (Queries + QueryBlock - 1) / QueryBlock;

    /// <summary>Elements between the rows of a block of scores; one lane more than they have, since powers of two would fall into few sets of the first-level cache.</summary>
    public int Stride => AttentionLoops.Whole(Math.Min(KeyBlock, Keys)) + AttentionLoops.Alignment;

    /// <summary>An estimate of one product of the scores' size, for all entries, at 50 multiplications a nanosecond.</summary>
    public long NanosecondsOfProduct => (long)Count * Queries * Keys * Math.Max(Features, Values) / (Causal ? 100 : 50);

    public Matrix<T> Query(int entry, int first, int rows) => query.Rows(entry, first, rows);

    public Matrix<T> Key(int entry, int first, int rows) => key.Rows(entry, first, rows);

    public Matrix<T> Value(int entry, int first, int rows) => value.Rows(entry, first, rows);

    /// <summary>How many keys a block of queries sees.</summary>
    public int Seen(int first, int rows) => Causal ? Math.Clamp(first + rows + Keys - Queries, 0, Keys) : Keys;

    /// <summary>What a block of queries sees of a block of keys.</summary>
    public Sight Sight(int firstQuery, int firstKey, int width) => Causal ? new(firstQuery + Keys - Queries + 1 - firstKey, 1, width) : new(width, 0, width);

    public RowsOf<T> Mask(int entry, int firstQuery, int firstKey) => Beside(mask, maskAt, entry, firstQuery, firstKey);

    public RowsOf<T> Factors(int entry, int firstQuery, int firstKey) => Beside(factors, factorsAt, entry, firstQuery, firstKey);

    static RowsOf<T> Beside(Tensor? rows, BatchOffsets at, int entry, int firstQuery, int firstKey)
    {
        if (rows is null) return default;
        int stride = rows.Stride(rows.Rank - 2);
        return new(rows.Array<T>().AsSpan(rows.Offset + at[entry] + firstQuery * stride + firstKey), stride);
    }
}
