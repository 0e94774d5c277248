using System.Buffers.Binary;
using System.IO.Compression;

namespace Nabla.Data.Tests;

public sealed class IdxFileTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    internal static byte[] Idx(byte type, int[] dimensions, byte[] data)
    {
        byte[] bytes = new byte[4 + 4 * dimensions.Length + data.Length];
        bytes[2] = type;
        bytes[3] = (byte)dimensions.Length;
        for (int i = 0; i < dimensions.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + 4 * i), dimensions[i]);
        data.CopyTo(bytes, 4 + 4 * dimensions.Length);
        return bytes;
    }

    static byte[] Count(int n) => [.. Enumerable.Range(0, n).Select(i => (byte)i)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_is_read_plain_or_packed_whatever_its_name_says(bool packed)
    {
        byte[] content = Idx(8, [3, 2, 4], Count(24));
        string path = folder.Write(packed ? "images" : "images.gz", packed ? TemporaryFolder.Gzip(content) : content);
        IdxFile idx = IdxFile.Read(path);
        idx.ElementType.ShouldBe(IdxElementType.UInt8);
        idx.Dimensions.ShouldBe([3, 2, 4]);
        idx.Bytes.ShouldBe(Count(24));
        idx.ElementCount.ShouldBe(24);
        IdxFile item = IdxFile.ReadItem(path, 2);
        item.Dimensions.ShouldBe([2, 4]);
        item.Bytes.ShouldBe(Count(24)[16..]);
    }

    [Fact]
    public void A_stream_that_cannot_seek_is_read()
    {
        using var pipe = new DeflateStream(new MemoryStream(Deflate(Idx(8, [5], Count(5)))), CompressionMode.Decompress);
        IdxFile.Read(pipe, "pipe").Bytes.ShouldBe(Count(5));

        static byte[] Deflate(byte[] content)
        {
            using var packed = new MemoryStream();
            using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest))
                deflate.Write(content);
            return packed.ToArray();
        }
    }

    [Theory]
    [InlineData(0x08, new byte[] { 0, 255 }, new float[] { 0, 255 })]
    [InlineData(0x09, new byte[] { 0, 255 }, new float[] { 0, -1 })]
    [InlineData(0x0B, new byte[] { 1, 2, 255, 254 }, new float[] { 258, -2 })]
    [InlineData(0x0C, new byte[] { 0, 1, 0, 0, 255, 255, 255, 255 }, new float[] { 65536, -1 })]
    [InlineData(0x0D, new byte[] { 0x3F, 0x80, 0, 0, 0xC0, 0x49, 0x0F, 0xDB }, new float[] { 1, -3.14159274f })]
    [InlineData(0x0E, new byte[] { 0x3F, 0xF0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0 }, new float[] { 1, -2 })]
    public void Every_element_type_is_read_big_endian(byte type, byte[] data, float[] expected)
    {
        IdxFile idx = IdxFile.Read(new MemoryStream(Idx(type, [2], data)), "memory");
        idx.ToSingles().ShouldBe(expected);
        idx.ToSingles(2).ShouldBe([expected[0] / 2, expected[1] / 2]);
        IdxFile.ReadItem(folder.Write("file", Idx(type, [2], data)), 1).ToSingles().ShouldBe([expected[1]]);
    }

    [Fact]
    public void Several_gzip_members_are_one_content()
    {
        byte[] content = Idx(8, [100], Count(100));
        byte[] packed = [.. TemporaryFolder.Gzip(content[..37]), .. TemporaryFolder.Gzip(content[37..])];
        IdxFile.Read(new MemoryStream(packed), "two").Bytes.ShouldBe(Count(100));
    }

    [Fact]
    public void An_empty_set_is_a_set()
    {
        IdxFile idx = IdxFile.Read(new MemoryStream(Idx(8, [0, int.MaxValue, int.MaxValue, int.MaxValue], [])), "empty");
        idx.ElementCount.ShouldBe(0);
    }

    public static TheoryData<string, byte[], long, string> BadFiles => new()
    {
        { "empty", [], 0, "an IDX file starts with 4 bytes, this one ends after 0" },
        { "three bytes", [0, 0, 8], 3, "an IDX file starts with 4 bytes, this one ends after 3" },
        { "text", "hello, world"u8.ToArray(), 0, "an IDX file starts with the bytes 00 00, this one with 68 65" },
        { "type", [0, 0, 10, 1, 0, 0, 0, 0], 2, "element type 0a is none of 08, 09, 0b, 0c, 0d, 0e" },
        { "rank 0", [0, 0, 8, 0, 1], 3, "the header declares 0 dimensions, at least 1 is needed" },
        { "half a header", [0, 0, 8, 3, 0, 0, 0, 1, 0], 9, "a header of 3 dimensions has 16 bytes, the file ends after 9" },
        { "rank 255", [0, 0, 8, 255], 4, "a header of 255 dimensions has 1024 bytes, the file ends after 4" },
        { "negative size", [0, 0, 8, 1, 0xFF, 0xFF, 0xFF, 0xFE, 1], 4, "dimension 0 is 4294967294, at most 2147483647 is possible" },
        { "too short", Idx(8, [3, 2], [1, 2, 3, 4, 5]), 17, "the header declares [3, 2], 6 bytes of data, the file has 5" },
        { "too long", Idx(8, [3, 2], [1, 2, 3, 4, 5, 6, 7]), 18, "the header declares [3, 2], 6 bytes of data, the file has 7" },
        { "2^40 elements", Idx(8, [1 << 20, 1 << 20], new byte[88]), 100, "the header declares [1048576, 1048576], 1099511627776 bytes of data, the file has 88" },
        {
            "overflow", Idx(14, [int.MaxValue, int.MaxValue, int.MaxValue], new byte[8]), 24,
            "the header declares [2147483647, 2147483647, 2147483647], 9223372036854775807 bytes of data, the file has 8"
        },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void A_bad_file_is_refused_with_position_and_reason(string name, byte[] content, long position, string reason)
    {
        string path = folder.Write(name, content);
        DataFormatException error = Bounded.Refused(() => IdxFile.Read(path));
        error.File.ShouldBe(path);
        error.Position.ShouldBe(DataPosition.AtByte(position));
        error.Reason.ShouldBe(reason);
        error.Message.ShouldBe(Invariant($"{path}: cannot read at byte {position}: {reason}."));
        Bounded.Refused(() => IdxFile.ReadItem(path, 0));
        Bounded.Refused(() => IdxFile.Read(folder.Write(name + ".gz", TemporaryFolder.Gzip(content))));
    }

    [Fact]
    public void A_packed_header_that_promises_more_than_gzip_can_hold_is_refused_before_reading()
    {
        string path = folder.Write("bomb", TemporaryFolder.Gzip(Idx(8, [1 << 20, 1 << 20], new byte[10])));
        Bounded.Refused(() => IdxFile.Read(path)).Reason.ShouldContain("unpacks to at most");
        Bounded.Refused(() => IdxFile.ReadItem(path, 1 << 19)).Reason.ShouldContain("unpacks to at most");
    }

    [Fact]
    public void A_packed_header_that_promises_too_much_costs_no_more_memory_than_the_file_justifies()
    {
        byte[] noise = new byte[1 << 20];
        new Random(1).NextBytes(noise);
        string path = folder.Write("liar", TemporaryFolder.Gzip(Idx(8, [1 << 29], noise)));
        Bounded.Refused(() => IdxFile.Read(path), allocation: 24 << 20).Reason.ShouldBe("the header declares [536870912], 536870912 bytes of data, the file has 1048576");
    }

    [Fact]
    public void Every_cut_of_a_packed_file_is_noticed()
    {
        byte[] whole = TemporaryFolder.Gzip(Idx(8, [200], Count(200)));
        for (int length = 0; length < whole.Length; length++)
        {
            byte[] cut = whole[..length];
            Should.Throw<DataFormatException>(() => IdxFile.Read(new MemoryStream(cut), "cut"), Invariant($"cut to {length} of {whole.Length} bytes"));
        }
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Every_flipped_bit_after_the_gzip_header_is_noticed(CompressionLevel level)
    {
        byte[] data = Count(120);
        byte[] whole = TemporaryFolder.Gzip(Idx(8, [120], data), level);
        for (int bit = 8 * 10; bit < 8 * whole.Length; bit++)
        {
            byte[] damaged = (byte[])whole.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                // A bit that deflate ignores, padding at the end of a block, may be either.
                IdxFile.Read(new MemoryStream(damaged), "damaged").Bytes.ShouldBe(data);
            }
            catch (DataFormatException)
            {
            }
        }
    }

    [Fact]
    public void Bytes_after_the_gzip_data_are_noticed()
    {
        byte[] packed = [.. TemporaryFolder.Gzip(Idx(8, [4], Count(4))), 1, 2, 3];
        Bounded.Refused(() => IdxFile.Read(new MemoryStream(packed), "tail")).Reason.ShouldContain("followed by other bytes");
    }

    [Fact]
    public void Random_damage_never_does_anything_but_refuse_or_read()
    {
        var random = new Random(20240601);
        byte[] good = Idx(8, [6, 5, 4], Count(120));
        for (int round = 0; round < 3000; round++)
        {
            byte[] bytes = round % 2 == 0 ? (byte[])good.Clone() : TemporaryFolder.Gzip(good);
            for (int k = random.Next(1, 5); k > 0; k--)
                bytes[random.Next(round % 3 == 0 ? 16 : bytes.Length)] = (byte)random.Next(256);
            bytes = bytes[..random.Next(bytes.Length / 2, bytes.Length + 1)];
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                IdxFile idx = IdxFile.Read(new MemoryStream(bytes), "fuzz");
                idx.ElementCount.ShouldBe(idx.Dimensions.Aggregate(1, (a, b) => a * b));
            }
            catch (DataFormatException)
            {
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 19, Invariant($"round {round}: {Convert.ToHexString(bytes)}"));
        }
    }

    [Fact]
    public void An_item_that_does_not_exist_is_refused()
    {
        string path = folder.Write("three", Idx(8, [3, 2], Count(6)));
        DataFormatException error = Bounded.Refused(() => IdxFile.ReadItem(path, 3));
        error.Reason.ShouldBe("item 3 is asked for, the file has 3 items, from 0");
        Should.Throw<ArgumentOutOfRangeException>(() => IdxFile.ReadItem(path, -1));
    }

    [Fact]
    public void A_label_out_of_range_is_refused_with_its_byte()
    {
        IdxFile idx = IdxFile.Read(new MemoryStream(Idx(8, [3], [1, 2, 10])), "labels");
        idx.ToLabels(11).ShouldBe([1, 2, 10]);
        DataFormatException error = Bounded.Refused(() => idx.ToLabels(10));
        error.Message.ShouldBe("labels: cannot read at byte 10: label 2 is 10, with 10 classes labels are from 0 to 9.");
        Bounded.Refused(() => IdxFile.Read(new MemoryStream(Idx(9, [1], [255])), "signed").ToLabels(10)).Reason.ShouldContain("label 0 is -1");
        Bounded.Refused(() => IdxFile.Read(new MemoryStream(Idx(13, [1], [0, 0, 0, 0])), "real").ToLabels(10)).Reason.ShouldContain("Float32");
    }

    [Theory]
    [InlineData("digits.idx3:7", true, "digits.idx3", 7)]
    [InlineData("C:\\data\\digits.idx3:12", true, "C:\\data\\digits.idx3", 12)]
    [InlineData("C:\\data", false, "C:\\data", 0)]
    [InlineData("digits.idx3", false, "digits.idx3", 0)]
    [InlineData("digits.idx3:", false, "digits.idx3:", 0)]
    [InlineData("digits.idx3:-1", false, "digits.idx3:-1", 0)]
    [InlineData(":3", false, ":3", 0)]
    public void A_reference_names_file_and_item(string reference, bool isItem, string path, int index)
    {
        IdxFile.TryParseReference(reference, out string foundPath, out int foundIndex).ShouldBe(isItem);
        foundPath.ShouldBe(path);
        foundIndex.ShouldBe(index);
    }

    [Fact]
    public void A_folder_and_a_missing_file_are_told_apart()
    {
        Bounded.Refused(() => IdxFile.Read(folder.Path)).Reason.ShouldBe("it is a folder, a file is expected");
        Should.Throw<FileNotFoundException>(() => IdxFile.Read(Path.Combine(folder.Path, "missing")));
    }
}
