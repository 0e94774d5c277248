using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>What attention does to blocks of scores between the matrix products; rows begin a whole number of lanes apart.</summary>
/// <remarks>
/// Elements from a row's last seen key to the end of that lane are set to −∞ before exponentials are taken, so every loop runs over whole
/// lanes and what is hidden becomes 0.
/// </remarks>
internal static class AttentionLoops
{
    /// <summary>Rows of a block begin a multiple of this apart: a whole number of lanes of every width.</summary>
    public const int Alignment = 16;

    /// <summary>A block of scores, and how much of each row is seen: row r sees <c>firstSeen + r·moreSeen</c> elements, at most the width.</summary>
    public readonly ref struct Block<T>(Span<T> scores, int rows, int width, int stride, int firstSeen, int moreSeen)
    {
        public readonly Span<T> Scores = scores;
        public readonly int Rows = rows, Width = width, Stride = stride;

        public int Seen(int row) => Math.Clamp(firstSeen + row * moreSeen, 0, Width);
    }

    /// <summary>
    /// Turns scores into exp(score + mask − m) with m the row's largest so far, and carries m, the row's sum and the factor by which what was
    /// summed before shrinks.
    /// </summary>
    public static void Exponentials<T>(in Block<T> block, in RowsOf<T> mask, Span<T> largest, Span<T> sums, Span<T> shrink)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (ElementLoop.Is512) Exponentials<Lane512<T>, T>(block, mask, largest, sums, shrink);
        else if (ElementLoop.Is256) Exponentials<Lane256<T>, T>(block, mask, largest, sums, shrink);
        else Exponentials<Lane128<T>, T>(block, mask, largest, sums, shrink);
    }

    /// <summary>Turns scores into the weights exp(score + mask − logSum).</summary>
    public static void Weights<T>(in Block<T> block, in RowsOf<T> mask, ReadOnlySpan<T> logSums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (ElementLoop.Is512) Weights<Lane512<T>, T>(block, mask, logSums);
        else if (ElementLoop.Is256) Weights<Lane256<T>, T>(block, mask, logSums);
        else Weights<Lane128<T>, T>(block, mask, logSums);
    }

    /// <summary>Turns dP into dS = P∘(dP∘factors − delta), and P into P∘factors.</summary>
    public static void Slopes<T>(in Block<T> weights, Span<T> slopes, in RowsOf<T> factors, ReadOnlySpan<T> deltas)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (ElementLoop.Is512) Slopes<Lane512<T>, T>(weights, slopes, factors, deltas);
        else if (ElementLoop.Is256) Slopes<Lane256<T>, T>(weights, slopes, factors, deltas);
        else Slopes<Lane128<T>, T>(weights, slopes, factors, deltas);
    }

    /// <summary>P∘factors.</summary>
    public static void Multiply<T>(in Block<T> weights, in RowsOf<T> factors) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int row = 0; row < weights.Rows; row++)
        {
            Span<T> line = weights.Scores.Slice(row * weights.Stride, weights.Width);
            MapLoops.Binary<Product, T>(line, factors.Row(row)[..weights.Width], line);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Exponentials<V, T>(in Block<T> block, in RowsOf<T> mask, Span<T> largest, Span<T> sums, Span<T> shrink)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        V least = V.Constant(double.NegativeInfinity), none = V.Constant(0);
        for (int row = 0; row < block.Rows; row++)
        {
            Span<T> line = Prepared<V, T>(block, mask, row);
            ref T first = ref MemoryMarshal.GetReference(line);
            V most = least;
            for (nint j = 0; j < line.Length; j += V.Count) most = V.Max(most, V.Load(ref Unsafe.Add(ref first, j)));
            T before = largest[row], now = T.Max(before, RowLoops.Largest<V, T>(most));
            T shift = T.IsNegativeInfinity(now) ? T.Zero : now;
            V by = V.Broadcast(shift), sum = none;
            for (nint j = 0; j < line.Length; j += V.Count)
            {
                V e = Exponential<V, T>(V.Load(ref Unsafe.Add(ref first, j)) - by);
                V.Store(e, ref Unsafe.Add(ref first, j));
                sum += e;
            }
            T less = T.Exp(before - shift);
            (largest[row], shrink[row]) = (now, less);
            sums[row] = sums[row] * less + RowLoops.Total<V, T>(sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Weights<V, T>(in Block<T> block, in RowsOf<T> mask, ReadOnlySpan<T> logSums)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int row = 0; row < block.Rows; row++)
        {
            Span<T> line = Prepared<V, T>(block, mask, row);
            ref T first = ref MemoryMarshal.GetReference(line);
            V by = V.Broadcast(logSums[row]);
            for (nint j = 0; j < line.Length; j += V.Count) V.Store(Exponential<V, T>(V.Load(ref Unsafe.Add(ref first, j)) - by), ref Unsafe.Add(ref first, j));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Slopes<V, T>(in Block<T> weights, Span<T> slopes, in RowsOf<T> factors, ReadOnlySpan<T> deltas)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Whole(weights.Width);
        for (int row = 0; row < weights.Rows; row++)
        {
            Span<T> p = weights.Scores.Slice(row * weights.Stride, lanes), d = slopes.Slice(row * weights.Stride, lanes);
            if (factors.IsPresent)
            {
                ReadOnlySpan<T> kept = factors.Row(row)[..weights.Width];
                MapLoops.Binary<Product, T>(d[..weights.Width], kept, d[..weights.Width]);
            }
            ref T first = ref p[0];
            ref T slope = ref d[0];
            V delta = V.Broadcast(deltas[row]);
            for (nint j = 0; j < lanes; j += V.Count)
                V.Store(V.Load(ref Unsafe.Add(ref first, j)) * (V.Load(ref Unsafe.Add(ref slope, j)) - delta), ref Unsafe.Add(ref slope, j));
        }
        if (factors.IsPresent) Multiply(weights, factors);
    }

    /// <summary>eˣ, but 0 where it is no normal number: next to a row's largest weight it is nothing, and the processor takes ten times as long for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Exponential<V, T>(V x)
        where V : struct, ILane<V, T>
        where T : unmanaged
    {
        V least = V.Constant(typeof(T) == typeof(float) ? -87 : -708);
        return V.WhereLess(x, least, V.Constant(0), V.Exp(V.Max(x, least)));
    }

    /// <summary>A row with its mask added, as far as the last lane that is seen, with −∞ behind what is seen; what lies behind that lane is hidden: 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Span<T> Prepared<V, T>(in Block<T> block, in RowsOf<T> mask, int row)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int seen = block.Seen(row), lanes = Whole(seen);
        Span<T> line = block.Scores.Slice(row * block.Stride, lanes);
        block.Scores.Slice(row * block.Stride + lanes, Whole(block.Width) - lanes).Clear();
        if (mask.IsPresent) MapLoops.Binary<Sum, T>(line[..seen], mask.Row(row)[..seen], line[..seen]);
        line[seen..].Fill(T.NegativeInfinity);
        return line;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Whole(int width) => (width + Alignment - 1) / Alignment * Alignment;

    readonly struct Product : IBinary<Product>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V a, V b) where V : struct, IReal<V> => a * b;
    }

    readonly struct Sum : IBinary<Sum>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V a, V b) where V : struct, IReal<V> => a + b;
    }
}
