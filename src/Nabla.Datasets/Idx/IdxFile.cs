using System.Buffers.Binary;

namespace Nabla.Data;

/// <summary>The content of an IDX file, the format MNIST is published in: a header with type and sizes, then the elements.</summary>
/// <remarks>
/// Plain or gzip; the first bytes tell which, not the name. Format: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of
/// handwritten digits". The sizes the header declares are checked against the file before memory is taken for them.
/// </remarks>
public sealed class IdxFile
{
    readonly int dataStart;

    IdxFile(string path, IdxHeader header, int[] dimensions, byte[] bytes, long dataStart)
    {
        Path = path;
        ElementType = header.ElementType;
        ElementSize = header.ElementSize;
        Dimensions = dimensions;
        Bytes = bytes;
        this.dataStart = (int)Math.Min(dataStart, int.MaxValue);
    }

    /// <summary>Where it was read from.</summary>
    public string Path { get; }

    /// <summary>What an element is.</summary>
    public IdxElementType ElementType { get; }

    /// <summary>Bytes of an element: 1, 2, 4 or 8.</summary>
    public int ElementSize { get; }

    /// <summary>The sizes, e.g. <c>[60000, 28, 28]</c>; empty for one item of a one-dimensional file.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>The elements as they lie in the file: the last dimension runs fastest, each element big-endian.</summary>
    public byte[] Bytes { get; }

