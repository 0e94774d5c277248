namespace Nabla.Pictures;

/// <summary>A matrix as coloured squares, with a bar that tells which number is which colour.</summary>
public sealed class HeatMap : Picture
{
    const double Top = 28, Bar = 58;

    readonly string title;
    readonly double[] values;
    readonly int rows;
    readonly int columns;
    readonly double cell;
    readonly ColourScale colours;
    readonly bool withBar;
    readonly double low;
    readonly double high;

    /// <summary>A heat map.</summary>
    /// <param name="title">What it shows; may be empty.</param>
    /// <param name="matrix"><c>[rows, columns]</c>, the first row at the top.</param>
    /// <param name="colours">How numbers become colours; <see cref="ColourScale.Sequential"/> by default.</param>
    /// <param name="width">Pixels of the matrix; 280 by default. Squares keep their form.</param>
    /// <param name="least">The number of the first colour; the least of the matrix unless given.</param>
    /// <param name="most">The number of the last colour; the greatest of the matrix unless given.</param>
    /// <param name="bar">Whether the bar is drawn.</param>
    /// <exception cref="ShapeException">The tensor has not two axes.</exception>
    public HeatMap(string title, Tensor matrix, ColourScale colours = ColourScale.Sequential, double width = 280, double? least = null, double? most = null, bool bar = true)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Shape.Rank != 2) throw new ShapeException($"HeatMap: cannot draw {matrix.Shape}: a matrix has 2 axes, this has {matrix.Shape.Rank}.", matrix.Shape);
        (this.title, this.colours, withBar) = (title, colours, bar);
        (rows, columns, cell) = ((int)matrix.Shape[0], (int)matrix.Shape[1], width / Math.Max(1, (int)matrix.Shape[1]));
        values = matrix.ToDoubles();
        IEnumerable<double> finite = values.Where(double.IsFinite).DefaultIfEmpty(0);
        (low, high) = (least ?? finite.Min(), most ?? finite.Max());
        if (colours == ColourScale.Diverging)
        {
            double reach = Math.Max(Math.Abs(low), Math.Abs(high));
            (low, high) = (-reach, reach);
        }
    }

    double HeadHeight => title.Length > 0 ? Top : 0;

    /// <inheritdoc/>
    public override double Width => Math.Max(columns * cell + (withBar ? Bar + 8 : 0), SvgWriter.WidthOf(title, 12) + 4);

    /// <inheritdoc/>
    public override double Height => rows * cell + HeadHeight + 2;

    internal override void Draw(SvgWriter svg)
    {
        double across = columns * cell, down = rows * cell, x = withBar ? 0 : (Width - across) / 2, y = HeadHeight;
        if (title.Length > 0) svg.Text(x + across / 2, 18, title, 12, Anchor.Middle);
        // Not every viewer leaves enlarged pixels sharp: an element is drawn as many pixels.
        int sharp = Math.Clamp((int)(2 * cell), 1, 16);
        svg.Image(x, y, across, down, Png.Encode(sharp * columns, sharp * rows, (i, j) => Colour((values[j / sharp * columns + i / sharp] - low) / (high > low ? high - low : 1))));
        svg.Rectangle(x, y, across, down, stroke: "#888888", strokeWidth: 0.7);
        if (!withBar) return;
        const int steps = 64;
        svg.Image(across + 10, y, 10, down, Png.Encode(1, steps, (_, j) => Colour(1 - (j + 0.5) / steps)));
        svg.Text(across + 24, y + 10, Short(high), 11);
        svg.Text(across + 24, y + down, Short(low), 11);
    }

    (byte R, byte G, byte B) Colour(double share) => colours switch
    {
        ColourScale.Sequential => Palette.Sequential(share),
        ColourScale.Diverging => Palette.Diverging(share),
        _ => Palette.Gray(share),
    };

    static string Short(double number) => number.ToString("G3", CultureInfo.InvariantCulture).Replace('-', '−');
}
