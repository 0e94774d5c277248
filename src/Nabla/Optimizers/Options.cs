using static System.FormattableString;

namespace Nabla.Optimizers;

/// <summary>What the numbers that optimizers are made with may be.</summary>
internal static class Options
{
    public static double NotNegative(string optimizer, string what, double value) => double.IsFinite(value) && value >= 0
        ? value
        : throw Refused(optimizer, what, value, "it is a finite number from 0 on");

    public static double Positive(string optimizer, string what, double value) => double.IsFinite(value) && value > 0
        ? value
        : throw Refused(optimizer, what, value, "it is a finite number above 0");

    public static double Fraction(string optimizer, string what, double value) => value is >= 0 and < 1
        ? value
        : throw Refused(optimizer, what, value, "it is from 0 to below 1");

    public static double Share(string optimizer, string what, double value) => value is >= 0 and <= 1
        ? value
        : throw Refused(optimizer, what, value, "it is from 0 to 1");

    public static int AtLeast(string optimizer, string what, int value, int least) => value >= least
        ? value
        : throw Refused(optimizer, what, value, $"it is a whole number from {least} on");

    public static ArgumentOutOfRangeException Refused(string optimizer, string what, double value, string reason) =>
        new(nameof(value), value, Invariant($"{optimizer}: cannot use the {what} {value}: {reason}."));
}
