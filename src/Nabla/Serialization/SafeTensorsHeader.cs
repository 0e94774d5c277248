using System.Buffers.Binary;
using System.Text.Json;

namespace Nabla.Serialization;

/// <summary>The header of a safetensors file, checked.</summary>
internal sealed class SafeTensorsHeader
{
    const string MetadataName = "__metadata__";
    const int MostBytes = 100_000_000;

    SafeTensorsHeader(IReadOnlyList<SafeTensorsEntry> entries, IReadOnlyDictionary<string, string> metadata, long dataStart) =>
        (Entries, Metadata, DataStart) = (entries, metadata, dataStart);

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<SafeTensorsEntry> Entries { get; }

    /// <summary>Text by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The byte at which the data begins.</summary>
    public long DataStart { get; }

    /// <summary>The header of tensors whose data follow one another, padded with spaces to a multiple of 8 bytes.</summary>
    public static byte[] Write(IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataName);
                foreach ((string name, string value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) json.WriteString(name, value);
                json.WriteEndObject();
            }
            long start = 0;
            foreach ((string name, Tensor x) in tensors)
            {
                if (name == MetadataName) throw new ArgumentException($"SafeTensors: cannot name a tensor '{name}': the format uses that name itself.", nameof(tensors));
                long end = start + x.ElementCount * x.DType.Size;
                json.WriteStartObject(name);
                json.WriteString("dtype", NameOf(x.DType));
                json.WriteStartArray("shape");
                foreach (int size in x.Shape) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(start);
                json.WriteNumberValue(end);
                json.WriteEndArray();
                json.WriteEndObject();
                start = end;
            }
            json.WriteEndObject();
        }
        while (text.Length % 8 != 0) text.WriteByte((byte)' ');
        return text.ToArray();
    }

    /// <summary>Reads and checks a header; the stream then stands at the data.</summary>
    public static SafeTensorsHeader Read(Stream stream, string file)
    {
        long size = stream.Length - stream.Position;
        Span<byte> first = stackalloc byte[8];
        if (stream.ReadAtLeast(first, 8, throwOnEndOfStream: false) < 8)
            throw new FileFormatException(file, 0, $"the file has {size} bytes, the length of the header takes 8");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(first);
        if (length > MostBytes) throw new FileFormatException(file, 0, $"the header declares {length} bytes, at most {MostBytes} are read");
        if ((long)length > size - 8) throw new FileFormatException(file, 0, $"the header declares {length} bytes, the file has {size - 8} after its length");
        byte[] text = new byte[length];
        stream.ReadExactly(text);
        long dataStart = 8 + (long)length;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return Check(document.RootElement, file, dataStart, size - dataStart);
        }
        catch (JsonException e)
        {
            throw new FileFormatException(file, 8 + (e.BytePositionInLine ?? 0), "the header is no JSON", e);
        }
        catch (InvalidOperationException e) // what the JSON reader says of text that is no Unicode
        {
            throw new FileFormatException(file, 8, "the header has text that is no Unicode", e);
        }
    }

    static SafeTensorsHeader Check(JsonElement root, string file, long dataStart, long dataLength)
    {
        if (root.ValueKind != JsonValueKind.Object) throw new FileFormatException(file, 8, $"the header is a JSON {root.ValueKind}, not an object");
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var entries = new List<SafeTensorsEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!names.Add(property.Name)) throw new FileFormatException(file, 8, $"'{property.Name}' is declared twice");
            if (property.Name == MetadataName) ReadMetadata(property.Value, metadata, file);
            else entries.Add(Entry(property, file));
        }
        entries.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.End.CompareTo(b.End));
        long end = 0;
        foreach (SafeTensorsEntry entry in entries)
        {
            if (entry.Start != end)
                throw new FileFormatException(file, dataStart + entry.Start, $"'{entry.Name}' begins at {entry.Start} of the data, the tensor before it ends at {end}");
            end = entry.End;
        }
        if (end != dataLength) throw new FileFormatException(file, dataStart + Math.Min(end, dataLength), $"the header declares {end} bytes of data, the file has {dataLength}");
        return new(entries, metadata, dataStart);
    }

    static void ReadMetadata(JsonElement value, Dictionary<string, string> metadata, string file)
    {
        if (value.ValueKind != JsonValueKind.Object) throw new FileFormatException(file, 8, $"{MetadataName} is a JSON {value.ValueKind}, not an object");
        foreach (JsonProperty entry in value.EnumerateObject())
            metadata[entry.Name] = entry.Value.ValueKind == JsonValueKind.String
                ? entry.Value.GetString()!
                : throw new FileFormatException(file, 8, $"{MetadataName} has a JSON {entry.Value.ValueKind} at '{entry.Name}', not text");
    }

    static SafeTensorsEntry Entry(JsonProperty property, string file)
    {
        string name = property.Name;
        FileFormatException Wrong(string reason) => new(file, 8, $"'{name}' {reason}");
        JsonElement value = property.Value;
        if (value.ValueKind != JsonValueKind.Object) throw Wrong($"is a JSON {value.ValueKind}, not an object");
        string type = value.TryGetProperty("dtype", out JsonElement dtype) && dtype.ValueKind == JsonValueKind.String ? dtype.GetString()! : throw Wrong("has no dtype");
        DType elements = TypeOf(type) ?? throw Wrong($"has the element type {type}; F32, F64, I64, I32, U8 and BOOL are read");
        long[] sizes = Numbers(value, "shape") ?? throw Wrong("has no shape of whole numbers");
        long[] offsets = Numbers(value, "data_offsets") ?? throw Wrong("has no data_offsets");
        if (sizes.Length > Shape.MaxRank) throw Wrong($"has {sizes.Length} axes, at most {Shape.MaxRank} are read");
        if (Array.Exists(sizes, s => s is < 0 or > int.MaxValue)) throw Wrong($"has the shape [{string.Join(", ", sizes)}]; sizes are 0 to {int.MaxValue}");
        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0]) throw Wrong($"has the data_offsets [{string.Join(", ", offsets)}]");
        Int128 bytes = elements.Size;
        foreach (long size in sizes) bytes = size == 0 || bytes == 0 ? 0 : bytes > long.MaxValue ? bytes : bytes * size;
        if (bytes != offsets[1] - offsets[0]) throw Wrong($"takes {bytes} bytes as {type} [{string.Join(", ", sizes)}], its data_offsets have {offsets[1] - offsets[0]}");
        if (bytes / elements.Size > Array.MaxLength) throw Wrong($"has {bytes / elements.Size} elements, at most {Array.MaxLength} fit one tensor");
        return new(name, elements, new Shape(Array.ConvertAll(sizes, s => (int)s)), offsets[0], offsets[1]);
    }

    static long[]? Numbers(JsonElement value, string name)
    {
        if (!value.TryGetProperty(name, out JsonElement array) || array.ValueKind != JsonValueKind.Array) return null;
        var numbers = new long[array.GetArrayLength()];
        int i = 0;
        foreach (JsonElement number in array.EnumerateArray())
            if (number.ValueKind != JsonValueKind.Number || !number.TryGetInt64(out numbers[i++])) return null;
        return numbers;
    }

    static string NameOf(DType type) => type switch
    {
        DType.Float32 => "F32",
        DType.Float64 => "F64",
        DType.Int64 => "I64",
        DType.Int32 => "I32",
        DType.UInt8 => "U8",
        _ => "BOOL",
    };

    static DType? TypeOf(string name) => name switch
    {
        "F32" => DType.Float32,
        "F64" => DType.Float64,
        "I64" => DType.Int64,
        "I32" => DType.Int32,
        "U8" => DType.UInt8,
        "BOOL" => DType.Bool,
        _ => null,
    };
}
