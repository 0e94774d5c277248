using System.Globalization;
using System.Text.RegularExpressions;

namespace Nabla.Lectures.Tests;

/// <summary>Texts that may differ in the last digits of their numbers.</summary>
static partial class TextWithNumbers
{
    /// <summary>Whether two texts are the same but for their numbers, and these differ by at most <paramref name="relative"/> of the larger one and <paramref name="absolute"/>.</summary>
    public static bool Agree(string a, string b, double relative, double absolute)
    {
        if (a == b) return true;
        if (Number().Replace(a, "#") != Number().Replace(b, "#")) return false;
        return Number().Matches(a).Zip(Number().Matches(b), (x, y) => (X: Parsed(x), Y: Parsed(y)))
            .All(p => Math.Abs(p.X - p.Y) <= absolute + relative * Math.Max(Math.Abs(p.X), Math.Abs(p.Y)));
    }

    static double Parsed(Match match) => double.Parse(match.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")]
    private static partial Regex Number();
}
