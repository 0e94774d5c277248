using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>One row of scores, read lane by lane; the last lane is filled up with what changes nothing.</summary>
/// <remarks>Sums run over lanes within stretches of <see cref="Stretch"/> elements, and over those in float64.</remarks>
internal static class SoftmaxRow
{
    public const int Stretch = 4096;

    /// <summary>A lane of a row of <paramref name="size"/> elements, <paramref name="outside"/> behind its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V, T>(ref T row, nint j, int size, V outside)
        where V : struct, ILane<V, T>
        where T : unmanaged
    {
        ref T from = ref Unsafe.Add(ref row, j);
        return j + V.Count <= size ? V.Load(ref from) : V.LoadFirst(ref from, size - (int)j, outside);
    }

    /// <summary>Writes what of a lane lies in a row of <paramref name="size"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V, T>(V lane, ref T row, nint j, int size)
        where V : struct, ILane<V, T>
        where T : unmanaged
    {
        ref T to = ref Unsafe.Add(ref row, j);
        if (j + V.Count <= size) V.Store(lane, ref to);
        else V.StoreFirst(lane, ref to, size - (int)j);
    }

    /// <summary>m = max x and ln Σ exp(x − m): NaN where an x is NaN or ∞, or all are −∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (T Most, T Logarithm) Sum<V, T>(ref T x, int size)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        V nothing = V.Constant(double.NegativeInfinity), largest = nothing;
        for (nint j = 0; j < size; j += V.Count) largest = V.Max(largest, Load(ref x, j, size, nothing));
        T most = RowLoops.Largest<V, T>(largest);
        // e⁻⁸⁰ beside e⁰ changes nothing, and unlike e⁻∞ it is no subnormal number on the way, which takes the processor a hundred cycles.
        V shift = V.Broadcast(most), none = shift - V.Constant(80);
        double total = 0;
        for (int start = 0; start < size; start += Stretch)
        {
            V sum = V.Constant(0);
            int end = Math.Min(size, start + Stretch);
            for (nint j = start; j < end; j += V.Count) sum += V.Exp(Load(ref x, j, size, none) - shift);
            total += double.CreateChecked(RowLoops.Total<V, T>(sum));
        }
        return (most, T.CreateChecked(Math.Log(total)));
    }
}
