using System.Text;
using static Nabla.Pictures.SvgWriter;

namespace Nabla.Pictures;

/// <summary>A line or points of a chart.</summary>
internal sealed record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, int Category, bool IsLine, bool IsMarked)
{
    string Colour => Palette.Category(Category);

    public void Draw(SvgWriter svg, Func<(double X, double Y), (double X, double Y)?> place)
    {
        var points = new List<(double X, double Y)?>(X.Count);
        for (int i = 0; i < X.Count; i++) points.Add(place((X[i], Y[i])));
        if (IsLine)
        {
            var path = new StringBuilder();
            bool drawing = false;
            foreach ((double X, double Y)? point in points)
            {
                if (point is { } p) path.Append(drawing ? 'L' : 'M').Append(N(p.X)).Append(' ').Append(N(p.Y));
                drawing = point is not null;
            }
            if (path.Length > 0) svg.Path(path.ToString(), Colour, 2, Palette.Dash(Category));
        }
        if (!IsMarked) return;
        foreach ((double X, double Y)? point in points)
            if (point is { } p) Mark(svg, p.X, p.Y, IsLine ? 3.4 : 3.8);
    }

    /// <summary>The sample beside the name in the legend, 26 pixels wide.</summary>
    public void DrawKey(SvgWriter svg, double x, double y)
    {
        if (IsLine) svg.Line(x, y, x + 26, y, Colour, 2, Palette.Dash(Category));
        if (IsMarked) Mark(svg, x + 13, y, 4);
    }

    void Mark(SvgWriter svg, double x, double y, double r)
    {
        string shape = (Category % 4) switch
        {
            0 => $"M{N(x - r)} {N(y)}a{N(r)} {N(r)} 0 1 0 {N(2 * r)} 0a{N(r)} {N(r)} 0 1 0 {N(-2 * r)} 0Z",
            1 => $"M{N(x)} {N(y - r * 1.2)}L{N(x + r * 1.1)} {N(y + r * 0.8)}L{N(x - r * 1.1)} {N(y + r * 0.8)}Z",
            2 => $"M{N(x - r * 0.9)} {N(y - r * 0.9)}h{N(1.8 * r)}v{N(1.8 * r)}h{N(-1.8 * r)}Z",
            _ => $"M{N(x)} {N(y - r * 1.3)}L{N(x + r * 1.3)} {N(y)}L{N(x)} {N(y + r * 1.3)}L{N(x - r * 1.3)} {N(y)}Z",
        };
        svg.Path(shape, "#ffffff", 0.7, fill: Colour);
    }
}
