using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>A channel's standardisation: y = (x − mean)·factor + shift, and its positive part where that is wanted.</summary>
internal readonly record struct ChannelMap<T>(T Mean, T Factor, T Shift, bool Rectified) where T : unmanaged;

/// <summary>What batch normalisation does to the places of one channel of one example, which lie side by side.</summary>
/// <remarks>
/// Sums run over lanes within <see cref="Stretch"/> elements and over those in float64. Squares are those of the distances to a stretch's own mean,
/// read again while it lies in the first-level cache: one pass over memory, as exact as two.
/// 64 × 32 × 32² floats on one core: forward 1.1 ms, backward 2.0 to 2.7; by whole tensors 11 and 28. Behind a pooling, with the largest elements collected
/// instead of gradients put back into planes, twice each: 64 × 128 × 8² from 1.7 to 0.65 ms, 64 × 64 × 16² from 2.0 to 1.3.
/// </remarks>
internal static class ChannelLoops
{
    const int Stretch = 2048;

    /// <summary>Joins elements to the mean and the sum of squared distances of those before them (T. Chan, G. Golub, R. LeVeque, 1979).</summary>
    public static void Join<T>(ReadOnlySpan<T> x, ref long count, ref double mean, ref double squares) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i += Stretch)
        {
            ReadOnlySpan<T> part = x.Slice(i, Math.Min(Stretch, x.Length - i));
            (double own, double around) = ElementLoop.Is512 ? Moments<Lane512<T>, T>(part) : ElementLoop.Is256 ? Moments<Lane256<T>, T>(part) : Moments<Lane128<T>, T>(part);
            double distance = own - mean, share = (double)part.Length / (count + part.Length);
            squares += around + distance * distance * count * share;
            mean += distance * share;
            count += part.Length;
        }
    }

    /// <summary>y = the map of x.</summary>
    public static void Write<T>(ReadOnlySpan<T> x, in ChannelMap<T> map, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ElementLoop.SameLength(x.Length, y.Length);
        if (ElementLoop.Is512) Write<Lane512<T>, T>(x, map, y);
        else if (ElementLoop.Is256) Write<Lane256<T>, T>(x, map, y);
        else Write<Lane128<T>, T>(x, map, y);
    }

    /// <summary>Adds Σ g and Σ g·(x − mean), where g is dy, or 0 where the map's value was not positive.</summary>
    public static void Sum<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, in ChannelMap<T> map, ref double gradients, ref double products)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ElementLoop.SameLength(x.Length, dy.Length);
        for (int i = 0; i < x.Length; i += Stretch)
        {
            int length = Math.Min(Stretch, x.Length - i);
            ReadOnlySpan<T> p = x.Slice(i, length), q = dy.Slice(i, length);
            (T g, T gx) = ElementLoop.Is512 ? Sums<Lane512<T>, T>(p, q, map) : ElementLoop.Is256 ? Sums<Lane256<T>, T>(p, q, map) : Sums<Lane128<T>, T>(p, q, map);
            gradients += double.CreateChecked(g);
            products += double.CreateChecked(gx);
        }
    }

    /// <summary>dx = factor·g + along·(x − mean) + constant.</summary>
    public static void Slope<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, in ChannelMap<T> map, T along, T constant, Span<T> dx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ElementLoop.SameLength(x.Length, dy.Length);
        ElementLoop.SameLength(x.Length, dx.Length);
        if (ElementLoop.Is512) Slope<Lane512<T>, T>(x, dy, map, along, constant, dx);
        else if (ElementLoop.Is256) Slope<Lane256<T>, T>(x, dy, map, along, constant, dx);
        else Slope<Lane128<T>, T>(x, dy, map, along, constant, dx);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static (double Mean, double Squares) Moments<V, T>(ReadOnlySpan<T> x)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T a = ref MemoryMarshal.GetReference(x);
        V s0 = V.Constant(0), s1 = s0, s2 = s0, s3 = s0;
        nint j = 0;
        for (; j + 4 * V.Count <= x.Length; j += 4 * V.Count)
        {
            s0 += V.Load(ref Unsafe.Add(ref a, j));
            s1 += V.Load(ref Unsafe.Add(ref a, j + V.Count));
            s2 += V.Load(ref Unsafe.Add(ref a, j + 2 * V.Count));
            s3 += V.Load(ref Unsafe.Add(ref a, j + 3 * V.Count));
        }
        for (; j + V.Count <= x.Length; j += V.Count) s0 += V.Load(ref Unsafe.Add(ref a, j));
        T sum = RowLoops.Total<V, T>((s0 + s1) + (s2 + s3));
        for (; j < x.Length; j++) sum += Unsafe.Add(ref a, j);

        double mean = double.CreateChecked(sum) / x.Length;
        T centre = T.CreateChecked(mean);
        V c = V.Broadcast(centre);
        s0 = s1 = s2 = s3 = V.Constant(0);
        for (j = 0; j + 4 * V.Count <= x.Length; j += 4 * V.Count)
        {
            V d0 = V.Load(ref Unsafe.Add(ref a, j)) - c, d1 = V.Load(ref Unsafe.Add(ref a, j + V.Count)) - c;
            V d2 = V.Load(ref Unsafe.Add(ref a, j + 2 * V.Count)) - c, d3 = V.Load(ref Unsafe.Add(ref a, j + 3 * V.Count)) - c;
            s0 += d0 * d0;
            s1 += d1 * d1;
            s2 += d2 * d2;
            s3 += d3 * d3;
        }
        for (; j + V.Count <= x.Length; j += V.Count)
        {
            V d = V.Load(ref Unsafe.Add(ref a, j)) - c;
            s0 += d * d;
        }
        T squares = RowLoops.Total<V, T>((s0 + s1) + (s2 + s3));
        for (; j < x.Length; j++) squares += (Unsafe.Add(ref a, j) - centre) * (Unsafe.Add(ref a, j) - centre);
        return (mean, double.CreateChecked(squares));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Write<V, T>(ReadOnlySpan<T> x, in ChannelMap<T> map, Span<T> y)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T a = ref MemoryMarshal.GetReference(x), to = ref MemoryMarshal.GetReference(y);
        (T mean, T factor, T shift, bool rectified) = map;
        V m = V.Broadcast(mean), f = V.Broadcast(factor), s = V.Broadcast(shift), zero = V.Constant(0);
        nint j = 0;
        for (; j + V.Count <= x.Length; j += V.Count)
        {
            V v = (V.Load(ref Unsafe.Add(ref a, j)) - m) * f + s;
            V.Store(rectified ? V.WhereLessOrEqual(v, zero, zero, v) : v, ref Unsafe.Add(ref to, j));
        }
        for (; j < x.Length; j++)
        {
            T v = (Unsafe.Add(ref a, j) - mean) * factor + shift;
            Unsafe.Add(ref to, j) = rectified && v <= T.Zero ? T.Zero : v;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static (T G, T Gx) Sums<V, T>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, in ChannelMap<T> map)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T a = ref MemoryMarshal.GetReference(x), d = ref MemoryMarshal.GetReference(dy);
        (T mean, T factor, T shift, bool rectified) = map;
        V m = V.Broadcast(mean), f = V.Broadcast(factor), s = V.Broadcast(shift), zero = V.Constant(0), g0 = zero, g1 = zero, p0 = zero, p1 = zero;
        nint j = 0;
        for (; j + 2 * V.Count <= x.Length; j += 2 * V.Count)
        {
            V x0 = V.Load(ref Unsafe.Add(ref a, j)) - m, x1 = V.Load(ref Unsafe.Add(ref a, j + V.Count)) - m;
            V d0 = V.Load(ref Unsafe.Add(ref d, j)), d1 = V.Load(ref Unsafe.Add(ref d, j + V.Count));
            if (rectified) (d0, d1) = (V.WhereLessOrEqual(x0 * f + s, zero, zero, d0), V.WhereLessOrEqual(x1 * f + s, zero, zero, d1));
            g0 += d0;
            g1 += d1;
            p0 += d0 * x0;
            p1 += d1 * x1;
        }
        for (; j + V.Count <= x.Length; j += V.Count)
        {
            V x0 = V.Load(ref Unsafe.Add(ref a, j)) - m, d0 = V.Load(ref Unsafe.Add(ref d, j));
            if (rectified) d0 = V.WhereLessOrEqual(x0 * f + s, zero, zero, d0);
            g0 += d0;
            p0 += d0 * x0;
        }
        T g = RowLoops.Total<V, T>(g0 + g1), products = RowLoops.Total<V, T>(p0 + p1);
        for (; j < x.Length; j++)
        {
            T distance = Unsafe.Add(ref a, j) - mean, upstream = rectified && distance * factor + shift <= T.Zero ? T.Zero : Unsafe.Add(ref d, j);
            g += upstream;
            products += upstream * distance;
        }
        return (g, products);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Slope<V, T>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, in ChannelMap<T> map, T along, T constant, Span<T> dx)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T a = ref MemoryMarshal.GetReference(x), d = ref MemoryMarshal.GetReference(dy), to = ref MemoryMarshal.GetReference(dx);
        (T mean, T factor, T shift, bool rectified) = map;
        V m = V.Broadcast(mean), f = V.Broadcast(factor), s = V.Broadcast(shift), b = V.Broadcast(along), c = V.Broadcast(constant), zero = V.Constant(0);
        nint j = 0;
        for (; j + V.Count <= x.Length; j += V.Count)
        {
            V distance = V.Load(ref Unsafe.Add(ref a, j)) - m, upstream = V.Load(ref Unsafe.Add(ref d, j));
            if (rectified) upstream = V.WhereLessOrEqual(distance * f + s, zero, zero, upstream);
            V.Store(upstream * f + (distance * b + c), ref Unsafe.Add(ref to, j));
        }
        for (; j < x.Length; j++)
        {
            T distance = Unsafe.Add(ref a, j) - mean, upstream = rectified && distance * factor + shift <= T.Zero ? T.Zero : Unsafe.Add(ref d, j);
            Unsafe.Add(ref to, j) = upstream * factor + (distance * along + constant);
        }
    }
}
