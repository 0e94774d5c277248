using System.Globalization;
using System.Text;

namespace Nabla.Diagnostics;

/// <summary>An explanation of a formula of tensors in LaTeX.</summary>
internal static class TensorLatex
{
    const int MostElements = 36;

    public static string Of(TensorExplanation explanation)
    {
        FormulaGraph graph = explanation.Graph ?? throw new ExplanationException("latex: cannot write a graph that a program recorded as mathematics: it has no formula. Take dot, svg, mermaid or json.");
        var formula = new LatexFormula(graph, [.. explanation.Vertices.Select(v => v.Operation == "Multiply" && v.Inputs.All(i => explanation.Vertices[i].Shape.Rank > 0) ? "Hadamard" : v.Operation)]);
        formula.Check();
        ExplanationStep[] steps = TensorText.Steps(explanation);
        int result = steps.Length - 1;
        var text = new StringBuilder("% needs \\usepackage{amsmath}\n");
        Align(text,
        [
            .. steps.Where(s => s.IsNamed && s.Inputs.Count > 0 && s.Id != result).Select(s => $"{formula.Name(s.Id)} &= {formula.Expression(s.Id)}"),
            $"f &= {formula.Expression(result)}",
        ]);
        Align(text, [.. steps.Where(s => !s.IsNumber).Select(s => $"{formula.Name(s.Id)} &= {(s.Inputs.Count > 0 ? formula.Step(s.Id) + " = " : "")}{Matrix(explanation.Vertices[s.Id].Value!)}")]);
        var lines = new List<string> { $"{Slope(result)} &= {Matrix(explanation.Vertices[result].Gradient)}" };
        var uses = new List<(int User, TensorEdge Edge)>[steps.Length];
        for (int i = 0; i < uses.Length; i++) uses[i] = [];
        for (int i = result; i >= 0; i--)
            foreach (TensorEdge edge in explanation.Vertices[i].Edges) uses[edge.To].Add((i, edge));
        for (int i = result - 1; i >= 0; i--)
        {
            if (!steps[i].Varies) continue;
            string rule = string.Join(" + ", uses[i].Select(u => $@"{Slope(u.User)} \frac{{\partial {formula.Name(u.User)}}}{{\partial {formula.Name(i)}}}"));
            string terms = uses[i].Count > 1 ? string.Join(" + ", uses[i].Select(u => Matrix(u.Edge.Product))) + " = " : "";
            lines.Add($"{Slope(i)} &= {rule} = {terms}{Matrix(explanation.Vertices[i].Gradient)}");
        }
        Align(text, lines);
        return text.ToString();

        string Slope(int vertex) => $@"\frac{{\partial f}}{{\partial {formula.Name(vertex)}}}";
    }

    static string Matrix(Tensor x)
    {
        if (x.Rank == 0) return Number(x.Item());
        if (x.Rank > 2 || x.ElementCount > MostElements)
            return string.Create(CultureInfo.InvariantCulture, $@"\left[{string.Join(@" \times ", (IEnumerable<int>)x.Shape)}\right]");
        double[] elements = x.ToDoubles();
        int columns = x.Rank == 1 ? 1 : x.Shape[1];
        IEnumerable<string> rows = elements.Chunk(Math.Max(1, columns)).Select(row => string.Join(" & ", row.Select(Number)));
        return $@"\begin{{pmatrix}} {string.Join(@" \\ ", rows)} \end{{pmatrix}}";
    }

    static string Number(double value) => LatexFormula.Number(value.ToString("G5", CultureInfo.InvariantCulture));

    static void Align(StringBuilder text, List<string> lines)
    {
        if (lines.Count > 0) text.Append("\\begin{align*}\n  ").AppendJoin(" \\\\\n  ", lines).Append("\n\\end{align*}\n");
    }
}
