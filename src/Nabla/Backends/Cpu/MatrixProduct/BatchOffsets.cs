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

    /// <summary>The offsets of every place of a batch's axes, in row-major order.</summary>
    /// <param name="batch">The sizes of the axes.</param>
    /// <param name="axisStrides">The stride of each.</param>
    /// <param name="count">How many places there are.</param>
    public static BatchOffsets Of(in Shape batch, ReadOnlySpan<int> axisStrides, int count)
    {
        // Axes of a batch usually lie one distance apart, or the inner ones one and the outer ones another.
        Span<int> sizes = stackalloc int[batch.Rank], strides = stackalloc int[batch.Rank];
        int kept = 0;
        for (int axis = 0; axis < batch.Rank; axis++)
        {
            (int size, int stride) = (batch[axis], axisStrides[axis]);
            if (size == 1) continue;
            if (kept > 0 && strides[kept - 1] == stride * size) (sizes[kept - 1], strides[kept - 1]) = (sizes[kept - 1] * size, stride);
            else (sizes[kept], strides[kept++]) = (size, stride);
        }
        if (kept == 0) return new(0);
        if (kept == 1) return new(strides[0]);
        if (kept == 2) return new(sizes[1], strides[1], strides[0]);
        var all = new int[count];
        int repeat = 1;
        for (int axis = kept - 1; axis >= 0; axis--)
        {
            for (int i = 0; i < count; i++) all[i] += i / repeat % sizes[axis] * strides[axis];
            repeat *= sizes[axis];
        }
        return new(all);
    }

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
