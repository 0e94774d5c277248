using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>dW[g] = Σ dy[n, g]·windows of x[n, g], for one register width.</summary>
/// <remarks>
/// Computed turned, taps by output channels: dy, turned into panels of output channels, is the right operand, and the taps of the left one are read from the laid out
/// sample where they lie. Each part adds up its own samples in order; the parts, a number fixed by the sizes, are added in order afterwards.
/// Where that would leave more lanes idle, places are the lanes (<see cref="LaneParts{U, V, T}"/>).
/// Measured as for <see cref="ForwardWork{T}"/>: 143, 144 and 83 GFLOP/s, 5×5 windows 72 and 117; channels each by itself 19, with channels as lanes 4.
/// </remarks>
internal readonly struct WeightWork<T>(ConvolutionSizes sizes, Tensor x, Tensor dy, Tensor weight) : IUnitWork<T>
    where T : unmanaged
{
    const int MostParts = 8, TapsOfSum = 32, TapsOfBlock = 64;

    /// <summary>Small samples are taken together up to this many places, so that sums are not put down and taken up too often.</summary>
    const int PlacesTogether = 256;

    public void Run<U, V>()
        where U : struct, IVectorUnit<V, T>
        where V : struct
    {
        int groups = sizes.Geometry.Groups, together = Math.Clamp(PlacesTogether / sizes.Output.Count, 1, sizes.Samples);
        int chunks = (sizes.Samples + together - 1) / together, parts = Math.Min(chunks, MostParts);
        bool few = parts * groups < MostParts;
        var layout = WindowLayout.Of(sizes, together);
        var lanes = layout.Places(U.Count);
        int columns = (sizes.OutputChannels + U.Count - 1) / U.Count * U.Count;
        // Registers for a tap of all places: with channels side by side, and with places.
        if (!few && (long)lanes.Count * sizes.OutputChannels * 4 <= (long)together * sizes.Output.Count * (columns / U.Count) * 3)
        {
            RunLanes<U, V>(new(layout, lanes), parts, chunks);
            return;
        }
        Tensor partial = Tensor.Allocate([parts, groups, sizes.Depth, columns], weight.DType);
        var body = new WeightParts<U, V, T>(sizes, layout, x, dy, partial, parts, chunks, few ? Math.Clamp(sizes.Depth / TapsOfBlock, 1, MostParts) : 1);
        if (few)
            for (int part = 0; part < parts * groups; part++) body.Run(part);
        else
            ForkJoin.Run(parts * groups, in body, sizes.Nanoseconds);
        var sum = new WeightSums<T>(sizes, partial, weight, parts, columns, TapsOfSum);
        ForkJoin.Run(groups * sum.Blocks, in sum, partial.ElementCount);
    }

    void RunLanes<U, V>(LaneLayout layout, int parts, int chunks)
        where U : struct, IVectorUnit<V, T>
        where V : struct
    {
        int groups = sizes.Geometry.Groups, left = sizes.Samples % layout.Windows.Samples;
        LaneLayout rest = layout;
        if (left > 0)
        {
            WindowLayout windows = layout.Windows.WithSamples(left);
            rest = new(windows, windows.Places(U.Count));
        }
        Tensor partial = Tensor.Allocate([parts, groups, sizes.Depth, sizes.OutputChannels], weight.DType);
        var body = new LaneParts<U, V, T>(sizes, layout, rest, x, dy, partial, parts, chunks);
        ForkJoin.Run(parts * groups, in body, sizes.Nanoseconds);
        var sum = new WeightSums<T>(sizes, partial, weight, parts, sizes.OutputChannels, TapsOfSum);
        ForkJoin.Run(groups * sum.Blocks, in sum, partial.ElementCount);
    }
}

