using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;

namespace Nabla.Pictures.Tests;

public sealed class GraphPictureTests
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Graphs without circles: an edge goes from a smaller number to a greater one.</summary>
    static readonly Gen<(int Count, (int From, int To)[] Edges)> Graphs =
        from count in Gen.Choose(1, 25)
        from pairs in Gen.ArrayOf(Gen.Two(Gen.Choose(0, 24)), 40)
        select (count, pairs.Select(p => (From: Math.Min(p.Item1, p.Item2), To: Math.Max(p.Item1, p.Item2)))
            .Where(e => e.From != e.To && e.To < count).ToArray());

    [Fact]
    public void Every_edge_goes_on_to_a_later_layer_and_neighbours_keep_their_distance() =>
        Prop.ForAll(Graphs.ToArbitrary(), g =>
        {
            const double height = 30, gap = 20;
            var layout = new LayeredLayout([.. Enumerable.Repeat(height, g.Count)], g.Edges, gap);
            bool onward = g.Edges.All(e => layout.Layer[e.From] < layout.Layer[e.To]);
            bool apart = Enumerable.Range(0, g.Count).All(a => Enumerable.Range(0, g.Count)
                .All(b => a == b || layout.Layer[a] != layout.Layer[b] || Math.Abs(layout.Position[a] - layout.Position[b]) >= height + gap - 1e-6));
            bool routed = g.Edges.Zip(layout.Routes).All(r => r.Second[0] == r.First.From && r.Second[^1] == r.First.To
                && r.Second.Zip(r.Second.Skip(1)).All(s => layout.Layer[s.Second] == layout.Layer[s.First] + 1));
            return onward && apart && routed;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Labels_cover_neither_vertices_nor_each_other()
    {
        var picture = new GraphPicture("f", [new("x", "2", "5.5", true), new("y", "5", "1.716", true), new("ln"), new("×"), new("+"), new("sin"), new("−")],
            [new(0, 2, "1 × 0.5 = 0.5"), new(0, 3, "1 × 5 = 5"), new(1, 3, "1 × 2 = 2"), new(2, 4, "1"), new(3, 4, "1"), new(1, 5, "−1 × 0.2837"), new(4, 6, "1"), new(5, 6, "−1")]);
        (double X, double Y, double W, double H)[] boxes = [.. XDocument.Parse(picture.ToSvg()).Descendants(Svg + "rect").Skip(1)
            .Select(r => (Number(r, "x"), Number(r, "y"), Number(r, "width"), Number(r, "height")))];
        boxes.Length.ShouldBe(7 + 8);
        for (int i = 0; i < boxes.Length; i++)
            for (int j = 0; j < i; j++)
            {
                ((double X, double Y, double W, double H) a, (double X, double Y, double W, double H) b) = (boxes[i], boxes[j]);
                (a.X < b.X + b.W && b.X < a.X + a.W && a.Y < b.Y + b.H && b.Y < a.Y + a.H).ShouldBeFalse($"{a} and {b}");
            }
    }

    [Fact]
    public void An_input_used_twice_has_two_edges() =>
        XDocument.Parse(new GraphPicture("x·x", [new("x", IsLeaf: true), new("×")], [new(0, 1, "3"), new(0, 1, "3")]).ToSvg())
            .Descendants(Svg + "path").Count(p => (string?)p.Attribute("fill") == "none").ShouldBe(2);

    [Fact]
    public void A_circle_is_refused() =>
        Should.Throw<PictureException>(() => new GraphPicture("", [new("a"), new("b")], [new(0, 1), new(1, 0)])).Message.ShouldContain("2 of them lie on a circle");

    [Fact]
    public void Too_many_vertices_are_refused() =>
        Should.Throw<PictureException>(() => new GraphPicture("", [.. Enumerable.Repeat(new GraphVertex("v"), 2000)], [])).Message.ShouldContain("2000 vertices: at most 1500");

    [Fact]
    public void An_edge_to_nowhere_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new GraphPicture("", [new("a")], [new(0, 3)])).Message.ShouldContain("from 0 to 3: there are 1 vertices");

    static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture);
}
