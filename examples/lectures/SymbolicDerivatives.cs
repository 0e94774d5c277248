using Nabla.Diagnostics;

namespace Nabla.Lectures;

/// <summary>Derivatives as expressions: exact, and in the worst case exponentially long.</summary>
public static class SymbolicDerivatives
{
    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("symbolic", "Analytic derivatives (аналитично намиране на градиент): an expression of size k whose derivative needs 2ᵏ", "000 Mihov: the exercise on O(2ᵏ)",
        "(u·v)' = u'·v + u·v': both factors are written twice, once whole and once differentiated",
        "An expression written as a tree has a derivative of O(k²): 2ᵏ is reached only where parts are shared (let u = …), which is what a graph says.", Run);

    static void Run(Lesson lesson)
    {
        lesson.Say("the lecture's example, differentiated as by hand");
        Explanation example = Explanation.Of("(ln(x) + x*y) - sin(y)", new Dictionary<string, double>(StringComparer.Ordinal) { ["x"] = 2, ["y"] = 5 });
        foreach (SymbolicDerivative derivative in example.Symbolic())
        {
            lesson.Say($"  ∂f/∂{derivative.Name} = {derivative.Expression}");
            lesson.Expect($"its value by {derivative.Name}", derivative.Value, derivative.Name == "x" ? 5.5 : 1.7163, 5e-5);
            lesson.Expect($"its value by {derivative.Name} − backprop", derivative.Disagreement, 0, 1e-12);
        }

        lesson.Say("k shared parts u₁ = x·x, u₂ = u₁·u₁, … uₖ, and a tree x·sin(x·sin(x·…)) of k products");
        const int Most = 24;
        double[] sizes = [.. Enumerable.Range(1, Most).Select(k => (double)k)];
        double[] shared = new double[Most], tree = new double[Most], once = new double[Most], backprop = new double[Most];
        for (int k = 1; k <= Most; k++)
        {
            string formula = "let u1 = x*x; " + string.Concat(Enumerable.Range(2, k - 1).Select(i => Invariant($"let u{i} = u{i - 1}*u{i - 1}; "))) + Invariant($"u{k}");
            Explanation powers = Explanation.Of(formula, new Dictionary<string, double>(StringComparer.Ordinal) { ["x"] = 1 });
            SymbolicDerivative derivative = powers.Symbolic()[0];
            (shared[k - 1], once[k - 1]) = (derivative.TreeSize, derivative.SharedSize);
            backprop[k - 1] = powers.Costs.First(c => c.Mode == ExplanationMode.Reverse).Operations;
            string nested = "x" + string.Concat(Enumerable.Repeat("*sin(x", k)) + new string(')', k);
            tree[k - 1] = Explanation.Of(nested, new Dictionary<string, double>(StringComparer.Ordinal) { ["x"] = 1 }).Symbolic()[0].TreeSize;
        }
        lesson.Figure(Invariant($"derivative of u₂₄ as a tree, vertices"), shared[^1]);
        lesson.ExpectBetween("one more shared part: the derivative ×", shared[^1] / shared[^2], 1.99, 2.2);
        lesson.ExpectBetween("slope of the tree's derivative (log-log), k from 12 to 24", Math.Log2(tree[23] / tree[11]), 1.8, 2.1);
        lesson.ExpectBetween("backprop on u₂₄, operations: a few for each part", backprop[^1], Most, 4 * Most);
        lesson.Expect("one more shared part: backprop +", backprop[^1] - backprop[^2], backprop[2] - backprop[1]);
        lesson.Draw("symbolic", new Chart("Size of the derivative of an expression of size k", new("k"), new("vertices, operations", AxisScale.Logarithmic), 620)
            .Line("expression, parts shared: 2ᵏ", sizes, shared, marked: true).Line("expression, a tree: k²", sizes, tree, marked: true)
            .Line("backprop, parts shared: k", sizes, backprop, marked: true));
    }
}