    /// <summary>The number of elements: the product of the dimensions.</summary>
    public int ElementCount => Bytes.Length / ElementSize;

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">A plain or gzip file.</param>
    /// <returns>Sizes and elements.</returns>
    /// <exception cref="DataFormatException">The content is not IDX, too short, too long, cut or damaged.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static IdxFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using DataContent content = DataContent.Open(path);
        return Read(content, path);
    }

    /// <summary>Reads a whole stream from its current position.</summary>
    /// <param name="stream">Plain or gzip content; need not be seekable. Stays open.</param>
    /// <param name="name">What errors call it.</param>
    /// <returns>Sizes and elements.</returns>
    /// <exception cref="DataFormatException">The content is not IDX, too short, too long, cut or damaged.</exception>
    public static IdxFile Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return Read(DataContent.Of(stream, name), name);
    }

    static IdxFile Read(DataContent content, string file)
    {
        IdxHeader header = IdxHeader.Read(content.Stream, file);
        long length = header.DataLength;
        CheckLength(content, header, file);
        if (length > Array.MaxLength)
        {
            throw new DataFormatException(file, DataPosition.AtByte(4),
                Invariant($"the header declares {header.Shape}, {length} bytes, at most {Array.MaxLength} fit in memory. Read single items instead"));
        }

        byte[] bytes = ReadData(content, header, (int)length, file);
        if (content.Stream.ReadByte() >= 0)
        {
            throw new DataFormatException(file, DataPosition.AtByte(header.Length + length),
                Invariant($"the header declares {header.Shape}, {length} bytes of data, but more follow"));
        }

        return new IdxFile(file, header, header.Dimensions, bytes, header.Length);
    }

    /// <summary>Reads one entry of the first dimension, e.g. one image, without reading the whole file into memory.</summary>
    /// <param name="path">A plain file (only the item is read) or a gzip file (it is unpacked up to the item).</param>
    /// <param name="index">From 0.</param>
    /// <returns>The item; its dimensions are the file's without the first.</returns>
    /// <exception cref="DataFormatException">There is no such item, or the file is not IDX, too short, too long, cut or damaged.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <remarks>What follows the item in a gzip file is not looked at, so damage there goes unnoticed.</remarks>
    public static IdxFile ReadItem(string path, int index)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        using DataContent content = DataContent.Open(path);
        IdxHeader header = IdxHeader.Read(content.Stream, path);
        CheckLength(content, header, path);
        if (index >= header.Dimensions[0])
            throw new DataFormatException(path, DataPosition.AtByte(4),
                Invariant($"item {index} is asked for, the file has {header.Dimensions[0]} items, from 0"));
        long length = header.ItemLength;
        if (length > Array.MaxLength)
            throw new DataFormatException(path, DataPosition.AtByte(4),
                Invariant($"an item has {length} bytes, at most {Array.MaxLength} fit in memory"));
        Skip(content.Stream, index * length, header, path);
        byte[] bytes = ReadData(content, header, (int)length, path, index * length);
        return new IdxFile(path, header, header.Dimensions[1..], bytes, header.Length + index * length);
    }

    /// <summary>Takes apart a reference to one item, <c>file.idx3:7</c>.</summary>
    /// <param name="reference">A path, a colon, the index from 0.</param>
    /// <param name="path">The path, or the whole reference if it has no index.</param>
    /// <param name="index">The index, or 0 if it has none.</param>
    /// <returns>Whether the reference ends in a colon and an index; <c>C:\file</c> and <c>file.idx3</c> do not.</returns>
    public static bool TryParseReference(string reference, out string path, out int index)
    {
        ArgumentNullException.ThrowIfNull(reference);
        int colon = reference.LastIndexOf(':');
        if (colon > 0 && int.TryParse(reference.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out index))
        {
            path = reference[..colon];
            return true;
        }

        path = reference;
        index = 0;
        return false;
    }

    /// <summary>The elements as single-precision numbers, divided by a scale.</summary>
    /// <param name="scale">What they are divided by, default 1; 255 brings pixels to 0 … 1.</param>
    /// <returns>One number an element, in the file's order; integers above 2²⁴ and doubles are rounded.</returns>
    public float[] ToSingles(float scale = 1f)
    {
        float[] values = new float[ElementCount];
        ReadOnlySpan<byte> bytes = Bytes;
        switch (ElementType)
        {
            case IdxElementType.UInt8:
                for (int i = 0; i < values.Length; i++)
                    values[i] = bytes[i] / scale;
                break;
            case IdxElementType.Int8:
                for (int i = 0; i < values.Length; i++)
                    values[i] = (sbyte)bytes[i] / scale;
                break;
            case IdxElementType.Int16:
                for (int i = 0; i < values.Length; i++)
                    values[i] = BinaryPrimitives.ReadInt16BigEndian(bytes[(2 * i)..]) / scale;
                break;
            case IdxElementType.Int32:
                for (int i = 0; i < values.Length; i++)
                    values[i] = BinaryPrimitives.ReadInt32BigEndian(bytes[(4 * i)..]) / scale;
                break;
            case IdxElementType.Float32:
                for (int i = 0; i < values.Length; i++)
                    values[i] = BinaryPrimitives.ReadSingleBigEndian(bytes[(4 * i)..]) / scale;
                break;
            default:
                for (int i = 0; i < values.Length; i++)
                    values[i] = (float)(BinaryPrimitives.ReadDoubleBigEndian(bytes[(8 * i)..]) / scale);
                break;
        }

        return values;
    }

    /// <summary>The elements as labels of classes.</summary>
    /// <param name="classCount">Labels are from 0 to one less.</param>
    /// <returns>One label an element.</returns>
    /// <exception cref="DataFormatException">The elements are not integers, or a label is out of range.</exception>
    public long[] ToLabels(int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classCount);
        if (ElementType is IdxElementType.Float32 or IdxElementType.Float64)
            throw new DataFormatException(Path, DataPosition.AtByte(2), $"labels are integers, the elements are {ElementType}");
        long[] labels = new long[ElementCount];
        ReadOnlySpan<byte> bytes = Bytes;
        for (int i = 0; i < labels.Length; i++)
        {
            long label = ElementType switch
            {
                IdxElementType.UInt8 => bytes[i],
                IdxElementType.Int8 => (sbyte)bytes[i],
                IdxElementType.Int16 => BinaryPrimitives.ReadInt16BigEndian(bytes[(2 * i)..]),
                _ => BinaryPrimitives.ReadInt32BigEndian(bytes[(4 * i)..]),
            };
            if ((ulong)label >= (ulong)classCount)
            {
                throw new DataFormatException(Path, DataPosition.AtByte(dataStart + (long)i * ElementSize),
                    Invariant($"label {i} is {label}, with {classCount} classes labels are from 0 to {classCount - 1}"));
            }

            labels[i] = label;
        }

        return labels;
    }

    /// <summary>Refuses what the size of the file already shows to be wrong, before any memory is taken.</summary>
    static void CheckLength(DataContent content, in IdxHeader header, string file)
    {
        if (content.Length is not { } length)
            return;
        long declared = header.DataLength;
        if (!content.IsPacked && length - header.Length != declared)
        {
            throw new DataFormatException(file, DataPosition.AtByte(Math.Min(length, header.Length + Math.Min(declared, length))),
                Invariant($"the header declares {header.Shape}, {declared} bytes of data, the file has {length - header.Length}"));
        }

        if (declared > content.LongestContent)
        {
            throw new DataFormatException(file, DataPosition.AtByte(4),
                Invariant($"the header declares {header.Shape}, {declared} bytes of data, a gzip file of {length} bytes unpacks to at most {content.LongestContent}"));
        }
    }

    /// <summary>Reads the declared bytes. Memory grows with what really arrives, so a false header costs little.</summary>
    static byte[] ReadData(DataContent content, in IdxHeader header, int length, string file, long skipped = 0)
    {
        bool certain = !content.IsPacked && content.Length is not null;
        long first = certain ? length : Math.Min(length, (1 << 16) + 16 * (content.Length ?? 0));
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)first);
        int filled = 0;
        while (filled < length)
        {
            if (filled == bytes.Length)
                Array.Resize(ref bytes, (int)Math.Min(length, 2L * filled));
            int n = content.Stream.Read(bytes, filled, bytes.Length - filled);
            if (n == 0)
                throw Short(header, file, skipped + filled);
            filled += n;
        }

        return bytes;
    }

    static void Skip(Stream stream, long count, in IdxHeader header, string file)
    {
        if (stream.CanSeek)
        {
            stream.Seek(count, SeekOrigin.Current);
            return;
        }

        byte[] discarded = new byte[(int)Math.Min(count, 1 << 16)];
        for (long left = count; left > 0;)
        {
            int n = stream.Read(discarded, 0, (int)Math.Min(left, discarded.Length));
            if (n == 0)
                throw Short(header, file, count - left);
            left -= n;
        }
    }

    static DataFormatException Short(in IdxHeader header, string file, long found) => new(file, DataPosition.AtByte(header.Length + found),
        Invariant($"the header declares {header.Shape}, {header.DataLength} bytes of data, the file has {found}"));
}
