using System.Globalization;
using System.Reflection;
using System.Text;
using System.Xml.Linq;
using Nabla.Losses;

namespace Nabla.Tests.Documentation;

/// <summary>docs/layers.md: every layer and loss with its formula, parameters and constructor, from the documentation comments.</summary>
static class LayersPage
{
    const string Head = """
        # Layers and losses

        Generated from the code; `NABLA_ACCEPT_TEXT=1 dotnet test -c Release` writes it again. Definitions and defaults are those of PyTorch 1.13 unless a page says why not.

        """;

    public static string Text()
    {
        var page = new StringBuilder(Head).Append("\n## Layers\n");
        foreach (Type type in typeof(Tensor).Assembly.GetExportedTypes().Where(t => t.IsSubclassOf(typeof(Nabla.Layers.Module)) && !t.IsAbstract).OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            Begin(page, type.Name, XmlComments.OfType(type));
            foreach (ConstructorInfo constructor in type.GetConstructors())
                page.Append(CultureInfo.InvariantCulture, $"    new {type.Name}({Parameters(constructor)})\n");
            page.Append('\n');
            End(page, XmlComments.OfType(type), XmlComments.OfMember(type, "#ctor") is [var made, ..] ? made : null);
        }
        page.Append("\n## Losses\n");
        foreach (var loss in typeof(Loss).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).GroupBy(m => m.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            XElement comment = XmlComments.OfMember(typeof(Loss), loss.Key)[^1];
            Begin(page, $"Loss.{loss.Key}", comment);
            foreach (MethodInfo method in loss) page.Append(CultureInfo.InvariantCulture, $"    Loss.{method.Name}({Parameters(method)})\n");
            page.Append('\n');
            End(page, comment, comment);
        }
        return page.ToString();
    }

    static void Begin(StringBuilder page, string name, XElement? comment) =>
        page.Append(CultureInfo.InvariantCulture, $"\n### {name}\n\n{XmlComments.Text(comment, "summary")}\n\n");

    static void End(StringBuilder page, XElement? about, XElement? call)
    {
        foreach (XElement parameter in call?.Elements("param") ?? [])
            page.Append(CultureInfo.InvariantCulture, $"- `{parameter.Attribute("name")!.Value}`: {XmlComments.Line(parameter)}\n");
        if (XmlComments.Text(call, "returns") is { } returns) page.Append(CultureInfo.InvariantCulture, $"- returns: {returns}\n");
        if (XmlComments.Text(about, "remarks") is { } remarks) page.Append(CultureInfo.InvariantCulture, $"- {remarks}\n");
    }

    static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p => p.HasDefaultValue ? $"{p.Name} = {Default(p)}" : p.Name));

    static string Default(ParameterInfo p) => p.DefaultValue switch
    {
        null => p.ParameterType.IsValueType && Nullable.GetUnderlyingType(p.ParameterType) is null ? "default" : "null",
        bool b => b ? "true" : "false",
        IFormattable number when p.ParameterType.IsEnum => Enum.ToObject(p.ParameterType, number).ToString()!,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString()!,
    };
}
