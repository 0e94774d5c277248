namespace Nabla.Backends.Cpu;

/// <summary>Cuts columns into panels of three registers, the last ones narrower: 7 registers are 3 + 2 + 2, never 3 + 3 + 1.</summary>
internal readonly struct ColumnPanels(int columns, int lanes)
{
    readonly int registers = (columns + lanes - 1) / lanes;

    /// <summary>How many panels.</summary>
    public int Count => (registers + 2) / 3;

    /// <summary>Registers before a panel; of the panel past the last, all of them.</summary>
    public int Start(int panel) =>
        panel >= Count ? registers : panel == Count - 1 && panel > 0 && registers % 3 == 1 ? 3 * panel - 1 : 3 * panel;

    /// <summary>Registers of a panel.</summary>
    public int Width(int panel) => Start(panel + 1) - Start(panel);
}
