using System.Text.Json;

namespace Nabla.Data.Tests;

/// <summary>PNG files that ImageMagick wrote, with the pixels that Pillow reads in them (tests/reference/pictures.py).</summary>
public sealed class PngFileTests : IDisposable
{
    static readonly JsonElement[] Pictures = Load();

    readonly TemporaryFolder folder = new();

    public static TheoryData<string> Names => new(Pictures.Select(p => p.GetProperty("name").GetString()!));

    public void Dispose() => folder.Dispose();

    static JsonElement[] Load()
    {
        using Stream stream = typeof(PngFileTests).Assembly.GetManifestResourceStream("Pictures.json")!;
        return [.. JsonDocument.Parse(stream).RootElement.EnumerateArray()];
    }

    static byte[] Png(string name) => Pictures.Single(p => p.GetProperty("name").GetString() == name).GetProperty("png").GetBytesFromBase64();

    static byte[] Any => Png("colour type 2, 8: depth 8, colour type 2, interlace 0");

    [Theory, MemberData(nameof(Names))]
    public void Pixels_are_those_that_another_reader_finds(string name)
    {
        JsonElement picture = Pictures.Single(p => p.GetProperty("name").GetString() == name);
        PngFile file = PngFile.Read(folder.Write("x.png", Png(name)));
        (file.Width, file.Height).ShouldBe((picture.GetProperty("width").GetInt32(), picture.GetProperty("height").GetInt32()));
        float[] rgba = [.. picture.GetProperty("rgba").EnumerateArray().Select(v => v.GetSingle())], color = file.ToSingles(3), gray = file.ToSingles(1);
        int pixels = file.Width * file.Height;
        gray.Length.ShouldBe(pixels);
        for (int i = 0; i < pixels; i++)
        {
            float[] onBlack = [.. Enumerable.Range(0, 3).Select(c => rgba[4 * i + c] * rgba[4 * i + 3] / 255)];
            for (int c = 0; c < 3; c++) color[c * pixels + i].ShouldBe(onBlack[c], 1e-3f, $"{name}, pixel {i}, channel {c}");
            gray[i].ShouldBe(0.299f * onBlack[0] + 0.587f * onBlack[1] + 0.114f * onBlack[2], 1e-2f);
        }

        file.IsGray.ShouldBe(name.Contains(", colour type 0,", StringComparison.Ordinal) || name.Contains(", colour type 4,", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_damaged_byte_is_noticed()
    {
        byte[] whole = Any;
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] bytes = [.. whole];
            bytes[at] ^= 0x20;
            // A flipped case bit makes a chunk's type unknown, but its sum is over the type too.
            Bounded.Refused(() => PngFile.Read(folder.Write("x.png", bytes)));
        }
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        byte[] whole = Any;
        for (int length = 0; length < whole.Length; length++)
            Bounded.Refused(() => PngFile.Read(folder.Write("x.png", whole[..length])));
    }

    [Theory]
    [InlineData(16, 0x7f, "the header declares 2130706443 by 9 pixels")]
    [InlineData(24, 3, "there are no images of 3 bits a sample and colour type 2")]
    [InlineData(25, 5, "there are no images of 8 bits a sample and colour type 5")]
    [InlineData(25, 3, "there is no palette before the pixels")]
    [InlineData(28, 2, "compression 0, filter 0 and interlace 2 are unknown")]
    [InlineData(23, 0, "the height is 0")]
    [InlineData(23, 200, "the pixels end in row")]
    [InlineData(23, 8, "more follows the")]
    public void A_false_header_is_refused_before_memory_is_taken(int at, int value, string message)
    {
        byte[] bytes = Any;
        bytes[at] = (byte)value;
        uint sum = uint.MaxValue;
        foreach (byte b in bytes.AsSpan(12, 17))
        {
            sum ^= b;
            for (int bit = 0; bit < 8; bit++) sum = (sum & 1) != 0 ? 0xEDB88320 ^ (sum >> 1) : sum >> 1;
        }

        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(29), ~sum);
        Bounded.Refused(() => PngFile.Read(folder.Write("x.png", bytes))).Message.ShouldContain(message);
    }

    [Fact]
    public void What_is_no_picture_is_refused()
    {
        Bounded.Refused(() => PngFile.Read(folder.Write("x.png", "GIF89a"))).Message.ShouldEndWith("x.png: cannot read at byte 0: a PNG file starts with the bytes 89 50 4e 47 0d 0a 1a 0a, this one does not.");
        Bounded.Refused(() => PngFile.Read(folder.Path));
        Should.Throw<ArgumentOutOfRangeException>(() => PngFile.Read(folder.Write("x.png", Any)).ToSingles(4));
    }
}
