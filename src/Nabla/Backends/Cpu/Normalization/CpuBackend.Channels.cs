using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>Channels brought to mean 0 and variance 1 over a batch.</summary>
internal sealed partial class CpuBackend
{
    /// <summary>Elements of neighbouring channels of one example that a part takes together: a page, so that memory is read in long runs.</summary>
    const int ChannelRun = 1024;

    public void StandardizeChannels(Tensor x, Tensor? weight, Tensor? bias, double epsilon, bool rectified, Tensor y, Tensor means, Tensor variances)
    {
        if (x.DType == DType.Float32) StandardizeChannels<float>(Dense(x), DenseOrNull(weight), DenseOrNull(bias), epsilon, rectified, y, means, variances);
        else StandardizeChannels<double>(Dense(x), DenseOrNull(weight), DenseOrNull(bias), epsilon, rectified, y, means, variances);
    }

    public void StandardizeChannelsBackward(
        Tensor x, Tensor? weight, Tensor? bias, double epsilon, bool rectified, Tensor means, Tensor variances, Tensor dy, Tensor? dx, Tensor? dweight, Tensor? dbias)
    {
        if (x.DType == DType.Float32) StandardizeChannelsBackward<float>(Dense(x), DenseOrNull(weight), DenseOrNull(bias), epsilon, rectified, means, variances, Dense(dy), dx, dweight, dbias);
        else StandardizeChannelsBackward<double>(Dense(x), DenseOrNull(weight), DenseOrNull(bias), epsilon, rectified, means, variances, Dense(dy), dx, dweight, dbias);
    }

