using Nabla.Diagnostics;

namespace Nabla.Lectures;

/// <summary>The lectures' two examples of backpropagation, and the algorithm itself, line by line.</summary>
public static class ComputationalGraphs
{
    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("graph", "The computational graph (изчислителен граф, вычислительный граф): Forward, Backward and the invariant",
        "000 Mihov: calc, deriv, Forward(G), Backward(G, F); 002 AI Community: upstream × local gradient (восходящий и локальный градиент)",
        "F(v) = calc(G, v)(F(p₁), …, F(pₖ));  B(top) = 1, B(p) += B(v)·deriv(G, v, p)(F(p₁), …, F(pₖ))",
        "000 takes E ⊂ V×V and deriv(G, v, u) by vertex: x·x has two edges from x, so derivatives go by position.", Run);

    static void Run(Lesson lesson)
    {
        lesson.Say("000: f = (ln x + x·y) − sin y at (2, 5), with u = ln x, v = x·y, s = u + v, w = sin y");
        Explanation mihov = Explanation.Of("let u = ln(x); let v = x*y; let s = u + v; let w = sin(y); s - w", At(("x", 2), ("y", 5)));
        Dictionary<string, double> values = mihov.Vertices.ToDictionary(v => v.Name ?? "f", v => v.Value, StringComparer.Ordinal);
        foreach ((string name, double value) in (ReadOnlySpan<(string, double)>)[("u", 0.6931), ("v", 10), ("s", 10.6931), ("w", -0.9589), ("f", 11.6521)])
            lesson.Expect(name, values[name], value, 5e-5);

        // Forward(G) and Backward(G, F), as the lecture writes them, on the graph's vertices and predecessors.
        IReadOnlyList<ExplainedVertex> graph = mihov.Vertices;
        double[] f = Forward(graph, moved: -1, 0), b = new double[graph.Count];
        b[^1] = 1;
        double apart = 0, broken = 0;
        foreach (ExplainedVertex v in graph.Reverse())
        {
            // The invariant (основен инвариант): when v is reached, B(v) = ∂f/∂v is complete. Seen by moving v's value alone.
            const double h = 1e-5;
            broken = Math.Max(broken, Math.Abs(b[v.Id] - (Forward(graph, v.Id, h)[^1] - Forward(graph, v.Id, -h)[^1]) / (2 * h)));
            foreach (ExplainedEdge p in v.Edges)
            {
                b[p.To] += b[v.Id] * p.Local;
                if (graph[p.To].Inputs.Count == 0) lesson.Figure($"product from {v.Name ?? "f"} into {graph[p.To].Name}", b[v.Id] * p.Local);
            }
            apart = Math.Max(apart, Math.Abs(f[v.Id] - v.Value) + Math.Abs(b[v.Id] - v.Gradient));
        }
        lesson.Expect("∂f/∂x", mihov.Gradient["x"], 5.5);
        lesson.Expect("∂f/∂y", mihov.Gradient["y"], 1.7163, 5e-5);
        lesson.Expect("Forward and Backward as on the slide − the library", apart, 0, 1e-12);
        lesson.Expect("the invariant: B(v) when v is reached − ∂f/∂v by differences", broken, 0, 1e-8);

        lesson.Say("002: f = (x + y)·z at (−2, 5, −4), upstream × local on every edge");
        Explanation chain = Explanation.Of("let q = x + y; q*z", At(("x", -2), ("y", 5), ("z", -4)));
        foreach (ExplainedVertex v in chain.Vertices.Reverse())
            foreach (ExplainedEdge edge in v.Edges)
                lesson.Say(Invariant($"  {v.Name ?? "f"} → {chain.Vertices[edge.To].Name}: {v.Gradient} × {edge.Local} = {edge.Product}"));
        lesson.Expect("q", chain.Vertices.Single(v => v.Name == "q").Value, 3);
        lesson.Expect("f of 002", chain.Value, -12);
        foreach ((string name, double gradient) in (ReadOnlySpan<(string, double)>)[("x", -4), ("y", -4), ("z", 3)])
            lesson.Expect($"∂f/∂{name} of 002", chain.Gradient[name], gradient);

        lesson.Say("x·x at 3: two edges join the same vertices");
        Explanation square = Explanation.Of("x*x", At(("x", 3)));
        lesson.Expect("edges of x·x", square.Vertices[^1].Edges.Count, 2);
        lesson.Expect("its derivative", square.Gradient["x"], 6);
        lesson.Draw("graph-000", ExplanationPicture.Of(mihov.Diagram()));
        lesson.Draw("graph-002", ExplanationPicture.Of(chain.Diagram()));
    }

    /// <summary>Forward(G) in topological order; one vertex may be moved by h after it is computed.</summary>
    static double[] Forward(IReadOnlyList<ExplainedVertex> graph, int moved, double h)
    {
        var f = new double[graph.Count];
        foreach (ExplainedVertex v in graph)
            f[v.Id] = (v.Inputs.Count == 0 ? v.Value : Calc(v, [.. v.Inputs.Select(p => f[p])])) + (v.Id == moved ? h : 0);
        return f;
    }

    /// <summary>calc(G, v).</summary>
    static double Calc(ExplainedVertex v, double[] p) => v.Symbol switch
    {
        "ln" => Math.Log(p[0]),
        "sin" => Math.Sin(p[0]),
        "*" => p[0] * p[1],
        "+" => p[0] + p[1],
        _ => p[0] - p[1],
    };

    static Dictionary<string, double> At(params (string Name, double Value)[] point) => point.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
}
