namespace Nabla.Backends.Cpu;

/// <summary>How a walk over rows is shared out: several rows a part, or pieces of the only one.</summary>
internal readonly struct RowCuts(int rows, int length)
{
    readonly int rowsPerPart = Math.Max(1, RowLoop.PartElements / Math.Max(1, length));
    readonly int columnsPerPart = rows == 1 ? RowLoop.PartElements : length;

    /// <summary>How many parts there are.</summary>
    public int Count => rows == 1 ? (length - 1) / columnsPerPart + 1 : (rows - 1) / rowsPerPart + 1;

    /// <summary>The rows of a part, and the columns of each, from the first up to before the last.</summary>
    public (int Row, int EndRow, int Column, int EndColumn) Of(int part) => rows == 1
        ? (0, 1, part * columnsPerPart, Math.Min(length, (part + 1) * columnsPerPart))
        : (part * rowsPerPart, Math.Min(rows, (part + 1) * rowsPerPart), 0, length);
}
