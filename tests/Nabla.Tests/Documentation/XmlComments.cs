using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Nabla.Tests.Documentation;

/// <summary>The documentation comments of the library, as the compiler wrote them, in Markdown.</summary>
static partial class XmlComments
{
    static readonly Lazy<ILookup<string, XElement>> Members = new(() => XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Nabla.Core.xml"))
        .Descendants("member").ToLookup(m => Key(m.Attribute("name")!.Value), StringComparer.Ordinal));

    /// <summary>The comment of a type.</summary>
    public static XElement? OfType(Type type) => Members.Value[$"T:{type.FullName}"].FirstOrDefault();

    /// <summary>The comments of a member's overloads, in the order of the file; those of extension members stand in a nested group.</summary>
    public static IReadOnlyList<XElement> OfMember(Type type, string name) =>
        [.. Members.Value[$"M:{type.FullName}.{name}"].Concat(Members.Value[$"P:{type.FullName}.{name}"]).Where(m => m.Element("summary") is not null)];

    /// <summary>A part of a comment as one line of Markdown.</summary>
    public static string? Text(XElement? comment, string part) => comment?.Element(part) is { } element ? Line(element) : null;

    /// <summary>An element of a comment as one line of Markdown.</summary>
    public static string Line(XElement element) => Blanks().Replace(string.Concat(element.Nodes().Select(Render)), " ").Trim();

    static string Render(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } c => $"`{c.Value}`",
        XElement { Name.LocalName: "see" or "paramref" or "typeparamref" } e => $"`{Short((e.Attribute("cref") ?? e.Attribute("name") ?? e.Attribute("langword"))!.Value)}`",
        XElement e => string.Concat(e.Nodes().Select(Render)) + " ",
        _ => "",
    };

    static string Short(string reference) => Parameters().Replace(reference.Split(':')[^1], "").Split('.')[^1].Split('`')[0];

    /// <summary>The id without parameters and without the group of an extension block.</summary>
    static string Key(string id) => Group().Replace(Parameters().Replace(id, ""), "");

    [GeneratedRegex(@"\(.*\)$")]
    private static partial Regex Parameters();

    [GeneratedRegex(@"<G>\$[0-9A-F]+\.")]
    private static partial Regex Group();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
