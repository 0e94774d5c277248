namespace Nabla.Pictures;

/// <summary>Colours that people with any colour vision can tell apart.</summary>
/// <remarks>M. Okabe, K. Ito, "Color universal design", 2008; the scales run through colours of even steps in lightness.</remarks>
internal static class Palette
{
    static readonly string[] Categories = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f6000", "#000000", "#7f7f7f", "#b2df00"];
    static readonly string?[] Dashes = [null, "7 3", "2 2", "9 3 2 3", null, "7 3", "2 2", "9 3 2 3"];

    // Dark blue to yellow (the shape of matplotlib's cividis), and blue over white to vermilion.
    static readonly (byte R, byte G, byte B)[] SequentialStops = [(0, 32, 76), (53, 69, 108), (102, 105, 112), (148, 142, 119), (200, 184, 102), (255, 233, 69)];
    static readonly (byte R, byte G, byte B)[] DivergingStops = [(0, 68, 136), (86, 150, 205), (245, 245, 245), (235, 140, 90), (170, 60, 0)];

    /// <summary>The colour of a category.</summary>
    public static string Category(int index) => Categories[index % Categories.Length];

    /// <summary>The dashes of a category's line: lines differ by more than colour.</summary>
    public static string? Dash(int index) => Dashes[index % Dashes.Length];

    /// <summary>A category's colour, paler, for a region behind points of that colour.</summary>
    public static (byte R, byte G, byte B) Pale(int index)
    {
        string colour = Category(index);
        byte Channel(int at) => (byte)(255 - (255 - byte.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)) * 0.3);
        return (Channel(1), Channel(3), Channel(5));
    }

    /// <summary>Dark to light, for t from 0 to 1.</summary>
    public static (byte R, byte G, byte B) Sequential(double t) => Between(SequentialStops, t);

    /// <summary>Blue for 0, white for ½, red for 1.</summary>
    public static (byte R, byte G, byte B) Diverging(double t) => Between(DivergingStops, t);

    /// <summary>Black to white.</summary>
    public static (byte R, byte G, byte B) Gray(double t) => Between([(0, 0, 0), (255, 255, 255)], t);

    static (byte R, byte G, byte B) Between((byte R, byte G, byte B)[] stops, double t)
    {
        if (double.IsNaN(t)) return (255, 0, 255);
        double at = Math.Clamp(t, 0, 1) * (stops.Length - 1);
        int low = Math.Min((int)at, stops.Length - 2);
        double share = at - low;
        byte Mixed(byte a, byte b) => (byte)Math.Round(a + (b - a) * share);
        return (Mixed(stops[low].R, stops[low + 1].R), Mixed(stops[low].G, stops[low + 1].G), Mixed(stops[low].B, stops[low + 1].B));
    }
}
