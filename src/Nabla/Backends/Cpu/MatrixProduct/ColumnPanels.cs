namespace Nabla.Backends.Cpu;

/// <summary>Cuts columns into panels of at most three registers, as equal as possible: 7 registers are 3 + 2 + 2, never 3 + 3 + 1.</summary>
/// <param name="columns">How many columns.</param>
/// <param name="lanes">Columns of a register.</param>
/// <param name="even">Whether few panels become an even number, which two threads share evenly: 8 registers are 2 + 2 + 2 + 2, not 3 + 3 + 2.</param>
internal readonly struct ColumnPanels(int columns, int lanes, bool even = false)
{
    const int Few = 6;

    readonly int registers = (columns + lanes - 1) / lanes;

    /// <summary>How many panels.</summary>
    public int Count
    {
        get
        {
            int least = (registers + 2) / 3;
            return even && least is > 1 and < Few ? (least + 1) / 2 * 2 : least;
        }
    }

    /// <summary>Registers before a panel; of the panel past the last, all of them.</summary>
    public int Start(int panel) => panel * (registers / Count) + Math.Min(panel, registers % Count);

    /// <summary>Registers of a panel.</summary>
    public int Width(int panel) => Start(panel + 1) - Start(panel);
}
