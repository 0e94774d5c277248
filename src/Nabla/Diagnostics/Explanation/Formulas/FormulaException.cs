using System.Globalization;

namespace Nabla.Diagnostics;

/// <summary>What is wrong with a formula.</summary>
public enum FormulaError
{
    /// <summary>The text is no formula.</summary>
    Syntax,

    /// <summary>A name has no value, or a value belongs to no name.</summary>
    Name,

    /// <summary>An operation is not defined at the point given.</summary>
    Domain,

    /// <summary>Values have shapes that an operation cannot take, or the result is no number and no gradient at it is given.</summary>
    Shape,
}

/// <summary>A formula that cannot be read, or has no value at the point given.</summary>
/// <remarks>The message reads <c>formula: cannot read at line 1, column 5: {reason}</c>.</remarks>
public sealed class FormulaException : NablaException
{
    internal FormulaException(FormulaError error, string reason, string text, FormulaPlace place)
        : base(string.Create(CultureInfo.InvariantCulture, $"formula: cannot {(error == FormulaError.Syntax ? "read" : "evaluate")} at line {place.Line}, column {place.Column}: {reason}"))
    {
        Error = error;
        Reason = reason;
        Line = place.Line;
        Column = place.Column;
        Excerpt = place.Excerpt(text);
    }

    internal FormulaException(string name, string reason) : base($"formula: cannot evaluate at {name}: {reason}")
    {
        Error = FormulaError.Name;
        Reason = reason;
        Excerpt = "";
    }

    /// <summary>What kind of error it is.</summary>
    public FormulaError Error { get; }

    /// <summary>The line, from 1; 0 where the error is not in the text but in the values given.</summary>
    public int Line { get; }

    /// <summary>The column in that line, from 1, counted in characters (Unicode code points); 0 with <see cref="Line"/>.</summary>
    public int Column { get; }

    /// <summary>What is wrong, and often what to write instead.</summary>
    public string Reason { get; }

    /// <summary>The line in question, and below it a caret under the column; empty where <see cref="Line"/> is 0.</summary>
    /// <remarks>Of a very long line, the part around the column.</remarks>
    public string Excerpt { get; }
}
