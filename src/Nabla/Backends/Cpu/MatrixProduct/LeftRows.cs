namespace Nabla.Backends.Cpu;

/// <summary>Where the tiles find rows of a block of A: where A lies, or in a copy of it.</summary>
/// <param name="first">The first element of the first row.</param>
/// <param name="row">Elements from one row of a tile to the next.</param>
/// <param name="column">Elements from one k to the next.</param>
/// <param name="height">Rows of a tile.</param>
internal readonly unsafe struct LeftRows<T>(T* first, nint row, nint column, int height)
    where T : unmanaged
{
    public readonly T* First = first;
    public readonly nint Row = row;
    public readonly nint Column = column;

    /// <summary>Elements from one tile to the next.</summary>
    public readonly nint Tile = height * row;

    LeftRows(T* first, int height, nint tile) : this(first, 1, height, height) => Tile = tile;

    /// <summary>A copy in tiles, one after another, of so many k.</summary>
    public static LeftRows<T> Copied(T* first, int height, int depth) => new(first, height, (nint)height * depth);
}
