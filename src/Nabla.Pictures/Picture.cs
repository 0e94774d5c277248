using System.Text;

namespace Nabla.Pictures;

/// <summary>A drawing of fixed size that can be written as SVG, and as PNG where a converter is installed.</summary>
/// <remarks>Drawing has no state and no randomness: the same picture gives the same text.</remarks>
public abstract class Picture
{
    /// <summary>The width in pixels.</summary>
    public abstract double Width { get; }

    /// <summary>The height in pixels.</summary>
    public abstract double Height { get; }

    /// <summary>The picture as an SVG document with a white background.</summary>
    public string ToSvg()
    {
        var text = new StringBuilder();
        using (var svg = new SvgWriter(text, Width, Height)) Draw(svg);
        return text.ToString();
    }

    /// <summary>Writes the picture to a file, as a whole or not at all; folders on the way are made.</summary>
    /// <param name="path">Ends in <c>.svg</c> or <c>.png</c>.</param>
    /// <exception cref="ArgumentException">The name ends in something else.</exception>
    /// <exception cref="PictureException">A PNG is asked for and no converter is installed, or it failed.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        string unfinished = $"{path}.unfinished";
        switch (Path.GetExtension(path).ToUpperInvariant())
        {
            case ".SVG":
                File.WriteAllText(unfinished, ToSvg());
                break;
            case ".PNG":
                PngConverter.Convert(ToSvg(), unfinished);
                break;
            default:
                throw new ArgumentException($"Picture: cannot save '{path}': a picture is an .svg or a .png file.", nameof(path));
        }
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Draws into a square from (0, 0) to (<see cref="Width"/>, <see cref="Height"/>).</summary>
    internal abstract void Draw(SvgWriter svg);
}
