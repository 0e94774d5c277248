using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>Sums and products of many short rows, all by one call: one for each row costs more than a row of a few registers.</summary>
internal static class RowLoops
{
    /// <summary>Σ a·b of each row; the rows of a lie side by side in memory.</summary>
    public static void Dots<T>(in Matrix<T> a, in Matrix<T> b, Span<T> sums) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (ElementLoop.Is512) Dots<Lane512<T>, T>(a, b, sums);
        else if (ElementLoop.Is256) Dots<Lane256<T>, T>(a, b, sums);
        else Dots<Lane128<T>, T>(a, b, sums);
    }

    /// <summary>Each row times its number; a number of 0 clears the row, whatever it holds.</summary>
    public static void Scale<T>(in Matrix<T> rows, ReadOnlySpan<T> by) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (ElementLoop.Is512) Scale<Lane512<T>, T>(rows, by);
        else if (ElementLoop.Is256) Scale<Lane256<T>, T>(rows, by);
        else Scale<Lane128<T>, T>(rows, by);
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
        if (V.Count == Vector512<T>.Count) return Largest(Unsafe.BitCast<V, Vector512<T>>(lane));
        return V.Count == Vector256<T>.Count ? Largest(Unsafe.BitCast<V, Vector256<T>>(lane)) : Largest(Unsafe.BitCast<V, Vector128<T>>(lane));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T Largest<T>(Vector512<T> x) where T : unmanaged => Largest(Vector256.Max(x.GetLower(), x.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T Largest<T>(Vector256<T> x) where T : unmanaged => Largest(Vector128.Max(x.GetLower(), x.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T Largest<T>(Vector128<T> x) where T : unmanaged
    {
        var most = Unsafe.BitCast<Vector128<T>, Lane128<T>>(x);
        for (int left = Lane128<T>.Count; left > 1; left /= 2) most = Lane128<T>.Max(Lane128<T>.Evens(most, most), Lane128<T>.Odds(most, most));
        return Unsafe.BitCast<Lane128<T>, Vector128<T>>(most).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Dots<V, T>(in Matrix<T> a, in Matrix<T> b, Span<T> sums)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint length = a.Columns, stride = b.ColumnStride;
        ref T x = ref a.Array[a.Offset], y = ref b.Array[b.Offset];
        for (int row = 0; row < sums.Length; row++)
        {
            V sum = V.Constant(0);
            nint j = 0;
            for (; stride == 1 && j + V.Count <= length; j += V.Count) sum = V.FusedMultiplyAdd(V.Load(ref Unsafe.Add(ref x, j)), V.Load(ref Unsafe.Add(ref y, j)), sum);
            T result = Total<V, T>(sum);
            for (; j < length; j++) result += Unsafe.Add(ref x, j) * Unsafe.Add(ref y, j * stride);
            sums[row] = result;
            x = ref Unsafe.Add(ref x, a.RowStride);
            y = ref Unsafe.Add(ref y, b.RowStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Scale<V, T>(in Matrix<T> rows, ReadOnlySpan<T> by)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint length = rows.Columns;
        ref T x = ref rows.Array[rows.Offset];
        for (int row = 0; row < by.Length; row++)
        {
            T factor = by[row];
            if (factor == T.Zero) rows.Row(row).Clear();
            V lane = V.Broadcast(factor);
            nint j = 0;
            for (; j + V.Count <= length; j += V.Count) V.Store(V.Load(ref Unsafe.Add(ref x, j)) * lane, ref Unsafe.Add(ref x, j));
            for (; j < length; j++) Unsafe.Add(ref x, j) *= factor;
            x = ref Unsafe.Add(ref x, rows.RowStride);
        }
    }
}
