using System.Buffers.Binary;

namespace Nabla.Data;

/// <summary>
/// The start of an IDX file: two zero bytes, the element type, the number of dimensions, each size as 4 bytes big-endian.
/// </summary>
readonly record struct IdxHeader(IdxElementType ElementType, int[] Dimensions)
{
    public int Length => 4 + 4 * Dimensions.Length;

    public int ElementSize => ElementType switch
    {
        IdxElementType.UInt8 or IdxElementType.Int8 => 1,
        IdxElementType.Int16 => 2,
        IdxElementType.Int32 or IdxElementType.Float32 => 4,
        _ => 8,
    };

    /// <summary>Bytes of everything after the header; saturates instead of overflowing.</summary>
    public long DataLength => BytesOf(Dimensions);

    /// <summary>Bytes of one item, an entry of the first dimension.</summary>
    public long ItemLength => BytesOf(Dimensions.AsSpan(1));

    long BytesOf(ReadOnlySpan<int> dimensions)
    {
        if (dimensions.Contains(0))
            return 0;
        long bytes = ElementSize;
        foreach (int size in dimensions)
        {
            if (bytes > long.MaxValue / size)
                return long.MaxValue;
            bytes *= size;
        }

        return bytes;
    }

    public static IdxHeader Read(Stream stream, string file)
    {
        byte[] bytes = new byte[4 + 4 * byte.MaxValue];
        int n = stream.ReadAtLeast(bytes.AsSpan(0, 4), 4, throwOnEndOfStream: false);
        if (n < 4)
            throw new DataFormatException(file, DataPosition.AtByte(n),
                Invariant($"an IDX file starts with 4 bytes, this one ends after {n}"));
        if (bytes[0] != 0 || bytes[1] != 0)
        {
            throw new DataFormatException(file, DataPosition.AtByte(0),
                Invariant($"an IDX file starts with the bytes 00 00, this one with {bytes[0]:x2} {bytes[1]:x2}"));
        }

        var type = (IdxElementType)bytes[2];
        if (!Enum.IsDefined(type))
            throw new DataFormatException(file, DataPosition.AtByte(2),
                Invariant($"element type {bytes[2]:x2} is none of 08, 09, 0b, 0c, 0d, 0e"));
        int rank = bytes[3];
        if (rank == 0)
            throw new DataFormatException(file, DataPosition.AtByte(3), "the header declares 0 dimensions, at least 1 is needed");
        int sizes = stream.ReadAtLeast(bytes.AsSpan(4, 4 * rank), 4 * rank, throwOnEndOfStream: false);
        if (sizes < 4 * rank)
        {
            throw new DataFormatException(file, DataPosition.AtByte(4 + sizes),
                Invariant($"a header of {rank} dimensions has {4 + 4 * rank} bytes, the file ends after {4 + sizes}"));
        }

        int[] dimensions = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4 + 4 * i));
            if (size > int.MaxValue)
                throw new DataFormatException(file, DataPosition.AtByte(4 + 4 * i),
                    Invariant($"dimension {i} is {size}, at most {int.MaxValue} is possible"));
            dimensions[i] = (int)size;
        }

        return new IdxHeader(type, dimensions);
    }

    public string Shape => $"[{string.Join(", ", Dimensions)}]";
}
