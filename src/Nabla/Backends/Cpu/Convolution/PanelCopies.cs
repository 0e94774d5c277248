namespace Nabla.Backends.Cpu;

/// <summary>How the outputs of a layout fall into panels of registers: for each panel, from where to where registers are copied, for any tap.</summary>
/// <remarks>A copy may reach beyond its run, into the place of the next one, which is written after it.</remarks>
internal sealed class PanelCopies
{
    public readonly int Lanes;
    public readonly ColumnPanels Panels;
    public readonly int[] From, To, First, Column;

    public PanelCopies(OutputRun[] runs, int columns, int lanes)
    {
        Lanes = lanes;
        Panels = new ColumnPanels(columns, lanes);
        var (from, to, places) = (new List<int>(), new List<int>(), new List<int>());
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
                    places.Add(at);
                }
                column = stop;
            }
        }
        First[^1] = from.Count;
        (From, To, Column) = ([.. from], [.. to], [.. places]);
    }
}
