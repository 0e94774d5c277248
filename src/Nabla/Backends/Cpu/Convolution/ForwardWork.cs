using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>y[n, g] = W[g]·windows of x[n, g], for one register width.</summary>
/// <remarks>
/// An implicit matrix product: windows are packed, panel by panel of outputs, straight from the laid out sample and used by the tiles of the matrix product while
/// they are in the cache. Samples whose planes would leave much of a register empty are taken several at a time.
/// </remarks>
internal readonly struct ForwardWork<T>(ConvolutionSizes sizes, Tensor x, Tensor weight, Tensor y) : IUnitWork<T>
    where T : unmanaged
{
    /// <summary>With fewer parts of whole samples than this, the panels of one are shared out.</summary>
    const int EnoughParts = 8;

    const int MostSamples = 8;

    public void Run<U, V>()
        where U : struct, IVectorUnit<V, T>
        where V : struct
    {
        int together = Together(sizes.Output.Count, U.Count, sizes.Samples);
        var layout = new WindowLayout(sizes, together, int.MaxValue);
        int chunks = (sizes.Samples + together - 1) / together, count = chunks * sizes.Geometry.Groups;
        var parts = new ForwardParts<U, V, T>(sizes, layout, new PanelCopies(layout.Runs, together * sizes.Output.Count, U.Count), x, weight, y, count < EnoughParts);
        if (count < EnoughParts)
            for (int part = 0; part < count; part++) parts.Run(part);
        else
            ForkJoin.Run(count, in parts, sizes.Nanoseconds);
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

/// <summary>How the outputs of a layout fall into panels of registers: for each panel, from where to where registers are copied, for any tap.</summary>
/// <remarks>A copy may reach beyond its run, into the place of the next one, which is written after it.</remarks>
internal sealed class PanelCopies
{
    public readonly ColumnPanels Panels;
    public readonly int[] From, To, First;

    public PanelCopies(OutputRun[] runs, int columns, int lanes)
    {
        Panels = new ColumnPanels(columns, lanes);
        var (from, to) = (new List<int>(), new List<int>());
        First = new int[Panels.Count + 1];
        int run = 0, start = 0;
        for (int panel = 0; panel < Panels.Count; panel++)
        {
            First[panel] = from.Count;
            int first = Panels.Start(panel) * lanes, end = Math.Min(Panels.Start(panel + 1) * lanes, columns);
            for (int column = first; column < end;)
            {
                while (start + runs[run].Length <= column) start += runs[run++].Length;
                int stop = Math.Min(end, start + runs[run].Length);
                for (int at = column; at < stop; at += lanes)
                {
                    from.Add(runs[run].Source + at - start);
                    to.Add(at - first);
                }
                column = stop;
            }
        }
        First[^1] = from.Count;
        (From, To) = ([.. from], [.. to]);
    }
}

/// <summary>A part is some samples of a group.</summary>
internal readonly unsafe struct ForwardParts<U, V, T>(ConvolutionSizes sizes, WindowLayout layout, PanelCopies copies, Tensor x, Tensor weight, Tensor y, bool sharePanels) : IParts
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
        fixed (T* from = x.Array<T>(), w = weight.Array<T>(), to = y.Array<T>())
        {
            T* image = layout.Lay(x.Array<T>(), x.Offset + slot * sizes.InputLength, groups * sizes.InputLength, present, U.Count, from);
            T* target = to + y.Offset + slot * sizes.OutputLength;
            bool alone = layout.Samples == 1;
            T* product = alone ? target : PackBuffer<T>.Left.Reserve(sizes.OutputChannels * columns);
            int panels = copies.Panels.Count, blocks = sharePanels ? Math.Min(panels, MostBlocks) : 1;
            var blockParts = new PanelParts<U, V, T>(
                copies, layout.Taps, image, w + weight.Offset + group * sizes.OutputChannels * sizes.Depth, product, sizes.OutputChannels, columns, blocks);
            ForkJoin.Run(blocks, in blockParts, sizes.Nanoseconds / sizes.Samples);
            if (alone) return;
            for (int i = 0; i < present; i++)
                for (int o = 0; o < sizes.OutputChannels; o++)
                    new Span<T>(product + o * columns + i * places, places).CopyTo(new Span<T>(target + i * outputStride + o * places, places));
        }
    }
}

/// <summary>Products of all rows of W with some panels: a part is a block of panels.</summary>
/// <remarks>A panel of 3 registers × 256 taps (48 KB) is packed and used before the next; each element of y is a sum over the taps in order, block by block.</remarks>
internal readonly unsafe struct PanelParts<U, V, T>(PanelCopies copies, int[] taps, T* image, T* weight, T* product, int rows, int columns, int blocks) : IParts
    where U : struct, IVectorUnit<V, T>
    where V : struct
    where T : unmanaged
{
    const int DepthBlock = 256;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public void Run(int block)
    {
        ColumnPanels panels = copies.Panels;
        int first = (int)((long)panels.Count * block / blocks), end = (int)((block + 1L) * panels.Count / blocks);
        int depthBlocks = (taps.Length + DepthBlock - 1) / DepthBlock, depthBlock = (taps.Length + depthBlocks - 1) / depthBlocks;
        T* packed = PackBuffer<T>.Right.Reserve((depthBlock * 3 + 1) * U.Count);
        T* edge = stackalloc T[8 * 3 * U.Count];
        for (int panel = first; panel < end; panel++)
        {
            int registers = panels.Width(panel), width = registers * U.Count, firstColumn = panels.Start(panel) * U.Count;
            int present = Math.Min(width, columns - firstColumn);
            for (int depthStart = 0; depthStart < taps.Length; depthStart += depthBlock)
            {
                int depth = Math.Min(depthBlock, taps.Length - depthStart);
                Pack(panel, depthStart, depth, packed, width);
                for (int row = 0; row < rows;)
                {
                    int height = ProductParts<U, V, T>.Rows(rows - row);
                    T* a = weight + (nint)row * taps.Length + depthStart, target = product + (nint)row * columns + firstColumn;
                    if (present == width)
                    {
                        ProductParts<U, V, T>.RunTile(height, registers, depth, a, taps.Length, 1, packed, width, target, columns, depthStart > 0);
                    }
                    else
                    {
                        ProductParts<U, V, T>.RunTile(height, registers, depth, a, taps.Length, 1, packed, width, edge, 3 * U.Count, false);
                        ProductParts<U, V, T>.CopyEdge(edge, target, columns, height, present, depthStart > 0);
                    }
                    row += height;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Pack(int panel, int depthStart, int depth, T* packed, int width)
    {
        int first = copies.First[panel], count = copies.First[panel + 1] - first;
        fixed (int* fromStart = copies.From, toStart = copies.To, tapStart = taps)
        {
            int* from = fromStart + first, to = toStart + first, tap = tapStart + depthStart;
            for (int k = 0; k < depth; k++, packed += width)
            {
                T* source = image + tap[k];
                for (int i = 0; i < count; i++) U.Store(packed + to[i], U.Load(source + from[i]));
            }
        }
    }
}
