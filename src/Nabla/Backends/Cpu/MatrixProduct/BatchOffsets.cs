namespace Nabla.Backends.Cpu;

/// <summary>Where the matrices of a batch begin, relative to the first: given one by one, or fixed distances apart (0 repeats one matrix).</summary>
internal readonly struct BatchOffsets
{
    readonly int[]? offsets;
    readonly int inner;
    readonly int stride;
    readonly int outerStride;

    public BatchOffsets(int stride) => (inner, this.stride) = (int.MaxValue, stride);

    /// <summary>Rows of <paramref name="inner"/> matrices, which lie one distance apart, and the rows another one.</summary>
    public BatchOffsets(int inner, int stride, int outerStride) => (this.inner, this.stride, this.outerStride) = (inner, stride, outerStride);

    public BatchOffsets(int[] offsets) => this.offsets = offsets;

    public int this[int index]
    {
        get
        {
            if (offsets is not null) return offsets[index];
            if (index < inner) return index * stride;
            (int row, int place) = Math.DivRem(index, inner);
            return row * outerStride + place * stride;
        }
    }

    /// <summary>The smallest and largest offset of the first <paramref name="count"/>.</summary>
    public (int Least, int Most) Range(int count)
    {
        if (offsets is null)
        {
            int along = checked((Math.Min(count, inner) - 1) * stride), across = checked((count - 1) / inner * outerStride);
            return (Math.Min(0, along) + Math.Min(0, across), Math.Max(0, along) + Math.Max(0, across));
        }
        if (offsets.Length < count) throw new ArgumentException($"matrix product: {offsets.Length} offsets for a batch of {count}.", nameof(count));
        int least = int.MaxValue, most = int.MinValue;
        foreach (int offset in offsets.AsSpan(0, count))
        {
            least = Math.Min(least, offset);
            most = Math.Max(most, offset);
        }
        return (least, most);
    }
}
