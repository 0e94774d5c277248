using System.Text;
using static Nabla.Pictures.SvgWriter;

namespace Nabla.Pictures;

/// <summary>A graph without circles, drawn from its inputs on the left to its result on the right.</summary>
public sealed class GraphPicture : Picture
{
    /// <summary>The most vertices that are drawn.</summary>
    public const int MostVertices = 1500;

    /// <summary>Labels keep clear of other edges in graphs of at most so many: it takes the square of their number.</summary>
    const int MostEdgesAvoided = 300;

    const double Size = 13, Small = 11.5, Margin = 20, Top = 34, BoxHeight = 28;

    readonly string title;
    readonly IReadOnlyList<GraphVertex> vertices;
    readonly IReadOnlyList<GraphEdge> edges;
    readonly LayeredLayout layout;
    readonly double[] columns;
    readonly double[] widths;
    readonly double top;
    readonly double bottom;

    /// <summary>A drawing of a graph.</summary>
    /// <param name="title">What it shows; may be empty.</param>
    /// <param name="vertices">The vertices; at most <see cref="MostVertices"/>.</param>
    /// <param name="edges">The edges, by the vertices' numbers from 0; two may join the same vertices.</param>
    /// <exception cref="PictureException">There are too many vertices, or the edges make a circle.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An edge names a vertex that is not there.</exception>
    public GraphPicture(string title, IReadOnlyList<GraphVertex> vertices, IReadOnlyList<GraphEdge> edges)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(vertices);
        ArgumentNullException.ThrowIfNull(edges);
        if (vertices.Count > MostVertices)
            throw new PictureException(Invariant($"Graph: cannot draw {vertices.Count} vertices: at most {MostVertices} can be told apart. Take DOT or JSON instead."));
        foreach (GraphEdge edge in edges)
        {
            if ((uint)edge.From >= (uint)vertices.Count || (uint)edge.To >= (uint)vertices.Count)
                throw new ArgumentOutOfRangeException(nameof(edges), edge, Invariant($"Graph: cannot draw the edge from {edge.From} to {edge.To}: there are {vertices.Count} vertices."));
        }
        (this.title, this.vertices, this.edges) = (title, vertices, edges);
        layout = new([.. vertices.Select(v => BoxHeight + (v.Above.Length > 0 ? 15 : 0) + (v.Below.Length > 0 ? 15 : 0))],
            [.. edges.Select(e => (e.From, e.To))], gap: 26);
        widths = [.. vertices.Select(v => Math.Max(30, WidthOf(v.Text, Size) + 18))];
        columns = Columns();
        (top, bottom) = layout.Position.Count == 0 ? (0, 0) : (layout.Position.Min() - 34, layout.Position.Max() + 34);
    }

    /// <inheritdoc/>
    public override double Width => Math.Max((columns.Length == 0 ? 0 : columns[^1]) + LayerWidth(columns.Length - 1) / 2 + Margin, WidthOf(title, 15) + 2 * Margin);

    /// <inheritdoc/>
    public override double Height => bottom - top + HeadHeight + Margin;

    double HeadHeight => title.Length > 0 ? Top : Margin / 2;

    internal override void Draw(SvgWriter svg)
    {
        if (title.Length > 0) svg.Text(Width / 2, 23, title, 15, Anchor.Middle, bold: true);
        var taken = new List<(double X, double Y, double Width, double Height)>();
        for (int i = 0; i < vertices.Count; i++)
        {
            double reach = Math.Max(widths[i], Math.Max(WidthOf(vertices[i].Above, Small), WidthOf(vertices[i].Below, Small)));
            taken.Add((X(i) - reach / 2, Y(i) - 31, reach, 62));
        }
        List<(double X, double Y)>[] lines = [.. Enumerable.Range(0, edges.Count).Select(Line)];
        foreach (List<(double X, double Y)> line in lines) DrawLine(svg, line);
        for (int e = 0; e < edges.Count; e++)
            if (edges[e].Label.Length > 0) DrawLabel(svg, lines, e, edges[e].Label, taken);
        for (int i = 0; i < vertices.Count; i++) DrawVertex(svg, i);
    }

    double X(int node) => columns[layout.Layer[node]];

    double Y(int node) => layout.Position[node] - top + HeadHeight;

    double LayerWidth(int layer) => vertices.Where((_, i) => layout.Layer[i] == layer)
        .Select((v, _) => Math.Max(Math.Max(30, WidthOf(v.Text, Size) + 18), Math.Max(WidthOf(v.Above, Small), WidthOf(v.Below, Small)))).DefaultIfEmpty(20).Max();

    double[] Columns()
    {
        var x = new double[layout.LayerCount];
        for (int layer = 0; layer < x.Length; layer++)
        {
            GraphEdge[] here = [.. edges.Where(e => layout.Layer[e.To] == layer && e.Label.Length > 0)];
            double label = here.Select(e => WidthOf(e.Label, Small)).DefaultIfEmpty(0).Max() * (Cross(here) ? 2 : 1);
            x[layer] = layer == 0 ? Margin + LayerWidth(0) / 2 : x[layer - 1] + (LayerWidth(layer - 1) + LayerWidth(layer)) / 2 + Math.Max(46, label + 34);
        }
        return x;
    }

    /// <summary>Whether edges of a small graph cross: their labels then need room beside the crossing.</summary>
    bool Cross(GraphEdge[] some) => some.Length <= MostEdgesAvoided
        && Array.Exists(some, a => Array.Exists(some, b => (layout.Position[a.From] - layout.Position[b.From]) * (layout.Position[a.To] - layout.Position[b.To]) < 0));

    /// <summary>The points that an edge goes through; several edges between two vertices bow apart.</summary>
    List<(double X, double Y)> Line(int e)
    {
        IReadOnlyList<int> route = layout.Routes[e];
        (int from, int to) = (edges[e].From, edges[e].To);
        int[] twins = [.. Enumerable.Range(0, edges.Count).Where(k => edges[k].From == from && edges[k].To == to)];
        double bow = (Array.IndexOf(twins, e) - (twins.Length - 1) / 2.0) * 34;
        var line = new List<(double X, double Y)> { (X(from) + widths[from] / 2, Y(from) + Math.Sign(bow) * 5) };
        if (route.Count == 2 && bow != 0) line.Add(((X(from) + X(to)) / 2, (Y(from) + Y(to)) / 2 + bow));
        for (int k = 1; k < route.Count - 1; k++) line.Add((X(route[k]), Y(route[k]) + bow / 2));
        line.Add((X(to) - widths[to] / 2 - 2, Y(to) + Math.Sign(bow) * 5));
        return line;
    }

    static void DrawLine(SvgWriter svg, List<(double X, double Y)> line)
    {
        var path = new StringBuilder(Invariant($"M{N(line[0].X)} {N(line[0].Y)}"));
        for (int i = 1; i < line.Count; i++)
        {
            double middle = (line[i - 1].X + line[i].X) / 2;
            path.Append(Invariant($"C{N(middle)} {N(line[i - 1].Y)} {N(middle)} {N(line[i].Y)} {N(line[i].X)} {N(line[i].Y)}"));
        }
        svg.Path(path.ToString(), "#555555", 1.3);
        (double x, double y) = line[^1];
        svg.Path($"M{N(x + 2)} {N(y)}L{N(x - 7)} {N(y - 4)}L{N(x - 7)} {N(y + 4)}Z", "none", 0, fill: "#555555");
    }

    /// <summary>Puts a label where the edge has room: the first place from its middle on where it covers nothing, of a small graph not even another edge.</summary>
    static void DrawLabel(SvgWriter svg, List<(double X, double Y)>[] lines, int edge, string label, List<(double X, double Y, double Width, double Height)> taken)
    {
        List<(double X, double Y)> line = lines[edge];
        double width = WidthOf(label, Small) + 4;
        const double height = 16;
        (double X, double Y, double Width, double Height) chosen = default, free = default;
        foreach (double share in (ReadOnlySpan<double>)[0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8])
        {
            (double x, double y) = At(line, share);
            (double X, double Y, double Width, double Height) box = (x - width / 2, y - height / 2, width, height);
            if (chosen == default) chosen = box;
            if (taken.Exists(other => Overlap(other, box))) continue;
            if (free == default) free = box;
            if (lines.Length <= MostEdgesAvoided && Array.Exists(lines, other => other != line && Crosses(other, box))) continue;
            chosen = free = box;
            break;
        }
        if (free != default) chosen = free;
        taken.Add(chosen);
        svg.Rectangle(chosen.X, chosen.Y, width, height, fill: "#ffffff", radius: 3);
        svg.Text(chosen.X + width / 2, chosen.Y + 12, label, Small, Anchor.Middle, fill: "#b03a00");
    }

    static (double X, double Y) At(List<(double X, double Y)> line, double share)
    {
        double x = line[0].X + (line[^1].X - line[0].X) * share;
        int i = Math.Max(1, line.FindIndex(p => p.X >= x));
        double t = (x - line[i - 1].X) / Math.Max(1e-9, line[i].X - line[i - 1].X), smooth = t * t * (3 - 2 * t);
        return (x, line[i - 1].Y + (line[i].Y - line[i - 1].Y) * smooth);
    }

    /// <summary>Whether a line goes through a box.</summary>
    static bool Crosses(List<(double X, double Y)> line, (double X, double Y, double Width, double Height) box)
    {
        const int steps = 8;
        (double from, double to) = (Math.Max(box.X, line[0].X), Math.Min(box.X + box.Width, line[^1].X));
        if (from >= to) return false;
        for (int i = 0; i <= steps; i++)
        {
            (double _, double y) = At(line, (from + (to - from) * i / steps - line[0].X) / (line[^1].X - line[0].X));
            if (y > box.Y && y < box.Y + box.Height) return true;
        }
        return false;
    }

    static bool Overlap((double X, double Y, double Width, double Height) a, (double X, double Y, double Width, double Height) b) =>
        a.X < b.X + b.Width && b.X < a.X + a.Width && a.Y < b.Y + b.Height && b.Y < a.Y + a.Height;

    void DrawVertex(SvgWriter svg, int i)
    {
        GraphVertex vertex = vertices[i];
        double x = X(i), y = Y(i);
        svg.Rectangle(x - widths[i] / 2, y - BoxHeight / 2, widths[i], BoxHeight, vertex.IsLeaf ? "#e8f1f8" : "#fbf3e0", "#444444", vertex.IsLeaf ? 2 : 13, 1.2);
        svg.Text(x, y + 4.5, vertex.Text, Size, Anchor.Middle);
        if (vertex.Above.Length > 0) svg.Text(x, y - BoxHeight / 2 - 5, vertex.Above, Small, Anchor.Middle, fill: "#005a92");
        if (vertex.Below.Length > 0) svg.Text(x, y + BoxHeight / 2 + 13, vertex.Below, Small, Anchor.Middle, fill: "#b03a00");
    }
}
