using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>Sums and products of short contiguous rows, where a call for each row must cost next to nothing.</summary>
internal static class RowLoops
{
    /// <summary>Σ a·b.</summary>
    public static T Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ElementLoop.SameLength(a.Length, b.Length);
        ref T x = ref MemoryMarshal.GetReference(a), y = ref MemoryMarshal.GetReference(b);
        if (ElementLoop.Is512) return Dot<Lane512<T>, T>(ref x, ref y, a.Length);
        return ElementLoop.Is256 ? Dot<Lane256<T>, T>(ref x, ref y, a.Length) : Dot<Lane128<T>, T>(ref x, ref y, a.Length);
    }

    /// <summary>y = x·factor; y may be x.</summary>
    public static void Scale<T>(ReadOnlySpan<T> x, T factor, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ElementLoop.SameLength(x.Length, y.Length);
        ref T from = ref MemoryMarshal.GetReference(x), to = ref MemoryMarshal.GetReference(y);
        if (ElementLoop.Is512) Scale<Lane512<T>, T>(ref from, factor, ref to, x.Length);
        else if (ElementLoop.Is256) Scale<Lane256<T>, T>(ref from, factor, ref to, x.Length);
        else Scale<Lane128<T>, T>(ref from, factor, ref to, x.Length);
    }

    /// <summary>The sum of a lane's elements, in the order of its halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Total<V, T>(V lane)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (V.Count == Vector512<T>.Count) return Vector512.Sum(Unsafe.BitCast<V, Vector512<T>>(lane));
        return V.Count == Vector256<T>.Count ? Vector256.Sum(Unsafe.BitCast<V, Vector256<T>>(lane)) : Vector128.Sum(Unsafe.BitCast<V, Vector128<T>>(lane));
    }

    /// <summary>The largest of a lane's elements; NaN where one is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Largest<V, T>(V lane)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T elements = ref Unsafe.As<V, T>(ref lane);
        Lane128<T> most = Lane128<T>.Load(ref elements);
        for (nint j = Lane128<T>.Count; j < V.Count; j += Lane128<T>.Count) most = Lane128<T>.Max(most, Lane128<T>.Load(ref Unsafe.Add(ref elements, j)));
        ref T left = ref Unsafe.As<Lane128<T>, T>(ref most);
        T result = left;
        for (nint j = 1; j < Lane128<T>.Count; j++) result = T.Max(result, Unsafe.Add(ref left, j));
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static T Dot<V, T>(ref T a, ref T b, nint length)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        V sum = V.Constant(0);
        nint j = 0;
        for (; j + V.Count <= length; j += V.Count) sum += V.Load(ref Unsafe.Add(ref a, j)) * V.Load(ref Unsafe.Add(ref b, j));
        T result = Total<V, T>(sum);
        for (; j < length; j++) result += Unsafe.Add(ref a, j) * Unsafe.Add(ref b, j);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Scale<V, T>(ref T x, T factor, ref T y, nint length)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        V by = V.Broadcast(factor);
        nint j = 0;
        for (; j + V.Count <= length; j += V.Count) V.Store(V.Load(ref Unsafe.Add(ref x, j)) * by, ref Unsafe.Add(ref y, j));
        for (; j < length; j++) Unsafe.Add(ref y, j) = Unsafe.Add(ref x, j) * factor;
    }
}