    static void StandardizeChannels<T>(Tensor x, Tensor? weight, Tensor? bias, double epsilon, bool rectified, Tensor y, Tensor means, Tensor variances)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var parts = new ChannelParts<T>(new ChannelSizes(x.Shape), x, weight, bias, epsilon, rectified, y, means, variances);
        ForkJoin.Run(parts.Sizes.Parts, in parts, x.ElementCount / 4);
    }

    static void StandardizeChannelsBackward<T>(
        Tensor x, Tensor? weight, Tensor? bias, double epsilon, bool rectified, Tensor means, Tensor variances, Tensor dy, Tensor? dx, Tensor? dweight, Tensor? dbias)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var parts = new ChannelBackwardParts<T>(new ChannelSizes(x.Shape), x, weight, bias, epsilon, rectified, means, variances, dy, dx, dweight, dbias);
        ForkJoin.Run(parts.Sizes.Parts, in parts, x.ElementCount / 3);
    }

    readonly struct ChannelSizes(in Shape x)
    {
        public readonly int Samples = x[0], Channels = x[1], Places = (int)x.Slice(2, x.Rank).ElementCount;

        public int ChannelsOfPart => Math.Max(1, ChannelRun / Places);

        public int Parts => (Channels - 1) / ChannelsOfPart + 1;

        public long Count => (long)Samples * Places;

        public (int First, int Count) Part(int part) => (part * ChannelsOfPart, Math.Min(ChannelsOfPart, Channels - part * ChannelsOfPart));
    }

    /// <summary>A channel's map, with γ and β of 1 and 0 where they are not given.</summary>
    static ChannelMap<T> MapOf<T>(int channel, double mean, double variance, Tensor? weight, Tensor? bias, double epsilon, bool rectified)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double scale = 1 / Math.Sqrt(variance + epsilon);
        T factor = T.CreateChecked(weight is null ? scale : scale * double.CreateChecked(weight.Span<T>()[channel]));
        return new(T.CreateChecked(mean), factor, bias is null ? T.Zero : bias.Span<T>()[channel], rectified);
    }

    readonly struct ChannelParts<T>(ChannelSizes sizes, Tensor x, Tensor? weight, Tensor? bias, double epsilon, bool rectified, Tensor y, Tensor means, Tensor variances) : IParts
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public ChannelSizes Sizes => sizes;

        public void Run(int part)
        {
            (int first, int count) = sizes.Part(part);
            int places = sizes.Places;
            Span<long> seen = stackalloc long[count];
            Span<double> mean = stackalloc double[count], squares = stackalloc double[count];
            seen.Clear();
            mean.Clear();
            squares.Clear();
            ReadOnlySpan<T> from = x.Span<T>();
            for (int sample = 0; sample < sizes.Samples; sample++)
                for (int c = 0, at = (sample * sizes.Channels + first) * places; c < count; c++, at += places)
                    ChannelLoops.Join(from.Slice(at, places), ref seen[c], ref mean[c], ref squares[c]);

            var maps = new ChannelMap<T>[count];
            for (int c = 0; c < count; c++)
            {
                (means.Span<T>()[first + c], variances.Span<T>()[first + c]) = (T.CreateChecked(mean[c]), T.CreateChecked(squares[c] / sizes.Count));
                maps[c] = MapOf<T>(first + c, mean[c], squares[c] / sizes.Count, weight, bias, epsilon, rectified);
            }
            Span<T> to = y.Span<T>();
            for (int sample = 0; sample < sizes.Samples; sample++)
                for (int c = 0, at = (sample * sizes.Channels + first) * places; c < count; c++, at += places)
                    ChannelLoops.Write(from.Slice(at, places), maps[c], to.Slice(at, places));
        }
    }

    readonly struct ChannelBackwardParts<T>(
        ChannelSizes sizes, Tensor x, Tensor? weight, Tensor? bias, double epsilon, bool rectified, Tensor means, Tensor variances, Tensor dy, Tensor? dx, Tensor? dweight, Tensor? dbias) : IParts
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public ChannelSizes Sizes => sizes;

        public void Run(int part)
        {
            (int first, int count) = sizes.Part(part);
            int places = sizes.Places;
            Span<double> gradients = stackalloc double[count], products = stackalloc double[count];
            gradients.Clear();
            products.Clear();
            var maps = new ChannelMap<T>[count];
            for (int c = 0; c < count; c++)
                maps[c] = MapOf<T>(first + c, double.CreateChecked(means.Span<T>()[first + c]), double.CreateChecked(variances.Span<T>()[first + c]), weight, bias, epsilon, rectified);

            ReadOnlySpan<T> from = x.Span<T>(), upstream = dy.Span<T>();
            for (int sample = 0; sample < sizes.Samples; sample++)
                for (int c = 0, at = (sample * sizes.Channels + first) * places; c < count; c++, at += places)
                    ChannelLoops.Sum(from.Slice(at, places), upstream.Slice(at, places), maps[c], ref gradients[c], ref products[c]);

            Span<T> along = stackalloc T[count], constant = stackalloc T[count];
            for (int c = 0; c < count; c++)
            {
                // Σ g·x̂ = s·Σ g·(x − mean), so factor·x̂·mean(g·x̂) = factor·s²·(x − mean)·mean(g·(x − mean)).
                double square = 1 / (double.CreateChecked(variances.Span<T>()[first + c]) + epsilon), factor = double.CreateChecked(maps[c].Factor);
                if (dweight is not null) dweight.Span<T>()[first + c] = T.CreateChecked(products[c] * Math.Sqrt(square));
                if (dbias is not null) dbias.Span<T>()[first + c] = T.CreateChecked(gradients[c]);
                along[c] = T.CreateChecked(-factor * square * products[c] / sizes.Count);
                constant[c] = T.CreateChecked(-factor * gradients[c] / sizes.Count);
            }
            if (dx is null) return;
            Span<T> to = dx.Span<T>();
            for (int sample = 0; sample < sizes.Samples; sample++)
                for (int c = 0, at = (sample * sizes.Channels + first) * places; c < count; c++, at += places)
                    ChannelLoops.Slope(from.Slice(at, places), upstream.Slice(at, places), maps[c], along[c], constant[c], to.Slice(at, places));
        }
    }
}
