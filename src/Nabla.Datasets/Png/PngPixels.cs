using System.IO.Compression;

namespace Nabla.Data;

/// <summary>Unpacks the pixels of a PNG file: inflates, undoes the filters, and puts the passes of Adam7 in place.</summary>
static class PngPixels
{
    /// <summary>First column and row, and steps, of each pass of Adam7.</summary>
    static readonly (int X, int Y, int StepX, int StepY)[] Adam7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>The stored samples, <c>[height, width, samples]</c>, as they were written: 0 to 2^depth − 1.</summary>
    public static ushort[] Read(PngChunks chunks, string file)
    {
        PngHeader header = chunks.Header;
        (int X, int Y, int StepX, int StepY)[] passes = header.Interlaced ? Adam7 : [(0, 0, 1, 1)];
        long packed = 0, samples = (long)header.Width * header.Height * header.Samples;
        foreach (var pass in passes)
        {
            (int width, int height) = Size(header, pass);
            packed += width > 0 ? height * (1 + header.RowLength(width)) : 0;
        }

        // Deflate packs at most 1032 to 1: a false size is refused before memory is taken for it.
        if (packed > chunks.Data.Length * GzipContent.MaxRatio || samples > Array.MaxLength)
            throw new DataFormatException(file, DataPosition.AtByte(16), Invariant($"the header declares {header.Width} by {header.Height} pixels, {packed} bytes, the file has {chunks.Data.Length} packed ones, which unpack to at most {chunks.Data.Length * GzipContent.MaxRatio}"));
        ushort[] pixels = new ushort[samples];
        chunks.Data.Position = 0;
        using var inflated = new ZLibStream(chunks.Data, CompressionMode.Decompress, leaveOpen: true);
        try
        {
            foreach (var pass in passes)
                ReadPass(inflated, header, pass, pixels, file, chunks.DataStart);
            if (inflated.ReadByte() >= 0)
                throw Wrong(file, chunks.DataStart, Invariant($"more follows the {packed} bytes of the pixels"));
        }
        catch (InvalidDataException e)
        {
            throw new DataFormatException(file, DataPosition.AtByte(chunks.DataStart), "the packed pixels are damaged", e);
        }

        return pixels;
    }

    static void ReadPass(Stream stream, in PngHeader header, (int X, int Y, int StepX, int StepY) pass, ushort[] pixels, string file, long at)
    {
        (int width, int height) = Size(header, pass);
        if (width == 0)
            return;
        byte[] row = new byte[header.RowLength(width)], above = new byte[row.Length];
        for (int y = 0; y < height; y++)
        {
            int filter = stream.ReadByte();
            if (filter < 0 || stream.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
                throw Wrong(file, at, Invariant($"the pixels end in row {pass.Y + y * pass.StepY} of {header.Height}"));
            if (!Unfilter(filter, row, above, header.FilterDistance))
                throw Wrong(file, at, Invariant($"row {pass.Y + y * pass.StepY} has the filter {filter}, there are 0 to 4"));
            int start = (pass.Y + y * pass.StepY) * header.Width + pass.X;
            for (int x = 0; x < width; x++)
            {
                for (int s = 0; s < header.Samples; s++)
                    pixels[(start + x * pass.StepX) * header.Samples + s] = Sample(row, x * header.Samples + s, header.Depth);
            }

            (row, above) = (above, row);
        }
    }

    static (int Width, int Height) Size(in PngHeader header, (int X, int Y, int StepX, int StepY) pass)
    {
        int width = (int)(((long)header.Width - pass.X + pass.StepX - 1) / pass.StepX), height = (int)(((long)header.Height - pass.Y + pass.StepY - 1) / pass.StepY);
        return width > 0 && height > 0 ? (width, height) : (0, 0);
    }

    static ushort Sample(byte[] row, int index, int depth)
    {
        if (depth == 8)
            return row[index];
        if (depth == 16)
            return (ushort)((row[2 * index] << 8) | row[2 * index + 1]);
        int bit = index * depth;
        return (ushort)((row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1));
    }

    /// <summary>Adds to each byte what its filter predicted from the left, above, and above left.</summary>
    static bool Unfilter(int filter, byte[] row, byte[] above, int distance)
    {
        for (int i = 0; i < row.Length; i++)
        {
            int left = i >= distance ? row[i - distance] : 0, up = above[i], corner = i >= distance ? above[i - distance] : 0;
            switch (filter)
            {
                case 0: return true;
                case 1: row[i] += (byte)left; break;
                case 2: row[i] += (byte)up; break;
                case 3: row[i] += (byte)((left + up) / 2); break;
                case 4: row[i] += (byte)Paeth(left, up, corner); break;
                default: return false;
            }
        }

        return true;
    }

    /// <summary>Of left, above and above left the one nearest to left + above − corner.</summary>
    static int Paeth(int left, int up, int corner)
    {
        int fromLeft = Math.Abs(up - corner), fromUp = Math.Abs(left - corner), fromCorner = Math.Abs(left + up - 2 * corner);
        return fromLeft <= fromUp && fromLeft <= fromCorner ? left : fromUp <= fromCorner ? up : corner;
    }

    static DataFormatException Wrong(string file, long at, string reason) => new(file, DataPosition.AtByte(at), reason);
}
