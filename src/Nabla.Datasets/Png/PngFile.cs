namespace Nabla.Data;

/// <summary>The picture in a PNG file.</summary>
/// <remarks>
/// All colour types, depths and filters of the specification (W3C, "Portable Network Graphics", 2nd edition, 2003), interlaced or not; sums are
/// checked. Colour profiles and gamma are passed over: values are those the file has, as other readers of training images take them.
/// </remarks>
public sealed class PngFile
{
    readonly float[] colors;

    PngFile(string path, int width, int height, bool isGray, float[] colors) => (Path, Width, Height, IsGray, this.colors) = (path, width, height, isGray, colors);

    /// <summary>Where it was read from.</summary>
    public string Path { get; }

    /// <summary>Pixels of a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Whether the file has one channel, not red, green and blue.</summary>
    public bool IsGray { get; }

    /// <summary>Whether a file starts as PNG files do.</summary>
    /// <param name="head">Its first bytes, at least 8.</param>
    public static bool Starts(ReadOnlySpan<byte> head) => head.StartsWith(PngChunks.Signature);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFormatException">It is no PNG file, cut or damaged.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static PngFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new DataFormatException(path, DataPosition.AtByte(0), "it is a folder, a file is expected");
        PngChunks chunks = PngChunks.Read(File.ReadAllBytes(path), path);
        PngHeader header = chunks.Header;
        if (header.HasPalette && chunks.Palette.Length == 0)
            throw new DataFormatException(path, DataPosition.AtByte(chunks.DataStart), "there is no palette before the pixels");
        ushort[] samples = PngPixels.Read(chunks, path);
        int channels = header.IsColored ? 3 : 1, pixels = header.Width * header.Height;
        if ((long)pixels * channels > Array.MaxLength)
            throw new DataFormatException(path, DataPosition.AtByte(16), Invariant($"{header.Width} by {header.Height} pixels do not fit in memory"));
        float[] planes = new float[channels * pixels];
        for (int i = 0; i < pixels; i++)
            Pixel(chunks, samples.AsSpan(i * header.Samples, header.Samples), planes.AsSpan(i), pixels, path);
        return new PngFile(path, header.Width, header.Height, channels == 1, planes);
    }

    /// <summary>The picture as numbers from 0 to 255.</summary>
    /// <param name="channels">1 for grey, 3 for red, green and blue.</param>
    /// <returns><c>[channels, Height, Width]</c>, in row-major order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no pictures of so many channels.</exception>
    /// <remarks>
    /// Samples of other depths are scaled: 65,535 is 255. Colour becomes grey as 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), grey becomes three
    /// equal channels. What is transparent lies on black.
    /// </remarks>
    public float[] ToSingles(int channels)
    {
        if (channels is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "A picture has 1 channel (grey) or 3 (red, green, blue).");
        if (channels == (IsGray ? 1 : 3))
            return [.. colors];
        if (IsGray)
            return [.. colors, .. colors, .. colors];
        int pixels = colors.Length / 3;
        float[] gray = new float[pixels];
        for (int i = 0; i < pixels; i++)
            gray[i] = (float)(0.299 * colors[i] + 0.587 * colors[pixels + i] + 0.114 * colors[2 * pixels + i]);
        return gray;
    }

    /// <summary>Puts a pixel's channels, laid on black, into planes that are <paramref name="plane"/> apart.</summary>
    static void Pixel(PngChunks chunks, ReadOnlySpan<ushort> samples, Span<float> to, int plane, string path)
    {
        PngHeader header = chunks.Header;
        if (header.HasPalette)
        {
            int color = samples[0];
            if (3 * color >= chunks.Palette.Length)
                throw new DataFormatException(path, DataPosition.AtByte(chunks.DataStart), Invariant($"a pixel has colour {color}, the palette has {chunks.Palette.Length / 3}"));
            float alpha = color < chunks.Transparency.Length ? chunks.Transparency[color] / 255f : 1;
            for (int c = 0; c < 3; c++)
                to[c * plane] = chunks.Palette[3 * color + c] * alpha;
            return;
        }

        float most = (1 << header.Depth) - 1;
        int channels = header.IsColored ? 3 : 1;
        float opacity = header.HasAlpha ? samples[channels] / most : IsTransparent(chunks.Transparency, samples) ? 0 : 1;
        for (int c = 0; c < channels; c++)
            to[c * plane] = samples[c] * 255f / most * opacity;
    }

    static bool IsTransparent(byte[] color, ReadOnlySpan<ushort> samples)
    {
        if (color.Length == 0)
            return false;
        for (int i = 0; i < samples.Length; i++)
        {
            if (samples[i] != ((color[2 * i] << 8) | color[2 * i + 1]))
                return false;
        }

        return true;
    }
}
