using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Backends.Cpu;

/// <summary>Families that move or convert elements.</summary>
internal sealed partial class CpuBackend
{
    public void Copy(Tensor source, Tensor destination) => Move(source, destination);

    static void Move(Tensor source, Tensor destination)
    {
        if (!destination.IsContiguous || source.Shape != destination.Shape)
        {
            StridedCopy.Copy(source, destination);
            return;
        }
        source.Settle(); // which may be computed from what is written over
        destination.BeforeChange();
        switch (source.DType)
        {
            case DType.Float32: Move<float>(source, destination); break;
            case DType.Float64: Move<double>(source, destination); break;
            case DType.Int64: Move<long>(source, destination); break;
            case DType.Int32: Move<int>(source, destination); break;
            case DType.UInt8: Move<byte>(source, destination); break;
            default: Move<bool>(source, destination); break;
        }
    }

    /// <summary>A contiguous copy of a view, made by all threads.</summary>
    static Tensor Contiguous(Tensor x)
    {
        Tensor y = Tensor.Allocate(x.Shape, x.DType);
        Move(x, y);
        return y;
    }

    static void Move<T>(Tensor source, Tensor destination) where T : unmanaged
    {
        if (!source.IsContiguous && destination.ElementCount > 0)
        {
            var loop = new StridedLoop(destination.Shape, source, destination);
            if (TurnedCopy<T>.Fits(loop))
            {
                var parts = new TurnedParts<T>(new TurnedCopy<T>(loop, source, destination), destination.ElementCount);
                ForkJoin.Run(parts.Count, in parts, destination.ElementCount / 2);
                return;
            }
        }
        RowLoop.Run<CopyRow<T>, T, T>(destination, source);
    }

    /// <summary>A copy into another order of axes, several bands a part.</summary>
    readonly struct TurnedParts<T>(TurnedCopy<T> copy, long elements) : IParts where T : unmanaged
    {
        readonly int perPart = (int)Math.Max(1, 16_384 * (long)copy.Bands / elements);

        public int Count => (copy.Bands - 1) / perPart + 1;

        public void Run(int part) => copy.Run(part * perPart, Math.Min(copy.Bands, (part + 1) * perPart));
    }

    public Tensor Cast(Tensor x, DType type)
    {
        Tensor from = Dense(x), y = Tensor.Allocate(x.Shape, type);
        switch (x.DType)
        {
            case DType.Float32: CastFrom<float>(from.Span<float>(), y); break;
            case DType.Float64: CastFrom<double>(from.Span<double>(), y); break;
            case DType.Int64: CastFrom<long>(from.Span<long>(), y); break;
            case DType.Int32: CastFrom<int>(from.Span<int>(), y); break;
            case DType.UInt8: CastFrom<byte>(from.Span<byte>(), y); break;
            default: CastFrom<byte>(MemoryMarshal.Cast<bool, byte>(from.Span<bool>()), y); break;
        }
        return y;
    }

    public Tensor Choose(Tensor condition, Tensor a, Tensor b, in Shape shape)
    {
        Tensor y = Tensor.Allocate(shape, a.DType);
        switch (a.DType)
        {
            case DType.Float32: Choose<float>(condition, a, b, y); break;
            case DType.Float64: Choose<double>(condition, a, b, y); break;
            case DType.Int64: Choose<long>(condition, a, b, y); break;
            case DType.Int32: Choose<int>(condition, a, b, y); break;
            case DType.UInt8: Choose<byte>(condition, a, b, y); break;
            default: Choose<bool>(condition, a, b, y); break;
        }
        return y;
    }

    static void CastFrom<TFrom>(ReadOnlySpan<TFrom> from, Tensor y) where TFrom : unmanaged, INumber<TFrom>
    {
        switch (y.DType)
        {
            case DType.Float32: CastTo(from, y.Span<float>()); break;
            case DType.Float64: CastTo(from, y.Span<double>()); break;
            case DType.Int64: CastTo(from, y.Span<long>()); break;
            case DType.Int32: CastTo(from, y.Span<int>()); break;
            case DType.UInt8: CastTo(from, y.Span<byte>()); break;
            default:
                Span<bool> to = y.Span<bool>();
                for (int i = 0; i < to.Length; i++) to[i] = from[i] != TFrom.Zero;
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void CastTo<TFrom, TTo>(ReadOnlySpan<TFrom> from, Span<TTo> to)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        for (int i = 0; i < to.Length; i++) to[i] = TTo.CreateTruncating(from[i]);
    }

    static void Choose<T>(Tensor condition, Tensor a, Tensor b, Tensor y) where T : unmanaged
    {
        if (y.ElementCount == 0) return;
        var loop = new StridedLoop(y.Shape);
        loop.Add(y);
        loop.Add(condition);
        loop.Add(a);
        loop.Add(b);
        loop.Merge();
        bool[] mask = condition.Array<bool>();
        T[] yes = a.Array<T>(), no = b.Array<T>(), to = y.Array<T>();
        int length = loop.RowLength, rows = loop.RowCount, maskStride = loop.Stride(1), yesStride = loop.Stride(2), noStride = loop.Stride(3);
        loop.Seek(0);
        for (int row = 0; row < rows; row++, loop.Advance())
        {
            Span<T> target = to.AsSpan(loop.Offset(0), length);
            int p = loop.Offset(1), q = loop.Offset(2), r = loop.Offset(3);
            for (int i = 0; i < target.Length; i++, p += maskStride, q += yesStride, r += noStride)
                target[i] = mask[p] ? yes[q] : no[r];
        }
    }
}
