using System.CommandLine;
using System.Globalization;

namespace Nabla.Cli.Commands;

/// <summary>Options that mean the same in several commands.</summary>
internal static class Shared
{
    /// <summary>Of every command.</summary>
    public static Option<bool> Json { get; } = new("--json") { Description = "Print one JSON object on standard output and nothing else there.", Recursive = true };

    /// <summary>An option that takes a whole number in a range.</summary>
    public static Option<T?> Whole<T>(string name, string description, string valueName, T least, T most) where T : struct, IParsable<T>, IComparable<T> => new(name)
    {
        Description = description,
        HelpName = valueName,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (T.TryParse(text, CultureInfo.InvariantCulture, out T value) && value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0) return value;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: '{text}' is no whole number from {least} to {most}."));
            return null;
        },
    };

    /// <summary>An option that takes a number in a range; a least of ε means above 0.</summary>
    public static Option<double?> Real(string name, string description, string valueName, double least, double most) => new(name)
    {
        Description = description,
        HelpName = valueName,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most) return value;
            string range = least == double.Epsilon ? "above 0 and at most" : string.Create(CultureInfo.InvariantCulture, $"from {least} to");
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: '{text}' is no number {range} {most}."));
            return null;
        },
    };
}
