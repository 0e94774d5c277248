namespace Nabla.Pictures;

/// <summary>A chart of lines, points and regions over two axes, linear or logarithmic, with a legend beside it.</summary>
/// <remarks>Series differ by colour, dashes and marks, so that they can be told apart by everybody and in print.</remarks>
/// <example><code>
/// new Chart("Training", new("epoch"), new("loss", AxisScale.Logarithmic))
///     .Line("training", epochs, training)
///     .Line("test", epochs, test)
///     .Save("loss.svg");
/// </code></example>
public sealed class Chart : Picture
{
    const double Top = 44, Bottom = 52, Left = 74, Right = 20;

    readonly string title;
    readonly Axis across;
    readonly Axis up;
    readonly double width;
    readonly double height;
    readonly List<Series> series = [];
    readonly List<(double X, double Y, string Text)> notes = [];
    Func<double, double, int>? regions;
    bool square;

    /// <summary>An empty chart.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="across">The axis of x.</param>
    /// <param name="up">The axis of y.</param>
    /// <param name="width">Pixels of the chart without its legend; 560 by default.</param>
    /// <param name="height">Pixels; 400 by default.</param>
    public Chart(string title, Axis across, Axis up, double width = 560, double height = 400)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(across);
        ArgumentNullException.ThrowIfNull(up);
        (this.title, this.across, this.up, this.width, this.height) = (title, across, up, width, height);
    }

    /// <inheritdoc/>
    public override double Width => Math.Max(width + LegendWidth, SvgWriter.WidthOf(title, 15) + 24);

    /// <inheritdoc/>
    public override double Height => Math.Max(height, Top + 18 * Legend.Count() + 12);

    /// <summary>Adds a line through points, in their order; a number that the axis has no place for breaks it.</summary>
    /// <param name="name">What the legend calls it; an empty name is not in the legend.</param>
    /// <param name="x">The points' x.</param>
    /// <param name="y">The points' y, as many.</param>
    /// <param name="marked">Whether each point gets a mark.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="ArgumentException">There are more of one than of the other.</exception>
    public Chart Line(string name, IReadOnlyList<double> x, IReadOnlyList<double> y, bool marked = false) =>
        Add(new(name, x, y, series.Count, IsLine: true, marked));

    /// <summary>Adds the line of a function over the x that the other series span, or that the axis gives.</summary>
    /// <param name="name">What the legend calls it.</param>
    /// <param name="f">The function.</param>
    /// <param name="least">Where it begins.</param>
    /// <param name="most">Where it ends.</param>
    /// <param name="points">At how many places it is computed; 400 by default.</param>
    /// <returns>This chart.</returns>
    public Chart Line(string name, Func<double, double> f, double least, double most, int points = 400)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        double Along(double share) => across.IsLogarithmic ? least * Math.Pow(most / least, share) : least + (most - least) * share;
        double[] x = [.. Enumerable.Range(0, points).Select(i => Along(i / (points - 1.0)))];
        return Line(name, x, [.. x.Select(f)]);
    }

    /// <summary>Adds points.</summary>
    /// <param name="name">What the legend calls them.</param>
    /// <param name="x">Their x.</param>
    /// <param name="y">Their y, as many.</param>
    /// <param name="category">Which colour and mark: that of a region of the same number; the next one unless given.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="ArgumentException">There are more of one than of the other.</exception>
    public Chart Points(string name, IReadOnlyList<double> x, IReadOnlyList<double> y, int? category = null) =>
        Add(new(name, x, y, category ?? series.Count, IsLine: false, IsMarked: true));

    /// <summary>Colours the plane by the class that a classifier gives each place.</summary>
    /// <param name="classify">From x and y to the number of a class, from 0 on.</param>
    /// <returns>This chart.</returns>
    public Chart Regions(Func<double, double, int> classify)
    {
        ArgumentNullException.ThrowIfNull(classify);
        regions = classify;
        return this;
    }

    /// <summary>Writes a text beside a point.</summary>
    /// <param name="x">The point's x.</param>
    /// <param name="y">The point's y.</param>
    /// <param name="text">The text.</param>
    /// <returns>This chart.</returns>
    public Chart Note(double x, double y, string text)
    {
        notes.Add((x, y, text));
        return this;
    }

    /// <summary>Makes a unit across as long as a unit up: both axes then begin and end at the same numbers.</summary>
    /// <returns>This chart.</returns>
    public Chart Square()
    {
        square = true;
        return this;
    }

    IEnumerable<Series> Legend => series.Where(s => s.Name.Length > 0).DistinctBy(s => s.Name, StringComparer.Ordinal);

    double LegendWidth => Legend.Select(s => SvgWriter.WidthOf(s.Name, 12) + 52).DefaultIfEmpty(0).Max();

    Chart Add(Series added)
    {
        if (added.X.Count != added.Y.Count)
            throw new ArgumentException(Invariant($"Chart: cannot draw '{added.Name}': it has {added.X.Count} x and {added.Y.Count} y."), nameof(added));
        series.Add(added);
        return this;
    }

    internal override void Draw(SvgWriter svg)
    {
        double inner = width - Left - Right, tall = height - Top - Bottom;
        if (square) inner = tall = Math.Min(inner, tall);
        IEnumerable<double> xs = series.SelectMany(s => s.X), ys = series.SelectMany(s => s.Y);
        var x = new Ruler(across, square ? xs.Concat(ys) : xs, !square && series.TrueForAll(s => s.IsLine) ? 0 : 0.05);
        var y = new Ruler(up, square ? xs.Concat(ys) : ys, 0.05);
        double X(double number) => Left + x.Share(number) * inner;
        double Y(double number) => Top + (1 - y.Share(number)) * tall;

        svg.Text(Width / 2, 24, title, 15, Anchor.Middle, bold: true);
        if (regions is { } classify)
        {
            const int grid = 160;
            svg.Image(Left, Top, inner, tall, Png.Encode(grid, grid, (i, j) => Palette.Pale(classify(x.At((i + 0.5) / grid), y.At(1 - (j + 0.5) / grid)))));
        }
        DrawFrame(svg, x, y, inner, tall);
        using (svg.Clipped(Left - 6, Top - 6, inner + 12, tall + 12))
            foreach (Series one in series)
                one.Draw(svg, p => x.IsDrawn(p.X) && y.IsDrawn(p.Y) ? (X(p.X), Y(p.Y)) : null);
        foreach ((double nx, double ny, string text) in notes)
        {
            bool left = X(nx) + SvgWriter.WidthOf(text, 12) + 10 > Left + inner;
            svg.Text(X(nx) + (left ? -8 : 8), Y(ny) - 7, text, 12, left ? Anchor.End : Anchor.Start);
        }
        double row = Top + 12;
        foreach (Series one in Legend)
        {
            one.DrawKey(svg, Left + inner + 16, row - 4);
            svg.Text(Left + inner + 48, row, one.Name, 12);
            row += 18;
        }
    }

    void DrawFrame(SvgWriter svg, Ruler x, Ruler y, double inner, double tall)
    {
        double last = double.NegativeInfinity;
        foreach ((double number, string text) in x.Marks(inner / 76))
        {
            double at = Left + x.Share(number) * inner, half = SvgWriter.WidthOf(text, 12) / 2;
            if (regions is null) svg.Line(at, Top, at, Top + tall, text.Length > 0 ? "#e0e0e0" : "#f1f1f1");
            svg.Line(at, Top + tall, at, Top + tall + (text.Length > 0 ? 5 : 3), "#444444");
            if (text.Length == 0 || at - half < last + 4) continue;
            svg.Text(at, Top + tall + 19, text, 12, Anchor.Middle);
            last = at + half;
        }
        foreach ((double number, string text) in y.Marks(tall / 48))
        {
            double at = Top + (1 - y.Share(number)) * tall;
            if (regions is null) svg.Line(Left, at, Left + inner, at, text.Length > 0 ? "#e0e0e0" : "#f1f1f1");
            svg.Line(Left - (text.Length > 0 ? 5 : 3), at, Left, at, "#444444");
            if (text.Length > 0) svg.Text(Left - 8, at + 4, text, 12, Anchor.End);
        }
        svg.Rectangle(Left, Top, inner, tall, stroke: "#444444");
        svg.Text(Left + inner / 2, Top + tall + 40, across.Label, 13, Anchor.Middle);
        svg.Text(18, Top + tall / 2, up.Label, 13, Anchor.Middle, turned: -90);
    }
}
