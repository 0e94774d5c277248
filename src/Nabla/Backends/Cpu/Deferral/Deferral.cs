namespace Nabla.Backends.Cpu;

/// <summary>When elementwise operations are put off.</summary>
internal static class Deferral
{
    /// <summary>From so many bytes of result on: below, a pass over memory costs no more than putting it off, about 0.3 µs.</summary>
    public static int SmallestBytes { get; set; } = 65_536;

    /// <summary>Whether a result is large enough, and not too large for a tensor.</summary>
    public static bool Pays(in Shape shape, DType type)
    {
        long count = shape.ElementCount;
        return count > 0 && count <= Array.MaxLength && count * (type == DType.Float32 ? sizeof(float) : sizeof(double)) >= SmallestBytes;
    }

    /// <summary>Whether a product's or convolution's result is large enough, and what it is computed from lasts as long.</summary>
    public static bool Pays(in Shape shape, Tensor x, Tensor weight, Tensor? bias) => Pays(shape, x.DType) && x.Lasts && weight.Lasts && bias is null or { Lasts: true };
}
