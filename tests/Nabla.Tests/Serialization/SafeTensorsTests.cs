using System.Text;
using Nabla.Serialization;

namespace Nabla.Tests.Serialization;

public sealed class SafeTensorsTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("nabla-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    string PathTo(string name) => Path.Combine(folder, name);

    static Dictionary<string, Tensor> Every() => new(StringComparer.Ordinal)
    {
        ["f32"] = Tensor.From([1.5f, float.NaN, float.NegativeInfinity, -0f], [2, 2]),
        ["f64"] = Tensor.From(Math.PI, double.Epsilon),
        ["i64"] = Tensor.From(long.MinValue, long.MaxValue),
        ["i32"] = Tensor.From(int.MinValue, 7, int.MaxValue),
        ["u8"] = Tensor.From<byte>(0, 255, 3),
        ["bool"] = Tensor.From(true, false, true),
        ["scalar"] = Tensor.Scalar(3),
        ["empty"] = Tensor.Zeros([0, 3]),
        ["é \"quoted\""] = Tensor.Ones([1]),
        ["view"] = Tensor.From([1f, 2, 3, 4, 5, 6], [2, 3]).Transpose(),
    };

    [Fact]
    public void Every_type_and_shape_comes_back_bit_by_bit()
    {
        Dictionary<string, Tensor> tensors = Every();
        SafeTensors.Save(PathTo("a"), tensors, new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "nabla", ["b"] = "ü" });
        IReadOnlyDictionary<string, Tensor> read = SafeTensors.Load(PathTo("a"), out IReadOnlyDictionary<string, string> metadata);
        read.Keys.Order(StringComparer.Ordinal).ShouldBe(tensors.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, Tensor x) in tensors)
        {
            read[name].DType.ShouldBe(x.DType, name);
            read[name].Shape.ShouldBe(x.Shape, name);
            read[name].ToDoubles().Select(BitConverter.DoubleToInt64Bits).ShouldBe(x.ToDoubles().Select(BitConverter.DoubleToInt64Bits), name);
        }
        metadata["format"].ShouldBe("nabla");
        metadata["b"].ShouldBe("ü");
    }

    [Fact]
    public void The_same_tensors_give_the_same_bytes_whatever_their_order()
    {
        SafeTensors.Save(PathTo("a"), Every());
        SafeTensors.Save(PathTo("b"), Every().Reverse().ToDictionary(StringComparer.Ordinal));
        File.ReadAllBytes(PathTo("a")).ShouldBe(File.ReadAllBytes(PathTo("b")));
        Directory.GetFiles(folder).Length.ShouldBe(2, "no temporary file stays behind");
    }

    [Fact]
    public void The_layout_is_that_of_the_format()
    {
        SafeTensors.Save(PathTo("a"), new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["w"] = Tensor.From([1f, 2], [1, 2]) });
        byte[] bytes = File.ReadAllBytes(PathTo("a"));
        const string header = """{"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}""";
        BitConverter.ToInt64(bytes).ShouldBe((header.Length + 7) / 8 * 8);
        Encoding.UTF8.GetString(bytes[8..^8]).TrimEnd(' ').ShouldBe(header);
        bytes[^8..].ShouldBe([0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]);
    }

    [Fact]
    public void A_failed_save_leaves_the_old_file_as_it_was()
    {
        SafeTensors.Save(PathTo("a"), Every());
        byte[] before = File.ReadAllBytes(PathTo("a"));
        var reserved = new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["__metadata__"] = Tensor.Ones([1]) };
        Should.Throw<ArgumentException>(() => SafeTensors.Save(PathTo("a"), reserved));
        File.ReadAllBytes(PathTo("a")).ShouldBe(before);
        Directory.GetFiles(folder).Length.ShouldBe(1);
    }

    public static TheoryData<string, int, string> Wrong => new()
    {
        { """{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}""", 4, "byte 8: 'a' has the element type F16; F32, F64, I64, I32, U8 and BOOL are read." },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "byte 8: 'a' takes 8 bytes as F32 [2], its data_offsets have 4." },
        { """{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "byte 8: 'a' has the shape [-1]; sizes are 0 to 2147483647." },
        { """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "byte 8: 'a' has no shape of whole numbers." },
        { """{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""", 4, "byte 8: 'a' has 9 axes, at most 8 are read." },
        { """{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,4]}}""", 4, "takes" },
        { """{"a":{"dtype":"F32","shape":[1]}}""", 4, "byte 8: 'a' has no data_offsets." },
        { """{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "byte 8: 'a' has no dtype." },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "byte 8: 'a' has the data_offsets [4, 0]." },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "byte 66: 'a' begins at 4 of the data, the tensor before it ends at 0." },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6, "'b' begins at 2 of the data, the tensor before it ends at 4." },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "byte 66: the header declares 4 bytes of data, the file has 8." },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "byte 65: the header declares 4 bytes of data, the file has 3." },
        { """{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", 0, "byte 8: 'a' is declared twice." },
        { """{"__metadata__":{"a":1}}""", 0, "byte 8: __metadata__ has a JSON Number at 'a', not text." },
        { """{"a":7}""", 0, "byte 8: 'a' is a JSON Number, not an object." },
        { "[]", 0, "byte 8: the header is a JSON Array, not an object." },
        { """{"a":""", 0, "the header is no JSON." },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void A_wrong_file_is_refused_with_the_byte_and_the_reason(string header, int data, string message)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(PathTo("x"), [.. BitConverter.GetBytes((long)text.Length), .. text, .. new byte[data]]);
        var e = Should.Throw<FileFormatException>(() => SafeTensors.Load(PathTo("x")));
        e.Message.ShouldStartWith($"{PathTo("x")}: cannot read at byte ");
        e.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 }, "byte 0: the file has 3 bytes, the length of the header takes 8.")]
    [InlineData(new byte[] { 9, 0, 0, 0, 0, 0, 0, 0, 1 }, "byte 0: the header declares 9 bytes, the file has 1 after its length.")]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 0, 0, 0, 1 }, "byte 0: the header declares 4294967296 bytes, at most 100000000 are read.")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 }, "byte 0: the header declares 18446744073709551615 bytes, at most 100000000 are read.")]
    public void A_wrong_length_is_refused(byte[] file, string message)
    {
        File.WriteAllBytes(PathTo("x"), file);
        Should.Throw<FileFormatException>(() => SafeTensors.Load(PathTo("x"))).Message.ShouldEndWith(message);
    }

    [Fact]
    public void A_byte_that_is_neither_true_nor_false_is_refused()
    {
        byte[] text = Encoding.UTF8.GetBytes("""{"a":{"dtype":"BOOL","shape":[3],"data_offsets":[0,3]}}""");
        File.WriteAllBytes(PathTo("x"), [.. BitConverter.GetBytes((long)text.Length), .. text, 1, 0, 2]);
        Should.Throw<FileFormatException>(() => SafeTensors.Load(PathTo("x"))).Message.ShouldEndWith($"byte {8 + text.Length + 2}: 'a' is BOOL, the byte is 2, not 0 or 1.");
    }

    [Fact]
    public void Whatever_happens_to_a_file_it_is_read_or_refused_and_allocates_no_more_than_it_is_long()
    {
        SafeTensors.Save(PathTo("a"), Every());
        byte[] whole = File.ReadAllBytes(PathTo("a"));
        var random = new RandomStream(0, "corruption");
        for (int round = 0; round < 2000; round++)
        {
            byte[] file = [.. whole[..(round % 2 == 0 ? whole.Length : random.NextInt(whole.Length + 1))]];
            for (int i = random.NextInt(4); i > 0 && file.Length > 0; i--) file[random.NextInt(file.Length)] = (byte)random.NextInt(256);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                _ = SafeTensors.Load(new MemoryStream(file), "corrupted", out _);
            }
            catch (FileFormatException)
            {
            }
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(200_000);
        }
    }
}
