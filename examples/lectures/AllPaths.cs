using Nabla.Diagnostics;

namespace Nabla.Lectures;

/// <summary>The graph of derivatives: all paths one by one, beside backpropagation, which takes each edge once.</summary>
public static class AllPaths
{
    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("paths", "The graph of derivatives (граф производных): every path, beside every edge once",
        "003 Ulyankin: find a path that was not visited, multiply along it, add it up",
        "∂y/∂x = Σ over paths from x to y of Π over their edges;  backprop takes the common factor out: (∂y/∂h₁·∂h₁/∂z₁ + ∂y/∂h₂·∂h₂/∂z₁)·∂z₁/∂x₁ + …", null, Run);

    static void Run(Lesson lesson)
    {
        lesson.Say("003's net x → z → h → y, two vertices a level, every one joined to every one of the level below");
        Explanation net = Level(2, x1: 3);
        Dictionary<ExplanationMode, ModeCost> costs = net.Costs.DistinctBy(c => c.Mode).ToDictionary(c => c.Mode);
        lesson.Expect("paths to both inputs", costs[ExplanationMode.Paths].Passes, 8);
        lesson.Expect("edge visits by paths", costs[ExplanationMode.Paths].EdgeVisits, 24);
        lesson.Expect("edge visits by backprop", costs[ExplanationMode.Reverse].EdgeVisits, 10);
        string[] names = [.. net.Vertices.Select(v => v.Name ?? "y")];
        foreach (PathSum sum in net.Paths())
        {
            foreach (ExplainedPath path in sum.Paths)
                lesson.Say(Invariant($"  {string.Join(" → ", path.Vertices.Select(v => names[v]))}: {string.Join("·", path.Locals.Select(Bracketed))} = {path.Product}"));
            lesson.Expect($"∂y/∂{sum.Name}: sum over {sum.PathCount} paths − backprop", sum.Sum - net.Gradient[sum.Name], 0, 1e-12);
        }

        lesson.Say("deeper nets of the same kind");
        double[] depths = [.. Enumerable.Range(1, 16).Select(d => (double)d)], byPaths = new double[16], byEdges = new double[16];
        for (int d = 1; d <= 16; d++)
        {
            IReadOnlyList<ModeCost> cost = Level(d).Costs;
            byPaths[d - 1] = cost.Single(c => c.Mode == ExplanationMode.Paths).EdgeVisits;
            byEdges[d - 1] = cost.Single(c => c.Mode == ExplanationMode.Reverse).EdgeVisits;
        }
        lesson.Figure("edge visits by paths, 16 levels", byPaths[^1]);
        lesson.Expect("edge visits by backprop, 16 levels: four a level and two", byEdges[^1], 4 * 16 + 2);
        lesson.ExpectBetween("one more level: paths ×", byPaths[^1] / byPaths[^2], 2, 2.2);
        lesson.Expect("one more level: backprop +", byEdges[^1] - byEdges[^2], 4);
        lesson.Draw("paths", new Sheet("", 1,
        [
            ExplanationPicture.Of(net.Diagram()),
            new Chart("Edge visits for the gradient by both inputs", new("levels"), new("edge visits", AxisScale.Logarithmic), 620, 360)
                .Line("all paths", depths, byPaths, marked: true).Line("backprop", depths, byEdges, marked: true),
        ]));
    }

    /// <summary>So many levels of two vertices, a product and a difference of both below, and y on top.</summary>
    static Explanation Level(int levels, double x1 = 2)
    {
        string formula = "", first = "x1", second = "x2";
        for (int level = 0; level < levels; level++)
        {
            string name = levels == 2 ? ((string[])["z", "h"])[level] : Invariant($"z{level}_");
            formula += $"let {name}1 = {first}*{second}; let {name}2 = {first} - {second}; ";
            (first, second) = ($"{name}1", $"{name}2");
        }
        return Explanation.Of($"{formula}{first}*{second}", new Dictionary<string, double>(StringComparer.Ordinal) { ["x1"] = x1, ["x2"] = 1 });
    }

    static string Bracketed(double number) => number < 0 ? Invariant($"({number})") : Invariant($"{number}");
}
