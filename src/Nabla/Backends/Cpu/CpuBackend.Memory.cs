using System.Numerics;

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
