using System.Globalization;
using System.Text;
using Nabla.Numbers;

namespace Nabla.Diagnostics;

/// <summary>What stands on the graph of a formula of numbers, in every mode that has one.</summary>
internal static class ModeDiagram
{
    const int LongestTitle = 120, LongestLocal = 40, MostNames = 3;

    public static ExplanationDiagram Of(Explanation explanation, ExplanationMode mode)
    {
        ExplanationStep[] steps = ExplanationStep.Of(explanation);
        string title = Title(explanation.Graph);
        return mode switch
        {
            ExplanationMode.Reverse => Reverse(title, steps),
            ExplanationMode.Forward => Forward(title, steps, explanation),
            ExplanationMode.Paths => Paths(title, steps, explanation),
            ExplanationMode.Symbolic => Symbolic(title, steps, explanation),
            _ => throw new ExplanationException("numeric: cannot draw a graph: difference quotients see the values of the whole formula, no vertices. The formats text, json, latex and svg show them."),
        };
    }

    /// <summary>Values above, gradients below, upstream × local = product on the edges.</summary>
    public static ExplanationDiagram Reverse(string title, ExplanationStep[] steps) => new(title,
        [.. steps.Select(s => Vertex(s, s.Varies ? $"∂ {s.Gradient}" : ""))],
        [.. steps.SelectMany(s => s.Edges.Select(e => new DiagramEdge(e.To, s.Id, steps[e.To].Varies ? $"{Factor(s.Gradient)} × {Factor(e.Local)} = {e.Product}" : "")))]);

    static ExplanationDiagram Forward(string title, ExplanationStep[] steps, Explanation explanation)
    {
        IReadOnlyList<ForwardPass> passes = explanation.Forward();
        return new(title,
            [.. steps.Select(s => Vertex(s, s.Varies ? Tangents(passes, s.Id) : ""))],
            [.. steps.SelectMany(s => s.Edges.Select(e => new DiagramEdge(e.To, s.Id, steps[e.To].Varies ? $"× {Factor(e.Local)}" : "")))]);
    }

    /// <summary>Below each vertex the paths from it to the result; on each edge its derivative, and how often all paths together pass it.</summary>
    static ExplanationDiagram Paths(string title, ExplanationStep[] steps, Explanation explanation)
    {
        double[] toResult = explanation.Census.Paths, fromNames = new double[steps.Length];
        foreach (ExplanationStep step in steps)
            fromNames[step.Id] = step.Inputs.Count == 0 ? (step.Varies ? 1 : 0) : step.Inputs.Sum(i => fromNames[i]);
        return new(title,
            [.. steps.Select(s => Vertex(s, s.Varies ? Counted(toResult[s.Id], "path") : ""))],
            [.. steps.SelectMany(s => s.Edges.Select(e => new DiagramEdge(e.To, s.Id, steps[e.To].Varies ? $"{e.Local}, {Counted(fromNames[e.To] * toResult[s.Id], "visit")}" : "")))]);
    }

    static ExplanationDiagram Symbolic(string title, ExplanationStep[] steps, Explanation explanation)
    {
        Formula[] names = [.. steps.Select(s => s.IsNumber ? Formula.Constant(explanation.Vertices[s.Id].Value) : Formula.Variable(s.Name))];
        return new(title,
            [.. steps.Select(s => Vertex(s, ""))],
            [.. steps.SelectMany(s => s.Edges.Select((e, j) => new DiagramEdge(e.To, s.Id, steps[e.To].Varies ? Local(s, j) : "")))]);

        string Local(ExplanationStep step, int input)
        {
            Formula local = explanation.Graph.Vertices[step.Id].Operation!.Partial(input, [.. step.Inputs.Select(i => names[i])], names[step.Id]);
            return FormulaOrder.TreeSize(local.Node) <= LongestLocal ? local.ToString() : "…";
        }
    }

    static DiagramVertex Vertex(ExplanationStep step, string below)
    {
        string text = step.Inputs.Count == 0 ? step.Name : step.IsNamed ? $"{step.Name} = {step.Symbol}" : step.Symbol;
        return new(text, step.IsNumber ? "" : step.Value, below, step.Inputs.Count == 0);
    }

    static string Tangents(IReadOnlyList<ForwardPass> passes, int vertex)
    {
        var text = new StringBuilder();
        foreach (ForwardPass pass in passes.Take(MostNames))
            text.Append(text.Length > 0 ? ", " : "").Append(CultureInfo.InvariantCulture, $"∂{pass.Name} {ExplanationStep.Text(pass.Tangents[vertex])}");
        return passes.Count > MostNames ? text.Append(", …").ToString() : text.ToString();
    }

    static string Counted(double count, string what) =>
        $"{(count < 1e15 ? count.ToString("0", CultureInfo.InvariantCulture) : count.ToString("0.###e0", CultureInfo.InvariantCulture))} {what}{(count == 1 ? "" : "s")}";

    static string Factor(string number) => number.StartsWith('-') ? $"({number})" : number;

    public static string Title(FormulaGraph formula)
    {
        string line = formula.OnOneLine;
        return line.Length <= LongestTitle ? line : string.Concat(line.AsSpan(0, LongestTitle), "…");
    }
}
