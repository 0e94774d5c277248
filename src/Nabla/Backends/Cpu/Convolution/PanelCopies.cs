namespace Nabla.Backends.Cpu;

/// <summary>How the outputs of a layout fall into panels of registers: for each panel, from where to where registers are copied, for any tap.</summary>
/// <remarks>A copy may reach beyond its run, into the place of the next one, which is written after it.</remarks>
internal sealed class PanelCopies
{
    public readonly int Lanes;
    public readonly ColumnPanels Panels;
    public readonly int[] From, To, First, Column;

    readonly int[] firstTap, endTap;

    public PanelCopies(OutputRun[] runs, int columns, int lanes, in ConvolutionSizes sizes)
    {
        Lanes = lanes;
        Panels = new ColumnPanels(columns, lanes);
        var (from, to, places, firstTaps, endTaps) = (new List<int>(), new List<int>(), new List<int>(), new List<int>(), new List<int>());
        First = new int[Panels.Count + 1];
        int run = 0, start = 0;
        (int First, int End) rows = (-1, -1), seen = default;
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
                    places.Add(at);
                    (int, int) spanned = (at / sizes.Output.Width, (Math.Min(stop, at + lanes) - 1) / sizes.Output.Width);
                    if (spanned != rows) (rows, seen) = (spanned, Inside(sizes, spanned));
                    firstTaps.Add(seen.First);
                    endTaps.Add(seen.End);
                }
                column = stop;
            }
        }
        First[^1] = from.Count;
        FillRegisters = from.Count * lanes == columns;
        (From, To, Column, this.firstTap, this.endTap) = ([.. from], [.. to], [.. places], [.. firstTaps], [.. endTaps]);
    }

    /// <summary>Whether the runs of places fill every register.</summary>
    public bool FillRegisters { get; }

    /// <summary>The taps that some neighbouring registers see inside the input, whole rows of them: what only the padding would be multiplied by is left out.</summary>
    public TapRange Seen(int copy, int count, int kernel, int channels)
    {
        int first = kernel, end = 0;
        for (int i = copy; i < copy + count; i++) (first, end) = (Math.Min(first, firstTap[i]), Math.Max(end, endTap[i]));
        if (first == 0 && end == kernel) return new(0, kernel * channels, 0, 1);
        return new(Math.Min(first, end), Math.Max(0, end - first), kernel - Math.Max(0, end - first), channels);
    }

    /// <summary>Of a channel's taps, the first and the end of those whose rows lie inside the input for one of some rows of outputs.</summary>
    static (int First, int End) Inside(in ConvolutionSizes sizes, (int First, int Last) rows)
    {
        ConvolutionGeometry g = sizes.Geometry;
        (Extent3 input, Extent3 output, int first, int last) = (sizes.Input, sizes.Output, g.Kernel.Count, -1);
        for (int row = rows.First; row <= rows.Last; row++)
        {
            int oh = row % output.Height, od = row / output.Height % output.Depth;
            for (int kd = 0; kd < g.Kernel.Depth; kd++)
                for (int kh = 0; kh < g.Kernel.Height; kh++)
                {
                    int d = od * g.Stride.Depth - g.Before.Depth + kd * g.Dilation.Depth, h = oh * g.Stride.Height - g.Before.Height + kh * g.Dilation.Height;
                    if ((uint)d >= (uint)input.Depth || (uint)h >= (uint)input.Height) continue;
                    int taps = kd * g.Kernel.Height + kh;
                    (first, last) = (Math.Min(first, taps), Math.Max(last, taps));
                }
        }
        return last < 0 ? (0, 0) : (first * g.Kernel.Width, (last + 1) * g.Kernel.Width);
    }
}
