using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>Convolution and its two gradients: a matrix product for every sample and group, samples shared among threads.</summary>
internal sealed partial class CpuBackend
{
    public Tensor Convolve(Tensor x, Tensor weight, in ConvolutionGeometry geometry, in Shape shape)
    {
        Tensor y = Tensor.Allocate(shape, x.DType);
        if (y.ElementCount == 0) return y;
        if (x.DType == DType.Float32) Convolve<float>(Dense(x), Dense(weight), geometry, y);
        else Convolve<double>(Dense(x), Dense(weight), geometry, y);
        return y;
    }

    public Tensor ConvolveTransposed(Tensor dy, Tensor weight, in ConvolutionGeometry geometry, in Shape shape)
    {
        Tensor dx = Tensor.Zeros(shape, dy.DType);
        if (dy.ElementCount == 0 || dx.ElementCount == 0) return dx;
        if (dy.DType == DType.Float32) ConvolveTransposed<float>(Dense(dy), Dense(weight), geometry, dx);
        else ConvolveTransposed<double>(Dense(dy), Dense(weight), geometry, dx);
        return dx;
    }

    public Tensor ConvolveWeight(Tensor x, Tensor dy, in ConvolutionGeometry geometry, in Shape shape)
    {
        Tensor weight = Tensor.Zeros(shape, x.DType);
        if (dy.ElementCount == 0 || x.ElementCount == 0) return weight;
        if (x.DType == DType.Float32) ConvolveWeight<float>(Dense(x), Dense(dy), geometry, weight);
        else ConvolveWeight<double>(Dense(x), Dense(dy), geometry, weight);
        return weight;
    }

    static Tensor Dense(Tensor x) => x.IsContiguous ? x : StridedCopy.Contiguous(x);

    static void Convolve<T>(Tensor x, Tensor weight, in ConvolutionGeometry geometry, Tensor y) where T : unmanaged, INumberBase<T>
    {
        var parts = new ForwardParts<T>(new ConvolutionSizes(x.Shape, y.Shape, geometry), x, weight, y);
        ForkJoin.Run(x.Shape[0], in parts, parts.Sizes.Nanoseconds);
    }

    static void ConvolveTransposed<T>(Tensor dy, Tensor weight, in ConvolutionGeometry geometry, Tensor dx) where T : unmanaged, INumberBase<T>
    {
        var parts = new TransposedParts<T>(new ConvolutionSizes(dx.Shape, dy.Shape, geometry), dy, weight, dx);
        ForkJoin.Run(dx.Shape[0], in parts, parts.Sizes.Nanoseconds);
    }

    static void ConvolveWeight<T>(Tensor x, Tensor dy, in ConvolutionGeometry geometry, Tensor weight) where T : unmanaged, INumberBase<T>
    {
        int samples = x.Shape[0], parts = Math.Min(samples, WeightParts<T>.MostParts);
        Tensor partial = Tensor.Zeros(new Shape([parts]).Concat(weight.Shape), weight.DType);
        var body = new WeightParts<T>(new ConvolutionSizes(x.Shape, dy.Shape, geometry), x, dy, partial, parts);
        ForkJoin.Run(parts, in body, body.Sizes.Nanoseconds);
        int length = (int)weight.ElementCount;
        for (int part = 0; part < parts; part++)
            MapLoops.AddTo<T>(partial.Span<T>().Slice(part * length, length), weight.Span<T>());
    }
}
