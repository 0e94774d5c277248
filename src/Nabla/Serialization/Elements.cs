using System.Runtime.InteropServices;

namespace Nabla.Serialization;

/// <summary>The elements of a tensor as little-endian bytes.</summary>
internal static class Elements
{
    public static void Write(Stream stream, Tensor x)
    {
        Tensor rows = x.IsContiguous ? x : StridedCopy.Contiguous(x);
        stream.Write(Bytes(rows));
    }

    public static Tensor Read(Stream stream, string file, in SafeTensorsEntry entry, long dataStart)
    {
        Tensor x = Tensor.Allocate(entry.Shape, entry.Type);
        Span<byte> bytes = Bytes(x);
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < bytes.Length)
            throw new FileFormatException(file, dataStart + entry.Start + read, $"'{entry.Name}' has {bytes.Length} bytes, the file ends after {read}");
        if (entry.Type == DType.Bool && bytes.IndexOfAnyExceptInRange((byte)0, (byte)1) is >= 0 and var odd)
            throw new FileFormatException(file, dataStart + entry.Start + odd, $"'{entry.Name}' is BOOL, the byte is {bytes[odd]}, not 0 or 1");
        return x;
    }

    static Span<byte> Bytes(Tensor x) => x.DType switch
    {
        DType.Float32 => MemoryMarshal.AsBytes(x.Span<float>()),
        DType.Float64 => MemoryMarshal.AsBytes(x.Span<double>()),
        DType.Int64 => MemoryMarshal.AsBytes(x.Span<long>()),
        DType.Int32 => MemoryMarshal.AsBytes(x.Span<int>()),
        DType.UInt8 => x.Span<byte>(),
        _ => MemoryMarshal.AsBytes(x.Span<bool>()),
    };
}
