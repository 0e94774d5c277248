using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>Channels brought to mean 0 and variance 1 over a batch.</summary>
internal sealed partial class CpuBackend
{
    /// <summary>Elements of neighbouring channels of one example that a part takes together: a page, so that memory is read in long runs.</summary>
    const int ChannelRun = 1024;

    /// <summary>Largest elements of windows that are collected: 64 KB.</summary>
    const int MostPicked = 16_384;

    public (Tensor Values, Tensor? Places) StandardizeChannels(Tensor x, Tensor? weight, Tensor? bias, in ChannelTail tail, in Shape shape, Tensor means, Tensor variances)
    {
        bool single = x.DType == DType.Float32;
        Tensor y = Tensor.Allocate(shape, x.DType);
        Tensor? places = tail.Pooling is null ? null : Tensor.Allocate(shape, single ? DType.Int32 : DType.Int64);
        if (single) StandardizeChannels<float, int>(Dense(x), DenseOrNull(weight), DenseOrNull(bias), tail, y, places, means, variances);
        else StandardizeChannels<double, long>(Dense(x), DenseOrNull(weight), DenseOrNull(bias), tail, y, places, means, variances);
        return (y, places);
    }

    public void StandardizeChannelsBackward(
        Tensor x, Tensor? weight, Tensor? bias, in ChannelTail tail, Tensor? places, Tensor means, Tensor variances, Tensor dy, Tensor? dx, Tensor? dweight, Tensor? dbias)
    {
        if (x.DType == DType.Float32) StandardizeChannelsBackward<float, int>(Dense(x), DenseOrNull(weight), DenseOrNull(bias), tail, places, means, variances, Dense(dy), dx, dweight, dbias);
        else StandardizeChannelsBackward<double, long>(Dense(x), DenseOrNull(weight), DenseOrNull(bias), tail, places, means, variances, Dense(dy), dx, dweight, dbias);
    }

