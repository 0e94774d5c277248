namespace Nabla.Data;

/// <summary>The content of a file in the binary layout of CIFAR-10: records of a label and a picture of 3×32×32.</summary>
/// <remarks>
/// A record is 3,073 bytes: the label, then 1,024 bytes each of red, green and blue, row after row. Plain or gzip; the first
/// bytes tell which. A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009. The file's size is checked
/// before memory is taken.
/// </remarks>
public sealed class CifarFile
{
    /// <summary>Channels of a picture: red, green, blue.</summary>
    public const int Channels = 3;

    /// <summary>Rows, and columns, of a picture.</summary>
    public const int Side = 32;

    /// <summary>Bytes of a picture.</summary>
    public const int PictureLength = Channels * Side * Side;

    const int RecordLength = 1 + PictureLength;

    readonly byte[] bytes;

    CifarFile(string path, byte[] bytes, int count) => (Path, this.bytes, Count) = (path, bytes, count);

    /// <summary>Where it was read from.</summary>
    public string Path { get; }

    /// <summary>The number N of pictures.</summary>
    public int Count { get; }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">A plain or gzip file.</param>
    /// <param name="count">How many pictures it must have; any number if null (default).</param>
    /// <exception cref="DataFormatException">The content is not whole records, not as many as asked for, cut or damaged.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static CifarFile Read(string path, int? count = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (count is { } n) ArgumentOutOfRangeException.ThrowIfNegative(n, nameof(count));
        using DataContent file = DataContent.Open(path);
        CheckLength(file, count, path);
        byte[] content = ReadAll(file, count, path, out int length);
        if (length == 0 || length % RecordLength != 0)
            throw Uneven(path, length);
        if (count is { } expected && length != (long)expected * RecordLength)
            throw new DataFormatException(path, DataPosition.AtByte(length), Invariant($"the file ends after {length / RecordLength} pictures, {expected} are expected"));
        return new CifarFile(path, content, length / RecordLength);
    }

    /// <summary>The label of each picture.</summary>
    /// <param name="classCount">Labels are from 0 to one less; 10 by default.</param>
    /// <returns><c>[N]</c>.</returns>
    /// <exception cref="DataFormatException">A label is out of range.</exception>
    public long[] ToLabels(int classCount = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classCount);
        long[] labels = new long[Count];
        for (int i = 0; i < Count; i++)
        {
            long at = (long)i * RecordLength;
            labels[i] = bytes[at] < classCount
                ? bytes[at]
                : throw new DataFormatException(Path, DataPosition.AtByte(at), Invariant($"label {i} is {bytes[at]}, with {classCount} classes labels are from 0 to {classCount - 1}"));
        }

        return labels;
    }

    /// <summary>The pictures as single-precision numbers, divided by a scale.</summary>
    /// <param name="destination">Gets <c>[N, 3, 32, 32]</c>: <see cref="Count"/> × <see cref="PictureLength"/> numbers.</param>
    /// <param name="scale">What bytes are divided by; 255 by default, which brings them to 0 … 1.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public void CopyPictures(Span<float> destination, float scale = 255f)
    {
        if (destination.Length != (long)Count * PictureLength)
            throw new ArgumentException($"{Count} pictures are {(long)Count * PictureLength} numbers, the destination has {destination.Length}.", nameof(destination));
        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<byte> from = bytes.AsSpan((int)((long)i * RecordLength + 1), PictureLength);
            Span<float> to = destination.Slice(i * PictureLength, PictureLength);
            for (int j = 0; j < from.Length; j++)
                to[j] = from[j] / scale;
        }
    }

    /// <summary>Refuses what the size of the file already shows to be wrong.</summary>
    static void CheckLength(DataContent content, int? count, string path)
    {
        if (content.Length is not { } length)
            return;
        if (!content.IsPacked && (length == 0 || length % RecordLength != 0))
            throw Uneven(path, length);
        if (count is not { } expected)
            return;
        long needed = (long)expected * RecordLength;
        if (!content.IsPacked && length != needed)
        {
            throw new DataFormatException(path, DataPosition.AtByte(Math.Min(length, needed)),
                Invariant($"the file has {length / RecordLength} pictures, {expected} are expected"));
        }

        if (needed > content.LongestContent)
        {
            throw new DataFormatException(path, DataPosition.AtByte(0),
                Invariant($"{expected} pictures are {needed} bytes, a gzip file of {length} bytes unpacks to at most {content.LongestContent}"));
        }
    }

    /// <summary>Reads to the end. Memory grows with what really arrives.</summary>
    static byte[] ReadAll(DataContent content, int? count, string path, out int length)
    {
        long most = count is { } expected ? (long)expected * RecordLength : Array.MaxLength;
        bool certain = !content.IsPacked && content.Length is not null;
        long first = certain ? content.Length!.Value : Math.Min(most, (1 << 16) + 16 * (content.Length ?? 0));
        if (first > Array.MaxLength)
            throw new DataFormatException(path, DataPosition.AtByte(0), Invariant($"the file has {first} bytes, at most {Array.MaxLength} fit in memory"));
        byte[] read = GC.AllocateUninitializedArray<byte>((int)first);
        length = 0;
        for (int n; ; length += n)
        {
            if (length == read.Length)
            {
                int next = content.Stream.ReadByte();
                if (next < 0)
                    return read;
                if (length >= most)
                    throw new DataFormatException(path, DataPosition.AtByte(length), Invariant($"more follows {most / RecordLength} pictures of {RecordLength} bytes"));
                Array.Resize(ref read, (int)Math.Min(most, Math.Max(2L * length, 1)));
                read[length++] = (byte)next;
            }

            n = content.Stream.Read(read, length, read.Length - length);
            if (n == 0 && length < read.Length)
                return read;
        }
    }

    static DataFormatException Uneven(string path, long length) => new(path, DataPosition.AtByte(length - length % RecordLength),
        length == 0 ? Invariant($"the file is empty, a picture has {RecordLength} bytes")
        : Invariant($"the file has {length} bytes, which are not whole pictures of {RecordLength}: the last has {length % RecordLength}"));
}
