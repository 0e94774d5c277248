namespace Nabla.Data;

/// <summary>Where in a file something goes wrong: a byte of a binary file, or a line and column of a text.</summary>
/// <param name="Byte">The byte, from 0, of the unpacked content; null in a text.</param>
/// <param name="Line">The line, from 1; null in a binary file.</param>
/// <param name="Column">The field of the line, from 1; null where the whole line is meant.</param>
public readonly record struct DataPosition(long? Byte, long? Line, int? Column)
{
    /// <summary>A byte of a binary file.</summary>
    /// <param name="offset">From 0, of the unpacked content.</param>
    public static DataPosition AtByte(long offset) => new(offset, null, null);

    /// <summary>A line of a text, or one field of it.</summary>
    /// <param name="line">From 1, counting every line of the file.</param>
    /// <param name="column">The field, from 1; null (default) for the whole line.</param>
    public static DataPosition AtLine(long line, int? column = null) => new(null, line, column);

    /// <summary><c>byte 16</c>, <c>line 3</c> or <c>line 3, column 2</c>.</summary>
    public override string ToString() =>
        Byte is { } at ? Invariant($"byte {at}")
        : Column is { } column ? Invariant($"line {Line}, column {column}")
        : Invariant($"line {Line}");
}
