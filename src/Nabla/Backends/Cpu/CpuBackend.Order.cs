using System.Numerics;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>Families that go along an axis in order.</summary>
internal sealed partial class CpuBackend
{
    public Tensor Scan<TOp>(Tensor x, int axis) where TOp : struct, IReduction<TOp>
    {
        Tensor from = Dense(x), y = Tensor.Allocate(x.Shape, x.DType);
        if (y.ElementCount == 0) return y;
        int inner = (int)x.Shape.CountOf(axis + 1, x.Rank), size = x.Shape[axis];
        switch (x.DType)
        {
            case DType.Float32: Scan<TOp, Scalar<float>, float>(from, y, size, inner); break;
            case DType.Float64: Scan<TOp, Scalar<double>, double>(from, y, size, inner); break;
            case DType.Int64: Scan<TOp, Whole<long>, long>(from, y, size, inner); break;
            default: throw Unsupported(typeof(TOp).Name, x.DType);
        }
        return y;
    }

    public Tensor ArgSort(Tensor x, int axis, bool descending, int count)
    {
        if (axis != x.Rank - 1) return Dense(AxisLast(ArgSort(AxisLast(x, axis), x.Rank - 1, descending, count), axis));
        Tensor from = Dense(x), y = Tensor.Allocate(x.Shape.With(axis, count), DType.Int64);
        if (y.ElementCount == 0) return y;
        switch (x.DType)
        {
            case DType.Float32: ArgSort<float, uint>(from, descending, y); break;
            case DType.Float64: ArgSort<double, ulong>(from, descending, y); break;
            case DType.Int64: ArgSort<long, ulong>(from, descending, y); break;
            case DType.Int32: ArgSort<int, uint>(from, descending, y); break;
            case DType.UInt8: ArgSort<byte, byte>(from, descending, y); break;
            default: ArgSort<bool, byte>(from, descending, y); break;
        }
        return y;
    }

    /// <summary>Folds every element onto the fold before it along the axis, which is <paramref name="inner"/> places away.</summary>
    static void Scan<TOp, V, T>(Tensor x, Tensor y, int size, int inner)
        where TOp : struct, IReduction<TOp>
        where V : struct, ILane<V, T>
        where T : unmanaged
    {
        if (inner == 1)
        {
            var rows = new RunningRows<TOp, V, T>(x, y, size);
            ForkJoin.Run(rows.Count, in rows, y.ElementCount);
            return;
        }
        ReadOnlySpan<T> from = x.Span<T>();
        Span<T> to = y.Span<T>();
        for (int start = 0; start < to.Length; start += size * inner)
        {
            from.Slice(start, inner).CopyTo(to[start..]);
            for (int i = start + inner; i < start + size * inner; i++)
                V.Store(TOp.Combine(V.Load(ref to[i - inner]), V.Load(in from[i])), ref to[i]);
        }
    }

    /// <summary>A view with an axis and the last one exchanged.</summary>
    static Tensor AxisLast(Tensor x, int axis)
    {
        Span<int> sizes = stackalloc int[x.Rank], strides = stackalloc int[x.Rank];
        for (int i = 0; i < x.Rank; i++) (sizes[i], strides[i]) = (x.Shape[i], x.Stride(i));
        (sizes[axis], sizes[^1], strides[axis], strides[^1]) = (sizes[^1], sizes[axis], strides[^1], strides[axis]);
        return x.View(new Shape(sizes), strides, x.Offset);
    }

    static void ArgSort<T, TKey>(Tensor x, bool descending, Tensor y)
        where T : unmanaged
        where TKey : unmanaged, IBinaryInteger<TKey>
    {
        var rows = new OrderedRows<T, TKey>(x, y, x.Shape[^1], y.Shape[^1], descending);
        ForkJoin.Run(rows.Count, in rows, 2 * x.ElementCount);
    }
}
