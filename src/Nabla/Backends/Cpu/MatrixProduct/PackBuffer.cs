using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>A thread's own scratch array, pinned for good, so that its aligned beginning never moves.</summary>
internal sealed unsafe class PackBuffer<T>
    where T : unmanaged
{
    const int Alignment = 64;

    [ThreadStatic]
    static PackBuffer<T>? left;

    [ThreadStatic]
    static PackBuffer<T>? whole;

    [ThreadStatic]
    static PackBuffer<T>? right;

    [ThreadStatic]
    static PackBuffer<T>? image;

    T[] array = [];

    /// <summary>The calling thread's buffer for blocks of A.</summary>
    public static PackBuffer<T> Left => left ??= new();

    /// <summary>The calling thread's buffer for the whole of A, which its workers read.</summary>
    public static PackBuffer<T> Whole => whole ??= new();

    /// <summary>The calling thread's buffer for blocks of B, which its workers read.</summary>
    public static PackBuffer<T> Right => right ??= new();

    /// <summary>The calling thread's buffer for what a convolution slides over.</summary>
    public static PackBuffer<T> Image => image ??= new();

    /// <summary>Room for <paramref name="count"/> elements on a cache line's boundary, valid until the next call.</summary>
    public T* Reserve(int count)
    {
        int needed = count + Alignment / sizeof(T);
        if (array.Length < needed) array = GC.AllocateUninitializedArray<T>(needed, pinned: true);
        nint start = (nint)Unsafe.AsPointer(ref array[0]);
        return (T*)((start + Alignment - 1) & -Alignment);
    }
}
