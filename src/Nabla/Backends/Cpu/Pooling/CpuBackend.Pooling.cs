namespace Nabla.Backends.Cpu;

/// <summary>Sums and largest elements of windows: every plane of a batch by itself.</summary>
internal sealed partial class CpuBackend
{
    /// <summary>Elements of a part of planes.</summary>
    const int PoolPart = 16_384;

    public Tensor PoolSum(Tensor x, in ConvolutionGeometry geometry, in Shape shape, double divisor)
    {
        Tensor y = Tensor.Allocate(shape, x.DType);
        if (x.DType == DType.Float32) Pool<TotalPlane<float>, float, float>(new(Dense(x), y, null, divisor), geometry);
        else Pool<TotalPlane<double>, double, double>(new(Dense(x), y, null, divisor), geometry);
        return y;
    }

    public Tensor PoolSpread(Tensor dy, in ConvolutionGeometry geometry, in Shape shape, double divisor)
    {
        Tensor dx = Tensor.Allocate(shape, dy.DType);
        if (dy.DType == DType.Float32) Pool<SpreadPlane<float>, float, float>(new(dx, Dense(dy), null, divisor), geometry);
        else Pool<SpreadPlane<double>, double, double>(new(dx, Dense(dy), null, divisor), geometry);
        return dx;
    }

    public (Tensor Values, Tensor Places) PoolMax(Tensor x, in ConvolutionGeometry geometry, in Shape shape)
    {
        bool single = x.DType == DType.Float32;
        Tensor y = Tensor.Allocate(shape, x.DType), places = Tensor.Allocate(shape, single ? DType.Int32 : DType.Int64);
        if (single) Pool<LargestPlane<float, int>, float, int>(new(Dense(x), y, places, 1), geometry);
        else Pool<LargestPlane<double, long>, double, long>(new(Dense(x), y, places, 1), geometry);
        return (y, places);
    }

    public Tensor PoolPick(Tensor x, Tensor places)
    {
        Tensor y = Tensor.Allocate(places.Shape, x.DType);
        if (x.DType == DType.Float32) Pool<PickPlane<float, int>, float, int>(new(Dense(x), y, places, 1), default);
        else Pool<PickPlane<double, long>, double, long>(new(Dense(x), y, places, 1), default);
        return y;
    }

    public Tensor PoolPut(Tensor dy, Tensor places, in Shape shape)
    {
        Tensor dx = Tensor.Allocate(shape, dy.DType);
        if (dy.DType == DType.Float32) Pool<PutPlane<float, int>, float, int>(new(dx, Dense(dy), places, 1), default);
        else Pool<PutPlane<double, long>, double, long>(new(dx, Dense(dy), places, 1), default);
        return dx;
    }

    /// <summary>The large tensor, the one of windows, and the places (whole numbers as wide as the elements) where there are any.</summary>
    readonly record struct Pooled(Tensor Large, Tensor Small, Tensor? Places, double Divisor);

    static void Pool<TPlane, T, TIndex>(Pooled pooled, in ConvolutionGeometry geometry)
        where TPlane : struct, IPoolPlane<T, TIndex>
        where T : unmanaged
        where TIndex : unmanaged
    {
        if (pooled.Large.ElementCount == 0) return;
        Shape large = pooled.Large.Shape;
        int planes = large[0] * large[1], length = (int)(pooled.Large.ElementCount / planes), each = Math.Max(1, PoolPart / length);
        var parts = new PlaneParts<TPlane, T, TIndex>(pooled, geometry, Extent3.Of(large.Span[2..], 1), Extent3.Of(pooled.Small.Shape.Span[2..], 1), planes, each);
        ForkJoin.Run((planes - 1) / each + 1, in parts, pooled.Large.ElementCount / 2);
    }

    readonly struct PlaneParts<TPlane, T, TIndex>(Pooled pooled, ConvolutionGeometry geometry, Extent3 input, Extent3 output, int planes, int each) : IParts
        where TPlane : struct, IPoolPlane<T, TIndex>
        where T : unmanaged
        where TIndex : unmanaged
    {
        public void Run(int part)
        {
            int length = input.Count, windows = output.Count, end = Math.Min(planes, (part + 1) * each);
            Span<T> large = pooled.Large.Span<T>(), small = pooled.Small.Span<T>();
            Span<TIndex> places = pooled.Places is null ? default : pooled.Places.Span<TIndex>();
            for (int plane = part * each; plane < end; plane++)
                TPlane.Run(large.Slice(plane * length, length), small.Slice(plane * windows, windows), places.IsEmpty ? places : places.Slice(plane * windows, windows), in geometry, input, output, pooled.Divisor);
        }
    }
}
