using System.Text;

namespace Nabla.Diagnostics;

/// <summary>A place in a formula's text.</summary>
/// <param name="Offset">Where it is, in UTF-16 units from 0.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1, in code points.</param>
internal readonly record struct FormulaPlace(int Offset, int Line, int Column)
{
    const int Around = 60;

    /// <summary>The line with a caret under this place.</summary>
    public string Excerpt(string text)
    {
        int start = Offset;
        while (start > 0 && text[start - 1] is not ('\n' or '\r')) start--;
        int end = Offset;
        while (end < text.Length && text[end] is not ('\n' or '\r')) end++;
        int from = Math.Max(start, Offset - Around), to = Math.Min(end, Offset + Around);
        if (from > start && char.IsLowSurrogate(text[from])) from++;
        if (to < end && char.IsLowSurrogate(text[to])) to--;
        string before = from > start ? "…" : "", after = to < end ? "…" : "";
        var indent = new StringBuilder(before.Length > 0 ? " " : "");
        foreach (Rune rune in text.AsSpan(from, Offset - from).EnumerateRunes()) indent.Append(rune.Value == '\t' ? '\t' : ' ');
        return $"{before}{text[from..to]}{after}\n{indent}^";
    }
}
