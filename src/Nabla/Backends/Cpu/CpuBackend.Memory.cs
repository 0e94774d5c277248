using System.Numerics;

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
        Tensor y = Tensor.Allocate(x.Shape, type);
        switch (x.DType)
        {
            case DType.Float32: Cast<float>(x, y); break;
            case DType.Float64: Cast<double>(x, y); break;
            case DType.Int64: Cast<long>(x, y); break;
            case DType.Int32: Cast<int>(x, y); break;
            case DType.UInt8: Cast<byte>(x, y); break;
            default: CastTruths(x, y); break;
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

    static void Cast<TFrom>(Tensor x, Tensor y) where TFrom : unmanaged, INumber<TFrom>
    {
        switch (y.DType)
        {
            case DType.Float32: RowLoop.Run<CastRow<TFrom, float>, TFrom, float>(y, x); break;
            case DType.Float64: RowLoop.Run<CastRow<TFrom, double>, TFrom, double>(y, x); break;
            case DType.Int64: RowLoop.Run<CastRow<TFrom, long>, TFrom, long>(y, x); break;
            case DType.Int32: RowLoop.Run<CastRow<TFrom, int>, TFrom, int>(y, x); break;
            case DType.UInt8: RowLoop.Run<CastRow<TFrom, byte>, TFrom, byte>(y, x); break;
            default: RowLoop.Run<NotZeroRow<TFrom>, TFrom, bool>(y, x); break;
        }
    }

    static void CastTruths(Tensor x, Tensor y)
    {
        switch (y.DType)
        {
            case DType.Float32: RowLoop.Run<CastTruthRow<float>, bool, float>(y, x); break;
            case DType.Float64: RowLoop.Run<CastTruthRow<double>, bool, double>(y, x); break;
            case DType.Int64: RowLoop.Run<CastTruthRow<long>, bool, long>(y, x); break;
            case DType.Int32: RowLoop.Run<CastTruthRow<int>, bool, int>(y, x); break;
            case DType.UInt8: RowLoop.Run<CastTruthRow<byte>, bool, byte>(y, x); break;
            default: RowLoop.Run<CopyRow<bool>, bool, bool>(y, x); break;
        }
    }
}
