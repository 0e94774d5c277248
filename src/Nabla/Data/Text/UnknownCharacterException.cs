using System.Globalization;
using System.Text;

namespace Nabla.Data;

/// <summary>A text has a character that a vocabulary does not know.</summary>
/// <remarks>The message reads <c>{source}: cannot encode {character} at line 3, column 7: {reason}. {hint}</c>.</remarks>
public sealed class UnknownCharacterException : NablaException
{
    /// <summary>A character that could not be encoded.</summary>
    /// <param name="source">What errors call the text: a file, a prompt.</param>
    /// <param name="codePoint">The character's Unicode number; of half a surrogate pair, that half.</param>
    /// <param name="line">The line, from 1; lines end in U+000A.</param>
    /// <param name="column">The character of the line, from 1.</param>
    /// <param name="known">How many characters the vocabulary has.</param>
    public UnknownCharacterException(string source, int codePoint, long line, long column, int known)
        : base(string.Create(CultureInfo.InvariantCulture,
            $"{source}: cannot encode {Name(codePoint)} at line {line}, column {column}: {Reason(codePoint, known)}. {Hint(codePoint)}")) =>
        (TextSource, CodePoint, Line, Column) = (source, codePoint, line, column);

    /// <summary>What the text is called.</summary>
    public string TextSource { get; }

    /// <summary>The character's Unicode number.</summary>
    public int CodePoint { get; }

    /// <summary>The line, from 1.</summary>
    public long Line { get; }

    /// <summary>The character of the line, from 1.</summary>
    public long Column { get; }

    static string Name(int codePoint) => Rune.IsValid(codePoint) && !Rune.IsControl(new Rune(codePoint))
        ? string.Create(CultureInfo.InvariantCulture, $"'{new Rune(codePoint)}' (U+{codePoint:X4})")
        : string.Create(CultureInfo.InvariantCulture, $"U+{codePoint:X4}");

    static string Reason(int codePoint, int known) => Rune.IsValid(codePoint)
        ? string.Create(CultureInfo.InvariantCulture, $"it is none of the {known} characters of the vocabulary")
        : "it is one half of a surrogate pair, which is no character";

    static string Hint(int codePoint) => Rune.IsValid(codePoint)
        ? "Leave it out, or train on a text that has it."
        : "Mend the text where it was cut.";
}
