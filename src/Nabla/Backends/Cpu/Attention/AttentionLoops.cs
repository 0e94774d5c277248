using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>What attention does to blocks of scores between the matrix products; rows begin a whole number of lanes apart.</summary>
/// <remarks>
/// Elements from a row's last seen key to the end of that lane are set to −∞ before exponentials are taken, so every loop runs over whole
/// lanes and what is hidden becomes 0. What is one number a row (sums, logarithms, shrinking factors) is computed for all rows at the end, by lanes too.
/// </remarks>
internal static class AttentionLoops
{
    /// <summary>Rows of a block begin a multiple of this apart: a whole number of lanes of every width.</summary>
    public const int Alignment = 16;

    /// <summary>A block of scores, and what of it is seen.</summary>
    public readonly ref struct Block<T>(Span<T> scores, int rows, int stride, Sight sight)
    {
        public readonly Span<T> Scores = scores;
        public readonly int Rows = rows, Stride = stride;

        public int Width => sight.Width;

        public int Seen(int row) => sight.Seen(row);
    }

    /// <summary>
    /// Turns products into exp(product·scale + mask − m) with m the row's largest so far, and carries m, the row's sum and the factor by which what
    /// was summed before shrinks.
    /// </summary>
    public static void Exponentials<T>(in Block<T> block, T scale, in RowsOf<T> mask, in RowNumbers<T> numbers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (mask.IsPresent) scale = Add(block, scale, mask);
        if (ElementLoop.Is512) Exponentials<Lane512<T>, T>(block, scale, numbers);
        else if (ElementLoop.Is256) Exponentials<Lane256<T>, T>(block, scale, numbers);
        else Exponentials<Lane128<T>, T>(block, scale, numbers);
    }

