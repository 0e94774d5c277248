using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Backends.Cpu;

/// <summary>Families that move or convert elements.</summary>
internal sealed partial class CpuBackend
{
    public void Copy(Tensor source, Tensor destination)
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
            case DType.Float32: RowLoop.Run<CopyRow<float>, float, float>(destination, source); break;
            case DType.Float64: RowLoop.Run<CopyRow<double>, double, double>(destination, source); break;
            case DType.Int64: RowLoop.Run<CopyRow<long>, long, long>(destination, source); break;
            case DType.Int32: RowLoop.Run<CopyRow<int>, int, int>(destination, source); break;
            case DType.UInt8: RowLoop.Run<CopyRow<byte>, byte, byte>(destination, source); break;
            default: RowLoop.Run<CopyRow<bool>, bool, bool>(destination, source); break;
        }
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
            case DType.Float32: ChoiceParts<float>.Run(condition, a, b, y); break;
            case DType.Float64: ChoiceParts<double>.Run(condition, a, b, y); break;
            case DType.Int64: ChoiceParts<long>.Run(condition, a, b, y); break;
            case DType.Int32: ChoiceParts<int>.Run(condition, a, b, y); break;
            case DType.UInt8: ChoiceParts<byte>.Run(condition, a, b, y); break;
            default: ChoiceParts<bool>.Run(condition, a, b, y); break;
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
}
