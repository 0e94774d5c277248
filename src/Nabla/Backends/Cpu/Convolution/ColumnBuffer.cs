namespace Nabla.Backends.Cpu;

/// <summary>Each thread's memory for the columns of one sample: a few hundred kilobytes that stay in the second-level cache.</summary>
internal static class ColumnBuffer
{
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
