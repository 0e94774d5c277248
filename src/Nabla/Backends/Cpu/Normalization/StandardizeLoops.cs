using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>One row brought to mean 0 and variance 1, and its gradients; the row stays in the first-level cache between its passes.</summary>
/// <remarks>Sums run over lanes within stretches of <see cref="Stretch"/> elements and over those in float64; the variance is that of the distances to the mean.</remarks>
internal static class StandardizeLoops
{
    const int Stretch = 4096;

    /// <summary>y = (x − mean)·scale·weight + bias; empty weight and bias are 1 and 0.</summary>
    public static (T Mean, T Scale) Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, double epsilon, bool centred, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (ElementLoop.Is512) return Forward<Lane512<T>, T>(x, weight, bias, epsilon, centred, y);
        return ElementLoop.Is256 ? Forward<Lane256<T>, T>(x, weight, bias, epsilon, centred, y) : Forward<Lane128<T>, T>(x, weight, bias, epsilon, centred, y);
    }

    /// <summary>dx = scale·(g − mean g − x̂·mean(g·x̂)) with g = dy·weight, without mean g where the mean was not taken; dweight += dy·x̂, dbias += dy. What is empty is not wanted.</summary>
    public static void Backward<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> weight, (T Mean, T Scale) row, bool centred, ReadOnlySpan<T> dy, Span<T> dx, Span<T> dweight, Span<T> dbias)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (ElementLoop.Is512) Backward<Lane512<T>, T>(x, weight, row, centred, dy, dx, dweight, dbias);
        else if (ElementLoop.Is256) Backward<Lane256<T>, T>(x, weight, row, centred, dy, dx, dweight, dbias);
        else Backward<Lane128<T>, T>(x, weight, row, centred, dy, dx, dweight, dbias);
    }

    static (T Mean, T Scale) Forward<V, T>(ReadOnlySpan<T> x, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, double epsilon, bool centred, Span<T> y)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0, squares = 0;
        if (centred)
            for (int i = 0; i < x.Length; i += Stretch) sum += double.CreateChecked(Sum<V, T>(x.Slice(i, Math.Min(Stretch, x.Length - i))));
        T mean = T.CreateChecked(sum / x.Length);
        for (int i = 0; i < x.Length; i += Stretch) squares += double.CreateChecked(Squares<V, T>(x.Slice(i, Math.Min(Stretch, x.Length - i)), mean));
        T scale = T.CreateChecked(1 / Math.Sqrt(squares / x.Length + epsilon));
        Write<V, T>(x, weight, bias, mean, scale, y);
        return (mean, scale);
    }

    static void Backward<V, T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> weight, (T Mean, T Scale) row, bool centred, ReadOnlySpan<T> dy, Span<T> dx, Span<T> dweight, Span<T> dbias)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double gradients = 0, products = 0;
        for (int i = 0; i < x.Length; i += Stretch)
        {
            int count = Math.Min(Stretch, x.Length - i);
            (T g, T gx) = Sums<V, T>(x.Slice(i, count), Part(weight, i, count), row, dy.Slice(i, count), Part(dweight, i, count), Part(dbias, i, count));
            gradients += double.CreateChecked(g);
            products += double.CreateChecked(gx);
        }
        if (!dx.IsEmpty) Slope<V, T>(x, weight, row, dy, T.CreateChecked(centred ? gradients / x.Length : 0), T.CreateChecked(products / x.Length), dx);
    }

    static ReadOnlySpan<T> Part<T>(ReadOnlySpan<T> all, int start, int count) => all.IsEmpty ? all : all.Slice(start, count);

    static Span<T> Part<T>(Span<T> all, int start, int count) => all.IsEmpty ? all : all.Slice(start, count);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static T Sum<V, T>(ReadOnlySpan<T> x)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T a = ref MemoryMarshal.GetReference(x);
        V sum = V.Constant(0);
        nint j = 0;
        for (; j + V.Count <= x.Length; j += V.Count) sum += V.Load(ref Unsafe.Add(ref a, j));
        T result = RowLoops.Total<V, T>(sum);
        for (; j < x.Length; j++) result += Unsafe.Add(ref a, j);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static T Squares<V, T>(ReadOnlySpan<T> x, T mean)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T a = ref MemoryMarshal.GetReference(x);
        V sum = V.Constant(0), centre = V.Broadcast(mean);
        nint j = 0;
        for (; j + V.Count <= x.Length; j += V.Count)
        {
            V distance = V.Load(ref Unsafe.Add(ref a, j)) - centre;
            sum += distance * distance;
        }
        T result = RowLoops.Total<V, T>(sum);
        for (; j < x.Length; j++) result += (Unsafe.Add(ref a, j) - mean) * (Unsafe.Add(ref a, j) - mean);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Write<V, T>(ReadOnlySpan<T> x, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, T mean, T scale, Span<T> y)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T a = ref MemoryMarshal.GetReference(x), w = ref MemoryMarshal.GetReference(weight), b = ref MemoryMarshal.GetReference(bias), to = ref MemoryMarshal.GetReference(y);
        bool weighted = !weight.IsEmpty, biased = !bias.IsEmpty;
        V centre = V.Broadcast(mean), by = V.Broadcast(scale);
        nint j = 0;
        for (; j + V.Count <= x.Length; j += V.Count)
        {
            V v = (V.Load(ref Unsafe.Add(ref a, j)) - centre) * by;
            if (weighted) v *= V.Load(ref Unsafe.Add(ref w, j));
            if (biased) v += V.Load(ref Unsafe.Add(ref b, j));
            V.Store(v, ref Unsafe.Add(ref to, j));
        }
        for (; j < x.Length; j++)
        {
            T v = (Unsafe.Add(ref a, j) - mean) * scale;
            if (weighted) v *= Unsafe.Add(ref w, j);
            if (biased) v += Unsafe.Add(ref b, j);
            Unsafe.Add(ref to, j) = v;
        }
    }

    /// <summary>Σ g and Σ g·x̂, and the additions to the gradients of weight and bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static (T G, T Gx) Sums<V, T>(ReadOnlySpan<T> x, ReadOnlySpan<T> weight, (T Mean, T Scale) row, ReadOnlySpan<T> dy, Span<T> dweight, Span<T> dbias)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T a = ref MemoryMarshal.GetReference(x), w = ref MemoryMarshal.GetReference(weight), d = ref MemoryMarshal.GetReference(dy);
        ref T dw = ref MemoryMarshal.GetReference(dweight), db = ref MemoryMarshal.GetReference(dbias);
        bool weighted = !weight.IsEmpty, weights = !dweight.IsEmpty, biases = !dbias.IsEmpty;
        V centre = V.Broadcast(row.Mean), by = V.Broadcast(row.Scale), sum = V.Constant(0), products = V.Constant(0);
        nint j = 0;
        for (; j + V.Count <= x.Length; j += V.Count)
        {
            V standard = (V.Load(ref Unsafe.Add(ref a, j)) - centre) * by, upstream = V.Load(ref Unsafe.Add(ref d, j));
            if (weights) V.Store(V.Load(ref Unsafe.Add(ref dw, j)) + upstream * standard, ref Unsafe.Add(ref dw, j));
            if (biases) V.Store(V.Load(ref Unsafe.Add(ref db, j)) + upstream, ref Unsafe.Add(ref db, j));
            if (weighted) upstream *= V.Load(ref Unsafe.Add(ref w, j));
            sum += upstream;
            products += upstream * standard;
        }
        T g = RowLoops.Total<V, T>(sum), gx = RowLoops.Total<V, T>(products);
        for (; j < x.Length; j++)
        {
            T standard = (Unsafe.Add(ref a, j) - row.Mean) * row.Scale, upstream = Unsafe.Add(ref d, j);
            if (weights) Unsafe.Add(ref dw, j) += upstream * standard;
            if (biases) Unsafe.Add(ref db, j) += upstream;
            if (weighted) upstream *= Unsafe.Add(ref w, j);
            g += upstream;
            gx += upstream * standard;
        }
        return (g, gx);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Slope<V, T>(ReadOnlySpan<T> x, ReadOnlySpan<T> weight, (T Mean, T Scale) row, ReadOnlySpan<T> dy, T g, T gx, Span<T> dx)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T a = ref MemoryMarshal.GetReference(x), w = ref MemoryMarshal.GetReference(weight), d = ref MemoryMarshal.GetReference(dy), to = ref MemoryMarshal.GetReference(dx);
        bool weighted = !weight.IsEmpty;
        V centre = V.Broadcast(row.Mean), by = V.Broadcast(row.Scale), mean = V.Broadcast(g), along = V.Broadcast(gx);
        nint j = 0;
        for (; j + V.Count <= x.Length; j += V.Count)
        {
            V standard = (V.Load(ref Unsafe.Add(ref a, j)) - centre) * by, upstream = V.Load(ref Unsafe.Add(ref d, j));
            if (weighted) upstream *= V.Load(ref Unsafe.Add(ref w, j));
            V.Store(by * (upstream - mean - standard * along), ref Unsafe.Add(ref to, j));
        }
        for (; j < x.Length; j++)
        {
            T standard = (Unsafe.Add(ref a, j) - row.Mean) * row.Scale, upstream = Unsafe.Add(ref d, j);
            if (weighted) upstream *= Unsafe.Add(ref w, j);
            Unsafe.Add(ref to, j) = row.Scale * (upstream - g - standard * gx);
        }
    }
}