    static void StandardizeChannels<T, TIndex>(Tensor x, Tensor? weight, Tensor? bias, in ChannelTail tail, Tensor y, Tensor? places, Tensor means, Tensor variances)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        var parts = new ChannelParts<T, TIndex>(new ChannelSizes(x.Shape), x, weight, bias, tail, y, places, means, variances);
        ForkJoin.Run(parts.Sizes.Parts, in parts, x.ElementCount / 4);
    }

    static void StandardizeChannelsBackward<T, TIndex>(
        Tensor x, Tensor? weight, Tensor? bias, in ChannelTail tail, Tensor? places, Tensor means, Tensor variances, Tensor dy, Tensor? dx, Tensor? dweight, Tensor? dbias)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        var parts = new ChannelBackwardParts<T, TIndex>(new ChannelSizes(x.Shape), x, weight, bias, tail, places, means, variances, dy, dx, dweight, dbias);
        ForkJoin.Run(parts.Sizes.Parts, in parts, x.ElementCount / 3);
    }

    /// <summary>A plane on a cache line's boundary: what was just stored is then read without waiting.</summary>
    static unsafe Span<T> Aligned<T>(int length) where T : unmanaged => new(PackBuffer<T>.Image.Reserve(length), length);

    readonly struct ChannelSizes(in Shape x)
    {
        public readonly int Samples = x[0], Channels = x[1], Places = (int)x.CountOf(2, x.Rank);

        public int ChannelsOfPart => Math.Max(1, ChannelRun / Places);

        public int Parts => (Channels - 1) / ChannelsOfPart + 1;

        public long Count => (long)Samples * Places;

        public (int First, int Count) Part(int part) => (part * ChannelsOfPart, Math.Min(ChannelsOfPart, Channels - part * ChannelsOfPart));
    }

    /// <summary>A channel's map, with γ and β of 1 and 0 where they are not given.</summary>
    static ChannelMap<T> MapOf<T>(int channel, double mean, double variance, Tensor? weight, Tensor? bias, in ChannelTail tail)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double scale = 1 / Math.Sqrt(variance + tail.Epsilon);
        T factor = T.CreateChecked(weight is null ? scale : scale * double.CreateChecked(weight.Span<T>()[channel]));
        return new(T.CreateChecked(mean), factor, bias is null ? T.Zero : bias.Span<T>()[channel], tail.Rectified);
    }

    readonly struct ChannelParts<T, TIndex>(ChannelSizes sizes, Tensor x, Tensor? weight, Tensor? bias, ChannelTail tail, Tensor y, Tensor? places, Tensor means, Tensor variances) : IParts
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        public ChannelSizes Sizes => sizes;

        public void Run(int part)
        {
            (int first, int count) = sizes.Part(part);
            int length = sizes.Places;
            Span<long> seen = stackalloc long[count];
            Span<double> mean = stackalloc double[count], squares = stackalloc double[count];
            seen.Clear();
            mean.Clear();
            squares.Clear();
            ReadOnlySpan<T> from = x.Span<T>();
            for (int sample = 0; sample < sizes.Samples; sample++)
                for (int c = 0, at = (sample * sizes.Channels + first) * length; c < count; c++, at += length)
                    ChannelLoops.Join(from.Slice(at, length), ref seen[c], ref mean[c], ref squares[c]);

            Span<ChannelMap<T>> maps = stackalloc ChannelMap<T>[count];
            for (int c = 0; c < count; c++)
            {
                (means.Span<T>()[first + c], variances.Span<T>()[first + c]) = (T.CreateChecked(mean[c]), T.CreateChecked(squares[c] / sizes.Count));
                maps[c] = MapOf<T>(first + c, mean[c], squares[c] / sizes.Count, weight, bias, tail);
            }
            Span<T> to = y.Span<T>();
            if (tail.Pooling is not { } pooling || places is null)
            {
                for (int sample = 0; sample < sizes.Samples; sample++)
                    for (int c = 0, at = (sample * sizes.Channels + first) * length; c < count; c++, at += length)
                        ChannelLoops.Write(from.Slice(at, length), maps[c], to.Slice(at, length));
                return;
            }
            (Extent3 plane, Extent3 windows) = (Extent3.Of(x.Shape.Span[2..], 1), Extent3.Of(y.Shape.Span[2..], 1));
            Span<T> values = Aligned<T>(length);
            Span<TIndex> where = places.Span<TIndex>();
            for (int sample = 0; sample < sizes.Samples; sample++)
                for (int c = 0, at = sample * sizes.Channels + first; c < count; c++, at++)
                {
                    ChannelLoops.Write(from.Slice(at * length, length), maps[c], values);
                    LargestPlane<T, TIndex>.Run(values, to.Slice(at * windows.Count, windows.Count), where.Slice(at * windows.Count, windows.Count), pooling, plane, windows, 1);
                }
        }
    }

    readonly struct ChannelBackwardParts<T, TIndex>(
        ChannelSizes sizes, Tensor x, Tensor? weight, Tensor? bias, ChannelTail tail, Tensor? places, Tensor means, Tensor variances, Tensor dy, Tensor? dx, Tensor? dweight, Tensor? dbias) : IParts
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        public ChannelSizes Sizes => sizes;

        int Windows => (int)dy.Shape.Slice(2, dy.Rank).ElementCount;

        public void Run(int part)
        {
            (int first, int count) = sizes.Part(part);
            int length = sizes.Places;
            Span<double> gradients = stackalloc double[count], products = stackalloc double[count];
            gradients.Clear();
            products.Clear();
            Span<ChannelMap<T>> maps = stackalloc ChannelMap<T>[count];
            for (int c = 0; c < count; c++)
                maps[c] = MapOf<T>(first + c, double.CreateChecked(means.Span<T>()[first + c]), double.CreateChecked(variances.Span<T>()[first + c]), weight, bias, tail);

            Span<T> along = stackalloc T[count], constant = stackalloc T[count];
            ReadOnlySpan<T> from = x.Span<T>(), upstream = dy.Span<T>();
            if (places is not null)
            {
                RunPooled(first, maps, gradients, products, along, constant);
                return;
            }
            for (int sample = 0; sample < sizes.Samples; sample++)
                for (int c = 0, at = (sample * sizes.Channels + first) * length; c < count; c++, at += length)
                    ChannelLoops.Sum(from.Slice(at, length), upstream.Slice(at, length), maps[c], ref gradients[c], ref products[c]);
            Finish(first, maps, gradients, products, along, constant);
            if (dx is null) return;
            Span<T> to = dx.Span<T>();
            for (int sample = 0; sample < sizes.Samples; sample++)
                for (int c = 0, at = (sample * sizes.Channels + first) * length; c < count; c++, at += length)
                    ChannelLoops.Slope(from.Slice(at, length), upstream.Slice(at, length), maps[c], along[c], constant[c], to.Slice(at, length));
        }

        /// <summary>Behind a pooling only the places of the largest elements have a gradient: these are collected, some samples at a time, channel by channel.</summary>
        void RunPooled(int first, ReadOnlySpan<ChannelMap<T>> maps, Span<double> gradients, Span<double> products, Span<T> along, Span<T> constant)
        {
            int count = maps.Length, length = sizes.Places, windows = Windows;
            int together = Math.Clamp(MostPicked / (count * windows), 1, sizes.Samples), row = together * windows;
            Span<T> picked = Aligned<T>(2 * count * row), slopes = picked[(count * row)..];
            for (int sample = 0; sample < sizes.Samples; sample += together)
            {
                int present = Math.Min(together, sizes.Samples - sample);
                Pick(first, count, sample, present, picked, slopes, row);
                for (int c = 0; c < count; c++)
                    ChannelLoops.Sum(picked.Slice(c * row, present * windows), slopes.Slice(c * row, present * windows), maps[c], ref gradients[c], ref products[c]);
            }
            Finish(first, maps, gradients, products, along, constant);
            if (dx is null) return;
            ReadOnlySpan<T> from = x.Span<T>();
            Span<T> to = dx.Span<T>();
            Span<TIndex> where = places!.Span<TIndex>();
            for (int sample = 0; sample < sizes.Samples; sample += together)
            {
                int present = Math.Min(together, sizes.Samples - sample);
                if (together < sizes.Samples) Pick(first, count, sample, present, picked, slopes, row);
                for (int c = 0; c < count; c++)
                {
                    Span<T> own = slopes.Slice(c * row, present * windows);
                    ChannelLoops.Slope(picked.Slice(c * row, own.Length), own, maps[c], T.Zero, T.Zero, own);
                }
                for (int i = 0; i < present; i++)
                    for (int c = 0, plane = (sample + i) * sizes.Channels + first; c < count; c++, plane++)
                    {
                        ChannelLoops.Write(from.Slice(plane * length, length), new(maps[c].Mean, along[c], constant[c], false), to.Slice(plane * length, length));
                        PutPlane<T, TIndex>.Add(to.Slice(plane * length, length), slopes.Slice(c * row + i * windows, windows), where.Slice(plane * windows, windows));
                    }
            }
        }

        /// <summary>The largest elements of some channels of some samples and their gradients, a row a channel.</summary>
        void Pick(int first, int count, int sample, int present, Span<T> picked, Span<T> upstream, int row)
        {
            int length = sizes.Places, windows = Windows;
            ReadOnlySpan<T> from = x.Span<T>(), gradient = dy.Span<T>();
            ReadOnlySpan<TIndex> where = places!.Span<TIndex>();
            for (int i = 0; i < present; i++)
                for (int c = 0, plane = (sample + i) * sizes.Channels + first; c < count; c++, plane++)
                {
                    PickPlane<T, TIndex>.Pick(from.Slice(plane * length, length), where.Slice(plane * windows, windows), picked.Slice(c * row + i * windows, windows));
                    gradient.Slice(plane * windows, windows).CopyTo(upstream[(c * row + i * windows)..]);
                }
        }

        /// <summary>The gradients of weight and bias, and what dx depends on x by.</summary>
        void Finish(int first, ReadOnlySpan<ChannelMap<T>> maps, ReadOnlySpan<double> gradients, ReadOnlySpan<double> products, Span<T> along, Span<T> constant)
        {
            for (int c = 0; c < maps.Length; c++)
            {
                // Σ g·x̂ = s·Σ g·(x − mean), so factor·x̂·mean(g·x̂) = factor·s²·(x − mean)·mean(g·(x − mean)).
                double square = 1 / (double.CreateChecked(variances.Span<T>()[first + c]) + tail.Epsilon), factor = double.CreateChecked(maps[c].Factor);
                if (dweight is not null) dweight.Span<T>()[first + c] = T.CreateChecked(products[c] * Math.Sqrt(square));
                if (dbias is not null) dbias.Span<T>()[first + c] = T.CreateChecked(gradients[c]);
                along[c] = T.CreateChecked(-factor * square * products[c] / sizes.Count);
                constant[c] = T.CreateChecked(-factor * gradients[c] / sizes.Count);
            }
        }
    }
}
