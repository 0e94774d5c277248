namespace Nabla.Backends.Cpu;

/// <summary>y[n, g] = W[g]·windows of x[n, g], for one register width.</summary>
/// <remarks>
/// An implicit matrix product. Where runs of places fill registers, and of few channels always, the taps are read from the laid out sample as they lie
/// (<see cref="PlaceTile{U, V, T}"/>); where channels fill them and runs do not, channels are the lanes (<see cref="ChannelParts{U, V, T}"/>). Else windows are packed,
/// panel by panel of outputs, and used by the tiles of the matrix product while they are in the cache; samples whose planes would leave much of a register empty are
/// then taken several at a time.
/// Measured in float32 for 64 samples on one AVX-512 core of 179 GFLOP/s, 3×3 windows: 32 to 64 channels of 16² 150, the gradient at their input 141;
/// 64 to 128 of 8² 153 and 145; 3 to 32 of 32² 129. 5×5 windows: 1 to 6 channels of 28² 85, 6 to 16 of 14² 122.
/// 128 channels each by itself, 28²: 18 (eight registers of places at a time were no faster than three).
/// </remarks>
internal readonly struct ForwardWork<T>(ConvolutionSizes sizes, Tensor x, Tensor weight, Tensor? bias, Tensor y, IContinuation? then) : IUnitWork<T>
    where T : unmanaged
{
    /// <summary>With fewer parts of whole samples than this, the panels of one are shared out.</summary>
    const int EnoughParts = 8;

    const int MostSamples = 8;

    public void Run<U, V>()
        where U : struct, IVectorUnit<V, T>
        where V : struct
    {
        bool channelsFill = sizes.OutputChannels > PanelParts<U, V, T>.FewRows && sizes.OutputChannels % U.Count == 0;
        if (channelsFill && sizes.Samples * sizes.Geometry.Groups >= EnoughParts && WindowLayout.Of(sizes, 1) is var one && !one.Copies(U.Count).FillRegisters)
        {
            RunChannels<U, V>(one);
            return;
        }
        int together = Together(sizes.Output.Count, U.Count, sizes.Samples);
        var layout = WindowLayout.Of(sizes, together);
        int chunks = (sizes.Samples + together - 1) / together, count = chunks * sizes.Geometry.Groups;
        var parts = new ForwardParts<U, V, T>(sizes, layout, layout.Copies(U.Count), x, weight, bias, y, count < EnoughParts, count < EnoughParts ? null : then);
        if (count >= EnoughParts)
        {
            ForkJoin.Run(count, in parts, sizes.Nanoseconds);
            return;
        }
        for (int part = 0; part < count; part++) parts.Run(part);
        then?.OverAll();
    }

    unsafe void RunChannels<U, V>(WindowLayout layout)
        where U : struct, IVectorUnit<V, T>
        where V : struct
    {
        var parts = new ChannelParts<U, V, T>(sizes, layout, ChannelParts<U, V, T>.Turn(sizes, weight), x, bias, y, then);
        ForkJoin.Run(sizes.Samples * sizes.Geometry.Groups, in parts, sizes.Nanoseconds);
    }

    /// <summary>The fewest samples that fill registers by 15 of 16, or as many as are allowed.</summary>
    static int Together(int places, int lanes, int samples)
    {
        int most = Math.Min(samples, MostSamples);
        for (int count = 1; count < most; count++)
        {
            int used = count * places, whole = (used + lanes - 1) / lanes * lanes;
            if (used * 16L >= whole * 15L) return count;
        }
        return Math.Max(1, most);
    }
}

/// <summary>A part is some samples of a group.</summary>
internal readonly unsafe struct ForwardParts<U, V, T>(ConvolutionSizes sizes, WindowLayout layout, PanelCopies copies, Tensor x, Tensor weight, Tensor? bias, Tensor y, bool sharePanels, IContinuation? then) : IParts
    where U : struct, IVectorUnit<V, T>
    where V : struct
    where T : unmanaged
{
    const int MostBlocks = 16;

    public void Run(int part)
    {
        int groups = sizes.Geometry.Groups, group = part % groups, sample = part / groups * layout.Samples;
        int present = Math.Min(layout.Samples, sizes.Samples - sample), places = sizes.Output.Count, slot = sample * groups + group;
        int outputStride = groups * sizes.OutputLength, columns = layout.Samples * places;
        fixed (T* from = x.Array<T>(), w = weight.Array<T>(), b = bias?.Array<T>(), to = y.Array<T>())
        {
            T* image = layout.Lay(x.Array<T>(), x.Offset + slot * sizes.InputLength, groups * sizes.InputLength, present, U.Count, from);
            T* target = to + y.Offset + slot * sizes.OutputLength;
            bool alone = layout.Samples == 1;
            T* product = alone ? target : PackBuffer<T>.Left.Reserve(sizes.OutputChannels * columns);
            int panels = copies.Panels.Count, blocks = sharePanels ? Math.Min(panels, MostBlocks) : 1;
            var blockParts = new PanelParts<U, V, T>(
                copies, layout.Taps, image, sizes.InputChannels, w + weight.Offset + group * sizes.OutputChannels * sizes.Depth,
                bias is null ? null : b + bias.Offset + group * sizes.OutputChannels, product, sizes.OutputChannels, columns, blocks);
            ForkJoin.Run(blocks, in blockParts, sizes.Nanoseconds / sizes.Samples);
            for (int i = 0; i < present; i++)
            {
                for (int o = 0; !alone && o < sizes.OutputChannels; o++)
                    new Span<T>(product + o * columns + i * places, places).CopyTo(new Span<T>(target + i * outputStride + o * places, places));
                then?.Over((slot + i * groups) * sizes.OutputLength, sizes.OutputLength);
            }
        }
    }
}