/// <summary>A part is a range of samples of a group.</summary>
internal readonly unsafe struct WeightParts<U, V, T>(
    ConvolutionSizes sizes, WindowLayout layout, Tensor x, Tensor dy, Tensor partial, int parts, int chunks, int blocks) : IParts
    where U : struct, IVectorUnit<V, T>
    where V : struct
    where T : unmanaged
{
    public void Run(int part)
    {
        int groups = sizes.Geometry.Groups, group = part % groups, slice = part / groups, columns = partial.Shape[3];
        int first = (int)((long)slice * chunks / parts), end = (int)((slice + 1L) * chunks / parts);
        fixed (T* from = x.Array<T>(), upstream = dy.Array<T>(), to = partial.Array<T>())
            for (int chunk = first; chunk < end; chunk++)
            {
                int sample = chunk * layout.Samples, present = Math.Min(layout.Samples, sizes.Samples - sample), slot = sample * groups + group;
                WindowLayout own = present == layout.Samples ? layout : layout.WithSamples(present);
                T* image = own.Lay(x.Array<T>(), x.Offset + slot * sizes.InputLength, groups * sizes.InputLength, present, 0, from);
                var taps = new TapParts<U, V, T>(
                    sizes, own, image, new Matrix<T>(dy.Array<T>(), dy.Offset + slot * sizes.OutputLength, sizes.Output.Count, sizes.OutputChannels, 1, sizes.Output.Count),
                    to + partial.Offset + (slice * groups + group) * sizes.Depth * columns, columns, blocks, chunk > first);
                ForkJoin.Run(blocks, in taps, sizes.Nanoseconds / sizes.Samples);
            }
    }
}

/// <summary>The sums over some samples for a block of taps.</summary>
internal readonly unsafe struct TapParts<U, V, T>(
    ConvolutionSizes sizes, WindowLayout layout, T* image, Matrix<T> upstream, T* sums, int columns, int blocks, bool accumulate) : IParts
    where U : struct, IVectorUnit<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>Places that are summed in one go: 100 KB of a panel of dy.</summary>
    const int MostPlaces = 512;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int block)
    {
        int firstTap = (int)((long)sizes.Depth * block / blocks), endTap = (int)((block + 1L) * sizes.Depth / blocks);
        var panels = new ColumnPanels(sizes.OutputChannels, U.Count);
        T* packed = PackBuffer<T>.Right.Reserve(3 * U.Count * MostPlaces);
        fixed (int* taps = layout.Taps, places = layout.Firsts)
            for (int panel = 0; panel < panels.Count; panel++)
            {
                int registers = panels.Width(panel), firstColumn = panels.Start(panel) * U.Count;
                for (int place = 0; place < layout.Firsts.Length; place += MostPlaces)
                {
                    int count = Math.Min(MostPlaces, layout.Firsts.Length - place);
                    Turn(place, place + count, firstColumn, registers, packed);
                    for (int tap = firstTap; tap < endTap;)
                    {
                        int rows = ProductParts<U, V, T>.Rows(endTap - tap);
                        TapTile<U, V, T>.Run(
                            rows, registers, places + place, count, image, taps + tap, packed, registers * U.Count, sums + (nint)tap * columns + firstColumn, columns, accumulate || place > 0);
                        tap += rows;
                    }
                }
            }
    }

    /// <summary>A panel of dy: a row for each place, output channels side by side.</summary>
    void Turn(int place, int end, int firstColumn, int registers, T* packed)
    {
        int places = sizes.Output.Count, present = Math.Min(registers * U.Count, sizes.OutputChannels - firstColumn);
        while (place < end)
        {
            int sample = place / places, start = place % places, count = Math.Min(end - place, places - start);
            int offset = upstream.Offset + sample * sizes.Geometry.Groups * sizes.OutputLength + firstColumn * places + start;
            var pack = new PackRight<U, V, T>(new(upstream.Array, offset, count, present, 1, places), packed, new ColumnPanels(present, U.Count), 0, count);
            pack.Run(0);
            packed += count * registers * U.Count;
            place += count;
        }
    }
}

/// <summary>Adds the parts in order and turns the sum: a part is some taps of a group.</summary>
internal readonly struct WeightSums<T>(ConvolutionSizes sizes, Tensor partial, Tensor weight, int parts, int columns, int tapsOfBlock) : IParts
    where T : unmanaged
{
    public int Blocks => (sizes.Depth + tapsOfBlock - 1) / tapsOfBlock;

    public void Run(int part)
    {
        int group = part / Blocks, first = part % Blocks * tapsOfBlock, count = Math.Min(tapsOfBlock, sizes.Depth - first), groups = sizes.Geometry.Groups;
        Span<T> all = partial.Span<T>(), sum = all.Slice((group * sizes.Depth + first) * columns, count * columns), to = weight.Span<T>();
        for (int i = 1; i < parts; i++)
            MapLoops.AddTo<T>(all.Slice(((i * groups + group) * sizes.Depth + first) * columns, sum.Length), sum);
        for (int o = 0; o < sizes.OutputChannels; o++)
        {
            Span<T> row = to.Slice((group * sizes.OutputChannels + o) * sizes.Depth + first, count);
            for (int k = 0; k < row.Length; k++) row[k] = sum[k * columns + o];
        }
    }
}
