using System.Globalization;
using System.Text;
using static Nabla.Diagnostics.FormulaTokenKind;

namespace Nabla.Diagnostics;

/// <summary>Cuts a formula's text into numbers, names and signs, one at a time.</summary>
internal sealed class FormulaScanner(string text)
{
    int offset;
    int line = 1;
    int column = 1;

    FormulaPlace Here => new(offset, line, column);

    /// <summary>The next piece; <see cref="End"/> at the end, again and again.</summary>
    public FormulaToken Next()
    {
        SkipSpace();
        FormulaPlace place = Here;
        if (offset == text.Length) return new(End, "", 0, place);
        Rune rune = Peek();
        if (IsDigit(offset) || (rune.Value == '.' && IsDigit(offset + 1))) return Number(place);
        if (rune.Value == 'ᵀ')
        {
            Step(rune);
            return new(Transposed, "ᵀ", 0, place);
        }
        if (Rune.IsLetter(rune) || rune.Value == '_') return Name(place);
        if (rune.Value == '.' && offset + 1 < text.Length && text[offset + 1] == '*')
        {
            Step(rune);
            Step(Peek());
            return new(ElementTimes, ".*", 0, place);
        }
        FormulaTokenKind kind = rune.Value switch
        {
            '+' => Plus,
            '-' or '−' => Minus,
            '*' or '×' or '·' or '⋅' or '∙' => Times,
            '/' or '÷' or '∕' => Over,
            '∘' or '⊙' => ElementTimes,
            '@' => MatrixTimes,
            '\'' => Transposed,
            '^' => Power,
            '(' => Open,
            ')' => Close,
            ',' => Comma,
            '=' => FormulaTokenKind.Equals,
            ';' => Semicolon,
            _ => throw new FormulaException(FormulaError.Syntax, Unknown(rune), text, place),
        };
        Step(rune);
        return new(kind, text[place.Offset..offset], 0, place);
    }

    static string Unknown(Rune rune) => rune.Value switch
    {
        '²' => "'²' is no operator. Write ^2.",
        '³' => "'³' is no operator. Write ^3.",
        '[' or '{' => $"'{rune}' groups nothing here. Write (.",
        ']' or '}' => $"'{rune}' groups nothing here. Write ).",
        '√' => "'√' is no operator. Write sqrt(…).",
        '|' => "'|' is no operator. Write abs(…).",
        _ when Rune.IsControl(rune) || rune == Rune.ReplacementChar => string.Create(CultureInfo.InvariantCulture, $"the character U+{rune.Value:X4} has no meaning in a formula."),
        _ => $"'{rune}' has no meaning in a formula.",
    };

    Rune Peek()
    {
        Rune.DecodeFromUtf16(text.AsSpan(offset), out Rune rune, out _);
        return rune;
    }

    bool IsDigit(int at) => at < text.Length && char.IsAsciiDigit(text[at]);

    void Step(Rune rune)
    {
        // A lone surrogate reads as the replacement character, and is one unit like it.
        offset += rune.Utf16SequenceLength;
        column++;
    }

    void SkipSpace()
    {
        while (offset < text.Length)
        {
            char c = text[offset];
            if (c is '\n' or '\r')
            {
                offset += c == '\r' && offset + 1 < text.Length && text[offset + 1] == '\n' ? 2 : 1;
                (line, column) = (line + 1, 1);
            }
            else if (c == '#' || (c == '/' && offset + 1 < text.Length && text[offset + 1] == '/'))
            {
                while (offset < text.Length && text[offset] is not ('\n' or '\r')) Step(Peek());
            }
            else if (char.IsWhiteSpace(c) || c == '\uFEFF')
            {
                Step(Peek());
            }
            else
            {
                return;
            }
        }
    }

    FormulaToken Number(FormulaPlace place)
    {
        int end = offset;
        while (IsDigit(end)) end++;
        if (end < text.Length && text[end] == '.')
        {
            end++;
            while (IsDigit(end)) end++;
        }
        if (end < text.Length && text[end] is 'e' or 'E')
        {
            int exponent = end + 1;
            if (exponent < text.Length && text[exponent] is '+' or '-') exponent++;
            if (IsDigit(exponent))
            {
                end = exponent;
                while (IsDigit(end)) end++;
            }
        }
        string digits = text[offset..end];
        column += end - offset;
        offset = end;
        double value = double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
            throw new FormulaException(FormulaError.Syntax, $"the number is too large for float64: at most {double.MaxValue.ToString("R", CultureInfo.InvariantCulture)}.", text, place);
        return new(FormulaTokenKind.Number, digits, value, place);
    }

    FormulaToken Name(FormulaPlace place)
    {
        Step(Peek());
        while (offset < text.Length && Peek() is var rune && ContinuesName(rune)) Step(rune);
        return new(FormulaTokenKind.Name, text[place.Offset..offset], 0, place);
    }

    // Letters, digits, the marks that sit on letters (x̂), and subscripts (x₁).
    static bool ContinuesName(Rune rune) => (Rune.IsLetterOrDigit(rune) && rune.Value != 'ᵀ') || rune.Value is '_' or (>= 0x2080 and <= 0x209C)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
