namespace Nabla.Backends.Cpu;

/// <summary>How runs of outputs fill registers, each run by itself: its last register ends with it, and the lanes that the one before has too are zeros.</summary>
/// <remarks>A run shorter than a register is followed by zeros.</remarks>
internal sealed class PlaceLanes
{
    public readonly int Lanes;

    /// <summary>Where a register's places lie in the laid out samples, and which outputs they are.</summary>
    public readonly int[] From, Place;

    /// <summary>How many lanes are zeros: the first ones, or if negative the last ones.</summary>
    public readonly int[] Zeros;

    public PlaceLanes(OutputRun[] runs, int lanes)
    {
        Lanes = lanes;
        int count = 0;
        foreach (OutputRun run in runs) count += (run.Length + lanes - 1) / lanes;
        (From, Place, Zeros) = (new int[count], new int[count], new int[count]);
        int next = 0, start = 0;
        foreach (OutputRun run in runs)
        {
            for (int at = 0; at < run.Length; at += lanes, next++)
            {
                int left = run.Length - at, back = left >= lanes || at == 0 ? 0 : lanes - left;
                (From[next], Place[next]) = (run.Source + at - back, start + at - back);
                Zeros[next] = left >= lanes ? 0 : at == 0 ? left - lanes : back;
            }
            start += run.Length;
        }
    }

    public int Count => From.Length;
}