    /// <summary>Turns m into the logarithm of the row's sum, ∞ where nothing was seen, and the factor into 1 / sum, or 0.</summary>
    public static void Finish<T>(in RowNumbers<T> numbers) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (ElementLoop.Is512) Finish<Lane512<T>, T>(numbers);
        else if (ElementLoop.Is256) Finish<Lane256<T>, T>(numbers);
        else Finish<Lane128<T>, T>(numbers);
    }

    /// <summary>Turns products into the weights exp(product·scale + mask − logSum).</summary>
    public static void Weights<T>(in Block<T> block, T scale, in RowsOf<T> mask, ReadOnlySpan<T> logSums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (mask.IsPresent) scale = Add(block, scale, mask);
        if (ElementLoop.Is512) Weights<Lane512<T>, T>(block, scale, logSums);
        else if (ElementLoop.Is256) Weights<Lane256<T>, T>(block, scale, logSums);
        else Weights<Lane128<T>, T>(block, scale, logSums);
    }

    /// <summary>Turns dP into dS·scale with dS = P∘(dP∘factors − delta), and P into P∘factors; where P is 0, dP may be anything.</summary>
    public static void Slopes<T>(in Block<T> weights, Span<T> slopes, T scale, in RowsOf<T> factors, ReadOnlySpan<T> deltas)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (factors.IsPresent) Multiply(new Block<T>(slopes, weights.Rows, weights.Stride, new(weights.Width, 0, weights.Width)), factors);
        if (ElementLoop.Is512) Slopes<Lane512<T>, T>(weights, slopes, scale, deltas);
        else if (ElementLoop.Is256) Slopes<Lane256<T>, T>(weights, slopes, scale, deltas);
        else Slopes<Lane128<T>, T>(weights, slopes, scale, deltas);
        if (factors.IsPresent) Multiply(weights, factors);
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

    /// <summary>Product·scale + mask, after which the scale is 1.</summary>
    static T Add<T>(in Block<T> block, T scale, in RowsOf<T> mask) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int row = 0; row < block.Rows; row++)
        {
            Span<T> line = block.Scores.Slice(row * block.Stride, block.Seen(row));
            for (int j = 0; j < line.Length; j++) line[j] *= scale;
            MapLoops.Binary<Sum, T>(line, mask.Row(row)[..line.Length], line);
        }
        return T.One;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Exponentials<V, T>(in Block<T> block, T scale, in RowNumbers<T> numbers)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        V places = Places<V, T>(), factor = V.Broadcast(scale);
        Span<T> largest = numbers.Largest, sums = numbers.Sums, shrink = numbers.Shrink, added = numbers.Added;
        for (int row = 0; row < block.Rows; row++)
        {
            int seen = block.Seen(row), lanes = Whole(seen);
            ref T line = ref block.Scores[row * block.Stride];
            T before = largest[row], now = T.MaxNative(before, RowLoops.Largest<V, T>(Prepare(ref line, seen, lanes, Whole(block.Width), factor, places)));
            T shift = T.IsNegativeInfinity(now) ? T.Zero : now;
            V by = V.Broadcast(shift), sum = V.Constant(0);
            for (nint j = 0; j < lanes; j += V.Count)
            {
                V e = Exponential<V, T>(V.Load(ref Unsafe.Add(ref line, j)) - by);
                V.Store(e, ref Unsafe.Add(ref line, j));
                sum += e;
            }
            (largest[row], shrink[row], added[row]) = (now, before - shift, RowLoops.Total<V, T>(sum));
        }
        for (int row = 0; row < block.Rows; row += V.Count)
        {
            V less = Exponential<V, T>(V.Load(ref shrink[row]));
            V.Store(less, ref shrink[row]);
            V.Store(V.FusedMultiplyAdd(V.Load(ref sums[row]), less, V.Load(ref added[row])), ref sums[row]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Finish<V, T>(in RowNumbers<T> numbers)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        V none = V.Constant(0), infinity = V.Constant(double.PositiveInfinity);
        Span<T> largest = numbers.Largest, sums = numbers.Sums, shrink = numbers.Shrink;
        for (int row = 0; row < sums.Length; row += V.Count)
        {
            V sum = V.Load(ref sums[row]);
            V.Store(V.WhereEqual(sum, none, infinity, V.Load(ref largest[row]) + V.Log(sum)), ref largest[row]);
            V.Store(V.WhereEqual(sum, none, none, V.One / sum), ref shrink[row]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Weights<V, T>(in Block<T> block, T scale, ReadOnlySpan<T> logSums)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        V places = Places<V, T>(), factor = V.Broadcast(scale);
        for (int row = 0; row < block.Rows; row++)
        {
            int seen = block.Seen(row), lanes = Whole(seen);
            ref T line = ref block.Scores[row * block.Stride];
            Prepare(ref line, seen, lanes, Whole(block.Width), factor, places);
            V by = V.Broadcast(logSums[row]);
            for (nint j = 0; j < lanes; j += V.Count) V.Store(Exponential<V, T>(V.Load(ref Unsafe.Add(ref line, j)) - by), ref Unsafe.Add(ref line, j));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Slopes<V, T>(in Block<T> weights, Span<T> slopes, T scale, ReadOnlySpan<T> deltas)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint lanes = Whole(weights.Width);
        V factor = V.Broadcast(scale), none = V.Constant(0);
        for (int row = 0; row < weights.Rows; row++)
        {
            ref T p = ref weights.Scores[row * weights.Stride], slope = ref slopes[row * weights.Stride];
            V delta = V.Broadcast(deltas[row]);
            for (nint j = 0; j < lanes; j += V.Count)
            {
                V weight = V.Load(ref Unsafe.Add(ref p, j));
                V.Store(V.WhereEqual(weight, none, none, weight * (V.Load(ref Unsafe.Add(ref slope, j)) - delta) * factor), ref Unsafe.Add(ref slope, j));
            }
        }
    }

    /// <summary>eˣ, but 0 where it is no normal number: next to a row's largest weight it is nothing, and the processor takes ten times as long for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Exponential<V, T>(V x)
        where V : struct, ILane<V, T>
        where T : unmanaged
    {
        V least = V.Constant(typeof(T) == typeof(float) ? -87 : -708);
        return V.WhereLess(x, least, V.Constant(0), V.Exp(V.MaxNative(least, x)));
    }

    /// <summary>A row times the scale, −∞ from what is seen to the end of its lanes, and 0 behind them; gives its largest elements, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Prepare<V, T>(ref T line, nint seen, nint lanes, nint width, V scale, V places)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        V hidden = V.Constant(double.NegativeInfinity), most = hidden;
        nint j = 0;
        for (; j + V.Count <= seen; j += V.Count)
        {
            V score = V.Load(ref Unsafe.Add(ref line, j)) * scale;
            V.Store(score, ref Unsafe.Add(ref line, j));
            most = V.MaxNative(most, score);
        }
        for (; j < lanes; j += V.Count)
        {
            V score = V.WhereLess(places, V.Broadcast(T.CreateTruncating(seen - j)), V.Load(ref Unsafe.Add(ref line, j)) * scale, hidden);
            V.Store(score, ref Unsafe.Add(ref line, j));
            most = V.MaxNative(most, score);
        }
        for (; j < width; j += V.Count) V.Store(V.Constant(0), ref Unsafe.Add(ref line, j));
        return most;
    }

    /// <summary>0, 1, 2, … in the places of a lane.</summary>
    static V Places<V, T>()
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> places = stackalloc T[V.Count];
        for (int i = 0; i < places.Length; i++) places[i] = T.CreateTruncating(i);
        return V.Load(ref places[0]);
    }

    /// <summary>The next multiple of <see cref="Alignment"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Whole(int width) => (width + Alignment - 1) / Alignment * Alignment;

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
