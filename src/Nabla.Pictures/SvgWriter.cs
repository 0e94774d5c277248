using System.Text;
using System.Xml;

namespace Nabla.Pictures;

/// <summary>Where a text stands relative to its point.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>Writes the few shapes that pictures are made of, with numbers to a hundredth of a pixel.</summary>
internal sealed class SvgWriter : IDisposable
{
    const string Namespace = "http://www.w3.org/2000/svg";

    readonly XmlWriter xml;
    int clips;

    public SvgWriter(StringBuilder text, double width, double height)
    {
        xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, IndentChars = " ", NewLineChars = "\n" });
        xml.WriteStartElement("svg", Namespace);
        Attributes(("width", N(width)), ("height", N(height)), ("viewBox", $"0 0 {N(width)} {N(height)}"),
            ("font-family", "DejaVu Sans, Verdana, Helvetica, sans-serif"), ("font-size", "13"));
        Rectangle(0, 0, width, height, fill: "#ffffff");
    }

    /// <summary>A number as SVG has it.</summary>
    public static string N(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>About as wide as a text is drawn, on the safe side.</summary>
    public static double WidthOf(string text, double size) => 0.62 * size * text.EnumerateRunes().Count();

    /// <summary>A part of the picture, moved.</summary>
    public IDisposable Moved(double x, double y)
    {
        xml.WriteStartElement("g");
        Attributes(("transform", $"translate({N(x)} {N(y)})"));
        return new Element(xml);
    }

    /// <summary>A part of the picture that shows nothing outside a rectangle.</summary>
    public IDisposable Clipped(double x, double y, double width, double height)
    {
        string id = Invariant($"clip{++clips}-{N(x)}-{N(y)}");
        xml.WriteStartElement("clipPath");
        Attributes(("id", id));
        Rectangle(x, y, width, height);
        xml.WriteEndElement();
        xml.WriteStartElement("g");
        Attributes(("clip-path", $"url(#{id})"));
        return new Element(xml);
    }

    public void Rectangle(double x, double y, double width, double height, string fill = "none", string? stroke = null, double radius = 0, double strokeWidth = 1)
    {
        xml.WriteStartElement("rect");
        Attributes(("x", N(x)), ("y", N(y)), ("width", N(width)), ("height", N(height)), ("fill", fill));
        if (radius > 0) Attributes(("rx", N(radius)));
        if (stroke is not null) Attributes(("stroke", stroke), ("stroke-width", N(strokeWidth)));
        xml.WriteEndElement();
    }

    public void Line(double x1, double y1, double x2, double y2, string stroke, double width = 1, string? dashes = null)
    {
        xml.WriteStartElement("line");
        Attributes(("x1", N(x1)), ("y1", N(y1)), ("x2", N(x2)), ("y2", N(y2)), ("stroke", stroke), ("stroke-width", N(width)));
        if (dashes is not null) Attributes(("stroke-dasharray", dashes));
        xml.WriteEndElement();
    }

    /// <summary>A path, in SVG's own language.</summary>
    public void Path(string data, string stroke, double width, string? dashes = null, string fill = "none", double opacity = 1)
    {
        xml.WriteStartElement("path");
        Attributes(("d", data), ("fill", fill), ("stroke", stroke), ("stroke-width", N(width)), ("stroke-linejoin", "round"));
        if (dashes is not null) Attributes(("stroke-dasharray", dashes));
        if (opacity < 1) Attributes(("fill-opacity", N(opacity)));
        xml.WriteEndElement();
    }

    public void Text(double x, double y, string text, double size = 13, Anchor anchor = Anchor.Start, string fill = "#222222", bool bold = false, double turned = 0)
    {
        xml.WriteStartElement("text");
        Attributes(("x", N(x)), ("y", N(y)), ("font-size", N(size)), ("fill", fill),
            ("text-anchor", anchor switch { Anchor.Start => "start", Anchor.Middle => "middle", _ => "end" }));
        if (bold) Attributes(("font-weight", "bold"));
        if (turned != 0) Attributes(("transform", $"rotate({N(turned)} {N(x)} {N(y)})"));
        xml.WriteString(text);
        xml.WriteEndElement();
    }

    /// <summary>An image of pixels; its pixels stay squares when it is enlarged.</summary>
    public void Image(double x, double y, double width, double height, byte[] png)
    {
        xml.WriteStartElement("image");
        Attributes(("x", N(x)), ("y", N(y)), ("width", N(width)), ("height", N(height)), ("preserveAspectRatio", "none"),
            ("style", "image-rendering:pixelated"), ("href", $"data:image/png;base64,{Convert.ToBase64String(png)}"));
        xml.WriteEndElement();
    }

    public void Dispose()
    {
        xml.WriteEndElement();
        xml.Dispose();
    }

    void Attributes(params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach ((string name, string value) in attributes) xml.WriteAttributeString(name, value);
    }

    sealed class Element(XmlWriter xml) : IDisposable
    {
        public void Dispose() => xml.WriteEndElement();
    }
}
