namespace Nabla.Backends.Cpu;

/// <summary>Where the matrices of a batch begin, relative to the first: given one by one, or a fixed distance apart (0 repeats one matrix).</summary>
internal readonly struct BatchOffsets
{
    readonly int[]? offsets;
    readonly int stride;

    public BatchOffsets(int stride) => this.stride = stride;

    public BatchOffsets(int[] offsets) => this.offsets = offsets;

    public int this[int index] => offsets is null ? index * stride : offsets[index];

    /// <summary>The smallest and largest offset of the first <paramref name="count"/>.</summary>
    public (int Least, int Most) Range(int count)
    {
        if (offsets is null) return (Math.Min(0, checked((count - 1) * stride)), Math.Max(0, (count - 1) * stride));
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
