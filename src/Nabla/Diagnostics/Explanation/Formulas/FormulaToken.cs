namespace Nabla.Diagnostics;

/// <summary>What a piece of a formula's text is.</summary>
internal enum FormulaTokenKind
{
    Number,
    Name,
    Plus,
    Minus,
    Times,
    ElementTimes,
    MatrixTimes,
    Over,
    Power,
    Transposed,
    Open,
    Close,
    Comma,
    Equals,
    Semicolon,
    End,
}

/// <summary>A piece of a formula's text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As it was written.</param>
/// <param name="Number">The value of a number.</param>
/// <param name="Place">Where it begins.</param>
internal readonly record struct FormulaToken(FormulaTokenKind Kind, string Text, double Number, FormulaPlace Place);
