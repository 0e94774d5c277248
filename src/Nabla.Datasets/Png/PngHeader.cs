using System.Buffers.Binary;

namespace Nabla.Data;

/// <summary>The IHDR chunk of a PNG file: sizes, and how samples are stored.</summary>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Depth">Bits of a sample: 1, 2, 4, 8 or 16.</param>
/// <param name="Color">0 grey, 2 red-green-blue, 3 palette, 4 grey and alpha, 6 red-green-blue and alpha.</param>
/// <param name="Interlaced">Whether the pixels come in the seven passes of Adam7.</param>
readonly record struct PngHeader(int Width, int Height, int Depth, int Color, bool Interlaced)
{
    public const int Length = 13;

    public bool HasPalette => Color == 3;

    public bool IsColored => Color is 2 or 3 or 6;

    public bool HasAlpha => Color is 4 or 6;

    /// <summary>Stored samples of a pixel.</summary>
    public int Samples => Color switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>How far back the pixel to the left is for the filters, in bytes.</summary>
    public int FilterDistance => Math.Max(1, Samples * Depth / 8);

    /// <summary>Bytes of a row of so many pixels, without its filter.</summary>
    public long RowLength(int pixels) => ((long)pixels * Samples * Depth + 7) / 8;

    public static PngHeader Read(ReadOnlySpan<byte> chunk, long at, string file)
    {
        if (chunk.Length != Length)
            throw Wrong(0, Invariant($"the header has {chunk.Length} bytes, it must have {Length}"));
        uint width = BinaryPrimitives.ReadUInt32BigEndian(chunk), height = BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]);
        if (width is 0 or > int.MaxValue)
            throw Wrong(0, Invariant($"the width is {width}, it must be from 1 to {int.MaxValue}"));
        if (height is 0 or > int.MaxValue)
            throw Wrong(4, Invariant($"the height is {height}, it must be from 1 to {int.MaxValue}"));
        (int depth, int color) = (chunk[8], chunk[9]);
        bool known = color switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => false,
        };
        if (!known)
            throw Wrong(8, Invariant($"there are no images of {depth} bits a sample and colour type {color}"));
        if (chunk[10] != 0 || chunk[11] != 0 || chunk[12] > 1)
            throw Wrong(10, Invariant($"compression {chunk[10]}, filter {chunk[11]} and interlace {chunk[12]} are unknown; they are 0, 0 and 0 or 1"));
        return new PngHeader((int)width, (int)height, depth, color, chunk[12] == 1);

        DataFormatException Wrong(int offset, string reason) => new(file, DataPosition.AtByte(at + offset), reason);
    }
}
