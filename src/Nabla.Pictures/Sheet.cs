namespace Nabla.Pictures;

/// <summary>Pictures side by side in rows, under one title.</summary>
public sealed class Sheet : Picture
{
    const double Gap = 14, Top = 36;

    readonly string title;
    readonly IReadOnlyList<Picture> pictures;
    readonly int columns;
    readonly double[] widths;
    readonly double[] heights;

    /// <summary>A sheet.</summary>
    /// <param name="title">What it shows; may be empty.</param>
    /// <param name="columns">Pictures in a row, ≥ 1.</param>
    /// <param name="pictures">The pictures, row after row.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is less than one column.</exception>
    public Sheet(string title, int columns, IReadOnlyList<Picture> pictures)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        (this.title, this.pictures, this.columns) = (title, pictures, Math.Min(columns, Math.Max(1, pictures.Count)));
        widths = new double[this.columns];
        heights = new double[(pictures.Count + this.columns - 1) / this.columns];
        for (int i = 0; i < pictures.Count; i++)
        {
            (int row, int column) = Math.DivRem(i, this.columns);
            widths[column] = Math.Max(widths[column], pictures[i].Width);
            heights[row] = Math.Max(heights[row], pictures[i].Height);
        }
    }

    /// <inheritdoc/>
    public override double Width => Math.Max(widths.Sum() + Gap * (columns + 1), SvgWriter.WidthOf(title, 16) + 2 * Gap);

    /// <inheritdoc/>
    public override double Height => heights.Sum() + Gap * (heights.Length + 1) + HeadHeight;

    double HeadHeight => title.Length > 0 ? Top - Gap : 0;

    internal override void Draw(SvgWriter svg)
    {
        if (title.Length > 0) svg.Text(Width / 2, 25, title, 16, Anchor.Middle, bold: true);
        double y = Gap + HeadHeight;
        for (int row = 0; row < heights.Length; row++)
        {
            double x = (Width - widths.Sum() - Gap * (columns - 1)) / 2;
            for (int column = 0; column < columns && row * columns + column < pictures.Count; column++)
            {
                Picture picture = pictures[row * columns + column];
                using (svg.Moved(x + (widths[column] - picture.Width) / 2, y)) picture.Draw(svg);
                x += widths[column] + Gap;
            }
            y += heights[row] + Gap;
        }
    }
}
