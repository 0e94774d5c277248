namespace Nabla.Data;

/// <summary>A file's content as the readers see it: unpacked if it is gzip data, which its first bytes tell, not its name.</summary>
sealed class DataContent : IDisposable
{
    DataContent(Stream stream, bool packed, long? length)
    {
        Stream = stream;
        IsPacked = packed;
        Length = length;
    }

    /// <summary>The unpacked content, from its first byte. Seekable only if the file is and is not packed.</summary>
    public Stream Stream { get; }

    /// <summary>Whether the file is gzip data.</summary>
    public bool IsPacked { get; }

    /// <summary>Bytes of the file as it lies there, packed or not; null if unknown (a pipe).</summary>
    public long? Length { get; }

    /// <summary>The most bytes the content can have, known before it is read; null if unknown.</summary>
    public long? LongestContent => IsPacked ? Length * GzipContent.MaxRatio : Length;

    /// <summary>Opens a file.</summary>
    public static DataContent Open(string path)
    {
        if (Directory.Exists(path))
            throw new DataFormatException(path, DataPosition.AtByte(0), "it is a folder, a file is expected");
        return Of(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan), path);
    }

    /// <summary>Takes over a stream, read from its current position.</summary>
    public static DataContent Of(Stream stream, string name)
    {
        byte[] head = new byte[2];
        int n = stream.ReadAtLeast(head, 2, throwOnEndOfStream: false);
        long? length = null;
        Stream whole;
        if (stream.CanSeek)
        {
            stream.Position -= n;
            length = stream.Length - stream.Position;
            whole = stream;
        }
        else
        {
            whole = new ChainedStream(new MemoryStream(head, 0, n, writable: false), stream);
        }

        bool packed = GzipContent.Starts(head.AsSpan(0, n));
        return new DataContent(packed ? new GzipContent(whole, name) : whole, packed, length);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => Stream.Dispose();
}
