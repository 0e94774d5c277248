using System.Buffers.Binary;
using System.IO.Compression;

namespace Nabla.Pictures;

/// <summary>Writes small images of 8-bit red, green and blue, to stand inside an SVG.</summary>
/// <remarks>W3C, "Portable Network Graphics (PNG) Specification", 3rd edition, 2025: signature, IHDR, IDAT, IEND.</remarks>
internal static class Png
{
    static readonly uint[] Crc = [.. Enumerable.Range(0, 256).Select(n =>
    {
        uint c = (uint)n;
        for (int k = 0; k < 8; k++) c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
        return c;
    })];

    /// <summary>Rows from the top, each pixel from a function.</summary>
    public static byte[] Encode(int width, int height, Func<int, int, (byte R, byte G, byte B)> pixel)
    {
        var rows = new byte[height * (1 + 3 * width)];
        for (int y = 0, at = 0; y < height; y++)
        {
            at++;
            for (int x = 0; x < width; x++) (rows[at++], rows[at++], rows[at++]) = pixel(x, y);
        }
        using var image = new MemoryStream();
        image.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, 2);
        Chunk(image, "IHDR"u8, header);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(rows);
        Chunk(image, "IDAT"u8, packed.GetBuffer().AsSpan(0, (int)packed.Length));
        Chunk(image, "IEND"u8, []);
        return image.ToArray();
    }

    static void Chunk(MemoryStream image, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        image.Write(number);
        image.Write(kind);
        image.Write(data);
        uint crc = Checked(Checked(uint.MaxValue, kind), data) ^ uint.MaxValue;
        BinaryPrimitives.WriteUInt32BigEndian(number, crc);
        image.Write(number);
    }

    static uint Checked(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (byte b in data) crc = Crc[(crc ^ b) & 0xFF] ^ (crc >> 8);
        return crc;
    }
}
