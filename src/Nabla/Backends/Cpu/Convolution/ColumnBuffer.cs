namespace Nabla.Backends.Cpu;

/// <summary>Each thread's memory for the columns of one sample: a few hundred kilobytes that stay in the second-level cache.</summary>
internal static class ColumnBuffer
{
    /// <summary>The columns [K, P] of a sample and group; the input itself where a window is one place.</summary>
    public static Matrix<T> Collect<T>(in ConvolutionSizes sizes, Tensor x, int slot) where T : unmanaged
    {
        int depth = sizes.Depth, places = sizes.Output.Count;
        if (sizes.Geometry.IsPointwise) return new Matrix<T>(x.Array<T>(), x.Offset + slot * sizes.InputLength, depth, places, places, 1);
        T[] buffer = Of<T>(depth * places);
        Columns.Collect(x.Span<T>().Slice(slot * sizes.InputLength, sizes.InputLength), sizes.InputChannels, sizes.Input, sizes.Geometry, sizes.Output, buffer);
        return new Matrix<T>(buffer, depth, places);
    }

    /// <summary>At least this many elements, with whatever was left in them.</summary>
    public static T[] Of<T>(int length)
    {
        if (PerThread<T>.Buffer is not { } buffer || buffer.Length < length)
            PerThread<T>.Buffer = buffer = GC.AllocateUninitializedArray<T>(length);
        return buffer;
    }

    static class PerThread<T>
    {
        [ThreadStatic]
        public static T[]? Buffer;
    }
}
