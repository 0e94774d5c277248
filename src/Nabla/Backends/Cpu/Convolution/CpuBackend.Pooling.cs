using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>Sums and places of windows: every plane of a batch by itself.</summary>
internal sealed partial class CpuBackend
{
    public Tensor PoolSum(Tensor x, in ConvolutionGeometry geometry, in Shape shape)
    {
        Tensor y = Tensor.Zeros(shape, x.DType);
        if (x.DType == DType.Float32) Pool<TotalPlane<float>, float, float>(Dense(x), y, y, geometry, x.Shape);
        else Pool<TotalPlane<double>, double, double>(Dense(x), y, y, geometry, x.Shape);
        return y;
    }

    public Tensor PoolSpread(Tensor dy, in ConvolutionGeometry geometry, in Shape shape)
    {
        Tensor dx = Tensor.Zeros(shape, dy.DType);
        if (dy.DType == DType.Float32) Pool<SpreadPlane<float>, float, float>(Dense(dy), dx, dy, geometry, shape);
        else Pool<SpreadPlane<double>, double, double>(Dense(dy), dx, dy, geometry, shape);
        return dx;
    }

    public Tensor PoolArgMax(Tensor x, in ConvolutionGeometry geometry, in Shape shape)
    {
        Tensor places = Tensor.Allocate(shape, DType.Int64);
        if (x.DType == DType.Float32) Pool<ArgMaxPlane<float>, float, long>(Dense(x), places, places, geometry, x.Shape);
        else Pool<ArgMaxPlane<double>, double, long>(Dense(x), places, places, geometry, x.Shape);
        return places;
    }

    static void Pool<TPlane, TFrom, TTo>(Tensor from, Tensor to, Tensor windows, in ConvolutionGeometry geometry, in Shape input)
        where TPlane : struct, IPlane<TFrom, TTo>
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        if (from.ElementCount == 0 || to.ElementCount == 0) return;
        int planes = input[0] * input[1];
        var parts = new PlaneParts<TPlane, TFrom, TTo>(from, to, geometry, Extent3.Of(input.Span[2..], 1), Extent3.Of(windows.Shape.Span[2..], 1), planes);
        ForkJoin.Run(planes, in parts, windows.ElementCount * geometry.Kernel.Count);
    }

    /// <summary>What is done to one plane.</summary>
    interface IPlane<TFrom, TTo>
    {
        static abstract void Run(ReadOnlySpan<TFrom> from, Span<TTo> to, in ConvolutionGeometry g, Extent3 input, Extent3 output);
    }

    readonly struct PlaneParts<TPlane, TFrom, TTo>(Tensor from, Tensor to, ConvolutionGeometry geometry, Extent3 input, Extent3 output, int planes) : IParts
        where TPlane : struct, IPlane<TFrom, TTo>
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        public void Run(int part)
        {
            int length = (int)from.ElementCount / planes, outLength = (int)to.ElementCount / planes;
            TPlane.Run(from.Span<TFrom>().Slice(part * length, length), to.Span<TTo>().Slice(part * outLength, outLength), in geometry, input, output);
        }
    }

    readonly struct TotalPlane<T> : IPlane<T, T> where T : unmanaged, INumberBase<T>
    {
        public static void Run(ReadOnlySpan<T> x, Span<T> y, in ConvolutionGeometry g, Extent3 input, Extent3 output)
        {
            foreach (TapRun run in new TapRuns(g, input, output))
                for (int i = 0, at = run.Input; i < run.Length; i++, at += g.Stride.Width) y[run.Output + i] += x[at];
        }
    }

    readonly struct SpreadPlane<T> : IPlane<T, T> where T : unmanaged, INumberBase<T>
    {
        public static void Run(ReadOnlySpan<T> dy, Span<T> dx, in ConvolutionGeometry g, Extent3 input, Extent3 output)
        {
            foreach (TapRun run in new TapRuns(g, input, output))
                for (int i = 0, at = run.Input; i < run.Length; i++, at += g.Stride.Width) dx[at] += dy[run.Output + i];
        }
    }

    /// <summary>The place of the largest element, the first of equals, NaN before all; taps come in row-major order.</summary>
    readonly struct ArgMaxPlane<T> : IPlane<T, long> where T : unmanaged, INumber<T>
    {
        public static void Run(ReadOnlySpan<T> x, Span<long> places, in ConvolutionGeometry g, Extent3 input, Extent3 output)
        {
            places.Fill(-1);
            foreach (TapRun run in new TapRuns(g, input, output))
                for (int i = 0, at = run.Input; i < run.Length; i++, at += g.Stride.Width)
                {
                    ref long best = ref places[run.Output + i];
                    if (best < 0 || x[at] > x[(int)best] || (T.IsNaN(x[at]) && !T.IsNaN(x[(int)best]))) best = at;
                }
        }
    }
}
