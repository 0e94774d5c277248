using System.Globalization;

namespace Nabla.Data;

/// <summary>A text has fewer characters, or fewer lines, than the examples to be cut out of it need.</summary>
public sealed class TextTooShortException : NablaException
{
    /// <summary>An error about a text.</summary>
    /// <param name="what">What could not be done, after "cannot": <c>cut windows of 64 characters</c>.</param>
    /// <param name="unit">What is counted: characters or lines.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="needed">How many are needed.</param>
    /// <param name="hint">What to do, a sentence with its full stop.</param>
    public TextTooShortException(string what, string unit, int length, int needed, string hint)
        : base(string.Create(CultureInfo.InvariantCulture, $"text: cannot {what}: there are {length} {unit}, {needed} are needed. {hint}")) =>
        (Length, Needed) = (length, needed);

    /// <summary>How many characters or lines there are.</summary>
    public int Length { get; }

    /// <summary>How many are needed.</summary>
    public int Needed { get; }
}
