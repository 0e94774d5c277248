using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>Families that fold axes.</summary>
internal sealed partial class CpuBackend
{
    /// <summary>Elements of a part of one long row: a power of two of whole blocks, so that the parts' order of summation is fixed.</summary>
    const int FoldPart = 1 << 18;

    public Tensor Reduce<TOp>(Tensor x, ReadOnlySpan<bool> axes, in Shape shape) where TOp : struct, IReduction<TOp>
    {
        Tensor y = Tensor.Allocate(shape, x.DType);
        if (y.ElementCount == 0) return y;
        switch (x.DType)
        {
            case DType.Float32: Reduce<TOp, float>(x, axes, y); break;
            case DType.Float64: Reduce<TOp, double>(x, axes, y); break;
            case DType.Int64: Reduce<TOp, long>(x, axes, y); break;
            case DType.Int32: Reduce<TOp, int>(x, axes, y); break;
            case DType.UInt8: Reduce<TOp, byte>(x, axes, y); break;
            default: throw Unsupported(typeof(TOp).Name, x.DType);
        }
        return y;
    }

    public Tensor ArgReduce(Tensor x, int axis, bool largest)
    {
        Tensor from = Dense(x), y = Tensor.Allocate(x.Shape.With(axis, 1), DType.Int64);
        if (y.ElementCount == 0) return y;
        int size = x.Shape[axis], inner = (int)x.Shape.CountOf(axis + 1, x.Rank);
        switch (x.DType)
        {
            case DType.Float32: ArgReduce<float>(from.Span<float>(), size, inner, largest, y.Span<long>()); break;
            case DType.Float64: ArgReduce<double>(from.Span<double>(), size, inner, largest, y.Span<long>()); break;
            case DType.Int64: ArgReduce<long>(from.Span<long>(), size, inner, largest, y.Span<long>()); break;
            case DType.Int32: ArgReduce<int>(from.Span<int>(), size, inner, largest, y.Span<long>()); break;
            default: ArgReduce<byte>(from.Span<byte>(), size, inner, largest, y.Span<long>()); break;
        }
        return y;
    }

    /// <summary>Sees the axes as outer × folded × inner; where the folded ones do not lie together, a copy brings them to the back.</summary>
    static void Reduce<TOp, T>(Tensor x, ReadOnlySpan<bool> axes, Tensor y)
        where TOp : struct, IReduction<TOp>
        where T : unmanaged
    {
        int first = 0, last = -1;
        bool together = true;
        for (int i = 0; i < axes.Length; i++)
        {
            if (!axes[i] || x.Shape[i] == 1) continue;
            if (last < 0) first = i;
            for (int between = last + 1; last >= 0 && between < i; between++) together &= x.Shape[between] == 1;
            last = i;
        }
        if (last < 0) (first, last) = (x.Rank, x.Rank - 1);
        Tensor rows = together ? (Dense(x)) : StridedCopy.Contiguous(FoldedLast(x, axes));
        int folded = 1, inner = 1;
        for (int i = 0; i < axes.Length; i++)
        {
            if (axes[i]) folded *= x.Shape[i];
            else if (together && i > last) inner *= x.Shape[i];
        }
        var parts = new FoldParts<TOp, T>(rows, y, folded, inner);
        ForkJoin.Run(parts.Count, in parts, x.ElementCount / 4);
    }

    /// <summary>A view with the folded axes behind the others.</summary>
    static Tensor FoldedLast(Tensor x, ReadOnlySpan<bool> axes)
    {
        Span<int> sizes = stackalloc int[x.Rank], strides = stackalloc int[x.Rank];
        int place = 0;
        for (int pass = 0; pass < 2; pass++)
            for (int i = 0; i < x.Rank; i++)
                if (axes[i] == (pass == 1)) (sizes[place], strides[place++]) = (x.Shape[i], x.Stride(i));
        return x.View(new Shape(sizes), strides, x.Offset);
    }

    /// <summary>Outer rows of folded × inner elements, several a part.</summary>
    readonly struct FoldParts<TOp, T>(Tensor x, Tensor y, int folded, int inner) : IParts
        where TOp : struct, IReduction<TOp>
        where T : unmanaged
    {
        readonly int perPart = (int)Math.Max(1, 16_384L / Math.Max(1, (long)folded * inner));

        int Outer => (int)y.ElementCount / inner;

        public int Count => (Outer - 1) / perPart + 1;

        public void Run(int part)
        {
            int end = Math.Min(Outer, (part + 1) * perPart);
            ReadOnlySpan<T> from = x.Span<T>();
            Span<T> to = y.Span<T>();
            for (int i = part * perPart; i < end; i++)
            {
                ReadOnlySpan<T> block = from.Slice(i * folded * inner, folded * inner);
                if (inner == 1) to[i] = folded > FoldPart ? FoldLong(x, i * folded, folded) : ReduceLoops.Fold<TOp, T>(block);
                else ReduceLoops.FoldRows<TOp, T>(block, inner, to.Slice(i * inner, inner));
            }
        }

        static T FoldLong(Tensor x, int start, int length)
        {
            var partial = new T[(length - 1) / FoldPart + 1];
            var parts = new LongRowParts<TOp, T>(x, start, length, partial);
            ForkJoin.Run(partial.Length, in parts);
            return ReduceLoops.Fold<TOp, T>(partial);
        }
    }

    /// <summary>One long row in pieces of fixed length.</summary>
    readonly struct LongRowParts<TOp, T>(Tensor x, int start, int length, T[] partial) : IParts
        where TOp : struct, IReduction<TOp>
        where T : unmanaged
    {
        public void Run(int part)
        {
            int from = part * FoldPart;
            partial[part] = ReduceLoops.Fold<TOp, T>(x.Span<T>().Slice(start + from, Math.Min(FoldPart, length - from)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ArgReduce<T>(ReadOnlySpan<T> x, int size, int inner, bool largest, Span<long> y) where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < y.Length; i++)
        {
            int start = i / inner * size * inner + i % inner;
            T best = x[start];
            long index = 0;
            for (int k = 1; k < size && !T.IsNaN(best); k++)
            {
                T candidate = x[start + k * inner];
                if (T.IsNaN(candidate) || (largest ? candidate > best : candidate < best)) (best, index) = (candidate, k);
            }
            y[i] = index;
        }
    }
}
