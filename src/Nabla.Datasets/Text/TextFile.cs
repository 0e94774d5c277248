namespace Nabla.Data;

/// <summary>A text file in UTF-8.</summary>
/// <remarks>
/// Plain or gzip; the first bytes tell which. A byte order mark is passed over; CR LF and CR alone become LF, so that a text is
/// the same from every system. Bytes that are not UTF-8, and zero bytes, which no text has, are errors that name the byte.
/// </remarks>
public sealed class TextFile
{
    const char ByteOrderMark = '\uFEFF';

    TextFile(string path, string text) => (Path, Text) = (path, text);

    /// <summary>Where it was read from.</summary>
    public string Path { get; }

    /// <summary>The text; lines end in U+000A.</summary>
    public string Text { get; }

    /// <summary>The lines that are not empty, without their ends.</summary>
    public IReadOnlyList<string> Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads a known text, or a file.</summary>
    /// <param name="nameOrPath"><c>names</c>, <c>shakespeare</c>, or the path of a file. A known name comes first; write <c>./names</c> for a file of that name.</param>
    /// <param name="locator">Where known texts are looked for; the folders that the environment names if null (default).</param>
    /// <exception cref="DatasetNotFoundException">It is neither a file nor a text that is on this machine.</exception>
    /// <exception cref="DataFormatException">The content is no text.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TextFile Open(string nameOrPath, DataLocator? locator = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrPath);
        locator ??= DataLocator.FromEnvironment();
        if (TextSet.Find(nameOrPath) is { } set)
            return Read(locator.Find(set) ?? throw locator.NotFound(set));
        if (File.Exists(nameOrPath) || Directory.Exists(nameOrPath))
            return Read(nameOrPath);
        throw new DatasetNotFoundException(nameOrPath, [System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(nameOrPath)) ?? nameOrPath],
            $"Give the path of a text file, or one of {string.Join(", ", TextSet.All.Select(s => s.Name))}");
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">A plain or gzip file.</param>
    /// <exception cref="DataFormatException">The content is no text in UTF-8, is empty, cut or damaged.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static TextFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using DataContent content = DataContent.Open(path);
        return Read(content, path);
    }

    /// <summary>Reads a whole stream from its current position.</summary>
    /// <param name="stream">Plain or gzip content; need not be seekable. Stays open.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="DataFormatException">The content is no text in UTF-8, is empty, cut or damaged.</exception>
    public static TextFile Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return Read(DataContent.Of(stream, name), name);
    }

    static TextFile Read(DataContent content, string path)
    {
        var decoder = new Utf8Text(path);
        byte[] buffer = new byte[1 << 16];
        for (int n; (n = content.Stream.Read(buffer)) > 0;)
            decoder.Add(buffer.AsSpan(0, n));
        string text = decoder.End();
        if (text.StartsWith(ByteOrderMark))
            text = text[1..];
        if (text.Contains('\r', StringComparison.Ordinal))
            text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return text.Length > 0 ? new TextFile(path, text) : throw new DataFormatException(path, DataPosition.AtByte(0), "the file is empty, a text has at least 1 character");
    }
}
