using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>Convolution and its two gradients, as implicit matrix products over samples and groups.</summary>
internal sealed partial class CpuBackend
{
    public Tensor Convolve(Tensor x, Tensor weight, Tensor? bias, in ConvolutionGeometry geometry, in Shape shape)
    {
        if (Deferral.Pays(shape, x, weight, bias)) return x.DType == DType.Float32 ? new DeferredConvolution<float>(x, weight, bias, geometry).For(shape) : new DeferredConvolution<double>(x, weight, bias, geometry).For(shape);
        Tensor y = Tensor.Allocate(shape, x.DType);
        if (y.ElementCount > 0) Convolve(Dense(x), Dense(weight), DenseOrNull(bias), geometry, y, null);
        return y;
    }

    public Tensor ConvolveTransposed(Tensor dy, Tensor weight, in ConvolutionGeometry geometry, in Shape shape)
    {
        if (dy.ElementCount > 0 && shape.ElementCount > 0 && Mirrored(geometry, Extent3.Of(dy.Shape.Span[2..], 1), Extent3.Of(shape.Span[2..], 1)) is { } mirrored)
        {
            Tensor y = Tensor.Allocate(shape, dy.DType);
            Convolve(Dense(dy), dy.DType == DType.Float32 ? Turned<float>(Dense(weight), geometry) : Turned<double>(Dense(weight), geometry), null, mirrored, y, null);
            return y;
        }
        Tensor dx = Tensor.Zeros(shape, dy.DType);
        if (dy.ElementCount == 0 || dx.ElementCount == 0) return dx;
        if (dy.DType == DType.Float32) Scatter<float>(Dense(dy), Dense(weight), geometry, dx);
        else Scatter<double>(Dense(dy), Dense(weight), geometry, dx);
        return dx;
    }

    public Tensor ConvolveWeight(Tensor x, Tensor dy, in ConvolutionGeometry geometry, in Shape shape)
    {
        if (dy.ElementCount == 0 || x.ElementCount == 0) return Tensor.Zeros(shape, x.DType);
        Tensor weight = Tensor.Allocate(shape, x.DType);
        var sizes = new ConvolutionSizes(x.Shape, dy.Shape, geometry);
        if (x.DType == DType.Float32) VectorUnits.Single(new WeightWork<float>(sizes, Dense(x), Dense(dy), weight));
        else VectorUnits.Double(new WeightWork<double>(sizes, Dense(x), Dense(dy), weight));
        return weight;
    }

    static void Convolve(Tensor x, Tensor weight, Tensor? bias, in ConvolutionGeometry geometry, Tensor y, IContinuation? then)
    {
        var sizes = new ConvolutionSizes(x.Shape, y.Shape, geometry);
        if (x.DType == DType.Float32) VectorUnits.Single(new ForwardWork<float>(sizes, x, weight, bias, y, then));
        else VectorUnits.Double(new ForwardWork<double>(sizes, x, weight, bias, y, then));
    }

    sealed class DeferredConvolution<T>(Tensor x, Tensor weight, Tensor? bias, ConvolutionGeometry geometry) : DeferredSource<T>(x, weight, bias) where T : unmanaged
    {
        public override void Write(Tensor y, IContinuation? then) => Convolve(Dense(X), Dense(Weight), DenseOrNull(Bias), geometry, y, then);
    }

    /// <summary>The convolution of dy with the turned kernel that is the transpose of one whose window moves by 1; null of others, and where it would cut.</summary>
    static ConvolutionGeometry? Mirrored(in ConvolutionGeometry g, Extent3 output, Extent3 input)
    {
        if (g.Stride != Extent3.One) return null;
        Extent3 reach = new(g.Dilation.Depth * (g.Kernel.Depth - 1), g.Dilation.Height * (g.Kernel.Height - 1), g.Dilation.Width * (g.Kernel.Width - 1));
        Extent3 before = new(reach.Depth - g.Before.Depth, reach.Height - g.Before.Height, reach.Width - g.Before.Width);
        Extent3 after = new(
            input.Depth - output.Depth + reach.Depth - before.Depth,
            input.Height - output.Height + reach.Height - before.Height,
            input.Width - output.Width + reach.Width - before.Width);
        bool cuts = before.Depth < 0 || before.Height < 0 || before.Width < 0;
        return cuts ? null : g with { Before = before, After = after };
    }

    /// <summary>The kernel [O, C/g, …] turned by half a turn in each axis, as [C, O/g, …].</summary>
    static Tensor Turned<T>(Tensor weight, in ConvolutionGeometry g) where T : unmanaged
    {
        int outputs = weight.Shape[0] / g.Groups, inputs = weight.Shape[1], taps = g.Kernel.Count;
        Tensor turned = Tensor.Allocate(new Shape([g.Groups * inputs, outputs]).Concat(weight.Shape.Slice(2, weight.Rank)), weight.DType);
        ReadOnlySpan<T> from = weight.Span<T>();
        Span<T> to = turned.Span<T>();
        for (int group = 0; group < g.Groups; group++)
            for (int o = 0; o < outputs; o++)
                for (int c = 0; c < inputs; c++)
                {
                    ReadOnlySpan<T> kernel = from.Slice(((group * outputs + o) * inputs + c) * taps, taps);
                    Span<T> mirror = to.Slice(((group * inputs + c) * outputs + o) * taps, taps);
                    for (int k = 0; k < taps; k++) mirror[taps - 1 - k] = kernel[k];
                }
        return turned;
    }

    static void Scatter<T>(Tensor dy, Tensor weight, in ConvolutionGeometry geometry, Tensor dx) where T : unmanaged, INumberBase<T>
    {
        var parts = new ScatterParts<T>(new ConvolutionSizes(dx.Shape, dy.Shape, geometry), dy, weight, dx);
        ForkJoin.Run(dx.Shape[0], in parts, parts.Sizes.Nanoseconds);
    }
}
