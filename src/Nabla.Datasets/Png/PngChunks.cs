using System.Buffers.Binary;
using System.Text;

namespace Nabla.Data;

/// <summary>The chunks of a PNG file, each checked against its sum.</summary>
sealed class PngChunks
{
    const int Overhead = 12;

    static readonly uint[] Table = MakeTable();

    PngChunks(PngHeader header) => Header = header;

    public PngHeader Header { get; }

    /// <summary>Red, green and blue of each colour; empty without a palette.</summary>
    public byte[] Palette { get; private set; } = [];

    /// <summary>The alpha of the palette's first colours, or the colour that is transparent; empty without.</summary>
    public byte[] Transparency { get; private set; } = [];

    /// <summary>The packed pixels.</summary>
    public MemoryStream Data { get; } = new();

    /// <summary>Where the packed pixels begin, for errors.</summary>
    public long DataStart { get; private set; } = -1;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static PngChunks Read(ReadOnlySpan<byte> file, string path)
    {
        if (!file.StartsWith(Signature))
            throw new DataFormatException(path, DataPosition.AtByte(0), "a PNG file starts with the bytes 89 50 4e 47 0d 0a 1a 0a, this one does not");
        PngChunks? chunks = null;
        for (int at = Signature.Length; ;)
        {
            ReadOnlySpan<byte> rest = file[at..];
            uint length = rest.Length >= Overhead ? BinaryPrimitives.ReadUInt32BigEndian(rest) : uint.MaxValue;
            if (length > rest.Length - Overhead)
                throw new DataFormatException(path, DataPosition.AtByte(at), Invariant($"the file ends within a chunk, {rest.Length} bytes are left"));
            ReadOnlySpan<byte> type = rest.Slice(4, 4), content = rest.Slice(8, (int)length);
            uint sum = BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]), found = Sum(rest.Slice(4, 4 + (int)length));
            if (sum != found)
                throw new DataFormatException(path, DataPosition.AtByte(at), Invariant($"the chunk's sum is {found:x8}, {sum:x8} is written: the file is damaged"));
            string name = Encoding.Latin1.GetString(type);
            if ((chunks is null) != (name == "IHDR"))
                throw new DataFormatException(path, DataPosition.AtByte(at), $"the chunk {name} stands where {(chunks is null ? "IHDR comes first" : "the header was read already")}");
            chunks ??= new PngChunks(PngHeader.Read(content, at + 8, path));
            if (name == "IEND")
                return chunks.DataStart >= 0 ? chunks : throw new DataFormatException(path, DataPosition.AtByte(at), "the file ends without pixels");
            chunks.Take(name, content, at, path);
            at += Overhead + (int)length;
        }
    }

    void Take(string name, ReadOnlySpan<byte> content, int at, string path)
    {
        switch (name)
        {
            case "PLTE" when content.Length % 3 != 0 || content.Length is 0 or > 768:
                throw new DataFormatException(path, DataPosition.AtByte(at), Invariant($"the palette has {content.Length} bytes, it has 3 for each of 1 to 256 colours"));
            case "PLTE":
                Palette = content.ToArray();
                break;
            case "tRNS" when !Header.HasAlpha:
                int expected = Header.HasPalette ? Math.Min(content.Length, Palette.Length / 3) : 2 * Header.Samples;
                if (content.Length != expected)
                    throw new DataFormatException(path, DataPosition.AtByte(at), Invariant($"the transparency has {content.Length} bytes, at most {expected} fit"));
                Transparency = content.ToArray();
                break;
            case "IDAT":
                if (DataStart < 0)
                    DataStart = at;
                Data.Write(content);
                break;
            case not "IHDR" when char.IsAsciiLetterUpper(name[0]):
                throw new DataFormatException(path, DataPosition.AtByte(at), $"the chunk {name} is unknown and the image cannot be read without it");
        }
    }

    static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte b in bytes)
            sum = Table[(byte)(sum ^ b)] ^ (sum >> 8);
        return ~sum;
    }

    static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint c = i;
            for (int bit = 0; bit < 8; bit++)
                c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
            table[i] = c;
        }

        return table;
    }
}
