using System.IO.Compression;

namespace Nabla.Data;

/// <summary>The unpacked content of gzip data, which notices a cut or trailing bytes.</summary>
/// <remarks>
/// <see cref="GZipStream"/> alone ends quietly where its input ends early, even without the checksum, and ignores what follows
/// the last member. So a sentinel member is appended to the input: it comes out as the last bytes exactly when everything
/// before it was whole. Those bytes are held back. Several members in a row are read as one content, as gzip does.
/// </remarks>
sealed class GzipContent : Stream
{
    /// <summary>Deflate packs at most 1032 to 1, so a file of n bytes can't hold more than this factor of them.</summary>
    public const long MaxRatio = 1032;

    static readonly byte[] Sentinel = [0xE9, 0x1C, 0x57, 0xA8, 0x03, 0xF4, 0x6B, 0x92, 0xD0, 0x3E, 0xC5, 0x78, 0x21, 0x8F, 0xBA, 0x46];
    static readonly byte[] SentinelMember = Pack(Sentinel);

    readonly string file;
    readonly GZipStream gzip;
    readonly byte[] buffer = new byte[1 << 16];
    int start;
    int end;
    long position;
    bool ended;

    /// <summary>Reads gzip data.</summary>
    /// <param name="packed">The gzip data, closed with this stream.</param>
    /// <param name="file">Its name, for errors.</param>
    public GzipContent(Stream packed, string file)
    {
        this.file = file;
        gzip = new GZipStream(new ChainedStream(packed, new MemoryStream(SentinelMember, writable: false)), CompressionMode.Decompress);
    }

    /// <summary>Whether content that starts with these bytes is gzip data.</summary>
    public static bool Starts(ReadOnlySpan<byte> head) => head is [0x1F, 0x8B, ..];

    /// <inheritdoc/>
    public override int Read(Span<byte> destination)
    {
        if (destination.IsEmpty)
            return 0;
        while (!ended && end - start <= Sentinel.Length)
            Fill();
        int n = Math.Min(destination.Length, end - start - Sentinel.Length);
        if (n <= 0)
            return 0;
        buffer.AsSpan(start, n).CopyTo(destination);
        start += n;
        position += n;
        return n;
    }

    void Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        end -= start;
        start = 0;
        int n;
        try
        {
            n = gzip.Read(buffer, end, buffer.Length - end);
        }
        catch (InvalidDataException e)
        {
            throw new DataFormatException(file, DataPosition.AtByte(position + end),
                "the gzip data is damaged there or cut (byte of the unpacked content)", e);
        }

        end += n;
        if (n > 0)
            return;
        ended = true;
        if (!buffer.AsSpan(0, end).SequenceEqual(Sentinel))
        {
            throw new DataFormatException(file, DataPosition.AtByte(position + Math.Max(0, end - Sentinel.Length)),
                "the gzip data is cut off or followed by other bytes (byte of the unpacked content)");
        }
    }

    static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.NoCompression))
            packing.Write(content);
        return packed.ToArray();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            gzip.Dispose();
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => position; set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
