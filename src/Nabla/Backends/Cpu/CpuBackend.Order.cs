using System.Numerics;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>Families that go along an axis in order.</summary>
internal sealed partial class CpuBackend
{
    public Tensor Scan<TOp>(Tensor x, int axis) where TOp : struct, IReduction<TOp>
    {
        Tensor y = StridedCopy.Contiguous(x);
        int inner = (int)x.Shape.CountOf(axis + 1, x.Rank), size = x.Shape[axis];
        switch (x.DType)
        {
            case DType.Float32: Scan<TOp, float>(y.Span<float>(), size, inner); break;
            case DType.Float64: Scan<TOp, double>(y.Span<double>(), size, inner); break;
            case DType.Int64: Scan<TOp, long>(y.Span<long>(), size, inner); break;
            default: throw Unsupported(typeof(TOp).Name, x.DType);
        }
        return y;
    }

    public Tensor ArgSort(Tensor x, int axis, bool descending)
    {
        Tensor from = Dense(x), y = Tensor.Allocate(x.Shape, DType.Int64);
        int inner = (int)x.Shape.CountOf(axis + 1, x.Rank), size = x.Shape[axis];
        switch (x.DType)
        {
            case DType.Float32: ArgSort<float>(from.Span<float>(), size, inner, descending, y.Span<long>()); break;
            case DType.Float64: ArgSort<double>(from.Span<double>(), size, inner, descending, y.Span<long>()); break;
            case DType.Int64: ArgSort<long>(from.Span<long>(), size, inner, descending, y.Span<long>()); break;
            case DType.Int32: ArgSort<int>(from.Span<int>(), size, inner, descending, y.Span<long>()); break;
            case DType.UInt8: ArgSort<byte>(from.Span<byte>(), size, inner, descending, y.Span<long>()); break;
            default: ArgSort<byte>(System.Runtime.InteropServices.MemoryMarshal.Cast<bool, byte>(from.Span<bool>()), size, inner, descending, y.Span<long>()); break;
        }
        return y;
    }

    static void Scan<TOp, T>(Span<T> y, int size, int inner)
        where TOp : struct, IReduction<TOp>
        where T : unmanaged
    {
        if (ElementLoop.IsReal<T>()) Scan<TOp, Scalar<T>, T>(y, size, inner);
        else Scan<TOp, Whole<T>, T>(y, size, inner);
    }

    /// <summary>Folds every element onto the one before it along the axis, which is <paramref name="inner"/> places away.</summary>
    static void Scan<TOp, V, T>(Span<T> y, int size, int inner)
        where TOp : struct, IReduction<TOp>
        where V : struct, ILane<V, T>
        where T : unmanaged
    {
        for (int start = 0; start < y.Length; start += size * inner)
            for (int i = start + inner; i < start + size * inner; i++)
                V.Store(TOp.Combine(V.Load(ref y[i - inner]), V.Load(ref y[i])), ref y[i]);
    }

    static void ArgSort<T>(ReadOnlySpan<T> x, int size, int inner, bool descending, Span<long> y) where T : unmanaged, INumber<T>
    {
        var keys = new (T Value, int Place)[size];
        Comparison<(T Value, int Place)> order = descending
            ? static (a, b) => Compare(b.Value, a.Value) is not 0 and int c ? c : a.Place - b.Place
            : static (a, b) => Compare(a.Value, b.Value) is not 0 and int c ? c : a.Place - b.Place;
        int rows = size == 0 ? 0 : x.Length / size;
        for (int row = 0; row < rows; row++)
        {
            int start = row / inner * size * inner + row % inner;
            for (int i = 0; i < size; i++) keys[i] = (x[start + i * inner], i);
            keys.AsSpan().Sort(order);
            for (int i = 0; i < size; i++) y[start + i * inner] = keys[i].Place;
        }
    }

    /// <summary>Numbers in order, NaN last.</summary>
    static int Compare<T>(T a, T b) where T : INumber<T> =>
        T.IsNaN(a) || T.IsNaN(b) ? T.IsNaN(a).CompareTo(T.IsNaN(b)) : a.CompareTo(b);
}
