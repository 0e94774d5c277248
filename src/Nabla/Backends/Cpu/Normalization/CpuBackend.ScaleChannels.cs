using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>Channels shifted and scaled by given numbers.</summary>
/// <remarks>16 × 32 × 56² floats on one core: 0.6 ms; by four operations on whole tensors 2.3.</remarks>
internal sealed partial class CpuBackend
{
    public Tensor ScaleChannels(Tensor x, Tensor mean, Tensor factor, Tensor shift)
    {
        Tensor y = Tensor.Allocate(x.Shape, x.DType);
        if (x.DType == DType.Float32) ScaleChannels<float>(Dense(x), Dense(mean), Dense(factor), Dense(shift), y);
        else ScaleChannels<double>(Dense(x), Dense(mean), Dense(factor), Dense(shift), y);
        return y;
    }

    static void ScaleChannels<T>(Tensor x, Tensor mean, Tensor factor, Tensor shift, Tensor y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.ElementCount == 0) return;
        var parts = new ScaleParts<T>(new ChannelSizes(x.Shape), x, mean, factor, shift, y);
        ForkJoin.Run(parts.Count, in parts, x.ElementCount / 4);
    }

    readonly struct ScaleParts<T>(ChannelSizes sizes, Tensor x, Tensor mean, Tensor factor, Tensor shift, Tensor y) : IParts where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>Elements of a part.</summary>
        const int Length = 16_384;

        int Planes => sizes.Samples * sizes.Channels;

        int Each => Math.Max(1, Length / sizes.Places);

        public int Count => (Planes - 1) / Each + 1;

        public void Run(int part)
        {
            int length = sizes.Places, end = Math.Min(Planes, (part + 1) * Each);
            ReadOnlySpan<T> from = x.Span<T>(), means = mean.Span<T>(), factors = factor.Span<T>(), shifts = shift.Span<T>();
            Span<T> to = y.Span<T>();
            for (int plane = part * Each; plane < end; plane++)
            {
                int channel = plane % sizes.Channels;
                ChannelLoops.Write(from.Slice(plane * length, length), new(means[channel], factors[channel], shifts[channel], false), to.Slice(plane * length, length));
            }
        }
    }
}
