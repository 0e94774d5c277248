namespace Nabla.Pictures;

/// <summary>An axis with its ends known: where a number lies between 0 and 1, and where the marks stand.</summary>
internal sealed class Ruler
{
    const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    readonly bool logarithmic;
    readonly double low;
    readonly double high;

    public Ruler(Axis axis, IEnumerable<double> numbers, double margin = 0.03)
    {
        logarithmic = axis.IsLogarithmic;
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach (double number in numbers)
            if (IsDrawn(number)) (least, most) = (Math.Min(least, number), Math.Max(most, number));
        if (double.IsInfinity(least)) (least, most) = logarithmic ? (1, 10) : (0, 1);
        (low, high) = (Along(least), Along(most));
        double room = high > low ? (high - low) * margin : logarithmic ? 0.5 : Math.Max(Math.Abs(low) * 0.1, 0.5);
        low = axis.Least is { } from ? Along(from) : low - room;
        high = axis.Most is { } to ? Along(to) : high + room;
        if (!(high > low)) throw new PictureException(Invariant($"Chart: cannot lay out the axis '{axis.Label}' from {axis.Least} to {axis.Most}: it ends where it begins."));
    }

    /// <summary>Whether a number has a place on the axis.</summary>
    public bool IsDrawn(double number) => double.IsFinite(number) && (!logarithmic || number > 0);

    /// <summary>From 0 at the beginning to 1 at the end.</summary>
    public double Share(double number) => (Along(number) - low) / (high - low);

    /// <summary>The number at a share of the axis.</summary>
    public double At(double share)
    {
        double along = low + (high - low) * share;
        return logarithmic ? Math.Pow(10, along) : along;
    }

    /// <summary>The marks with their texts; an empty text is a lesser mark.</summary>
    /// <param name="room">About how many texts have room.</param>
    public IEnumerable<(double Number, string Text)> Marks(double room = 7) => logarithmic && high - low >= 0.8 ? Decades(room) : Rounded(room);

    IEnumerable<(double Number, string Text)> Decades(double room)
    {
        int step = Math.Max(1, (int)Math.Ceiling((high - low) / (room + 1)));
        for (int decade = (int)Math.Floor(low); decade <= high; decade++)
        {
            bool labelled = decade % step == 0;
            if (decade >= low) yield return (Math.Pow(10, decade), labelled ? Power(decade) : "");
            if (step > 1) continue;
            bool few = high - low < 2.2;
            for (int k = 2; k < 10; k++)
                if (decade + Math.Log10(k) is { } along && along >= low && along <= high)
                    yield return (k * Math.Pow(10, decade), few && k is 2 or 5 && high - low < 2.2 ? Short(k * Math.Pow(10, decade)) : "");
        }
    }

    IEnumerable<(double Number, string Text)> Rounded(double room)
    {
        (double from, double to) = (At(0), At(1));
        double raw = (to - from) / room, unit = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double step = (raw / unit) switch { < 1.5 => unit, < 3.5 => 2 * unit, < 7.5 => 5 * unit, _ => 10 * unit };
        for (double k = Math.Ceiling(from / step - 1e-9); k * step <= to + step * 1e-9; k++)
        {
            double number = Math.Round(k) * step;
            yield return (number, Short(Math.Abs(number) < step * 1e-9 ? 0 : number));
        }
    }

    double Along(double number) => logarithmic ? Math.Log10(number) : number;

    static string Short(double number) => number == 0 ? "0"
        : Math.Abs(number) is >= 1e6 or < 1e-4 ? number.ToString("0.##e0", CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal)
        : number.ToString("0.######", CultureInfo.InvariantCulture).Replace('-', '−');

    static string Power(int exponent)
    {
        if (exponent is >= 0 and <= 3) return Short(Math.Pow(10, exponent));
        string digits = string.Concat(Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).Select(d => Superscripts[d - '0']));
        return $"10{(exponent < 0 ? "⁻" : "")}{digits}";
    }
}
