using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Nabla.Diagnostics;

namespace Nabla.Tests.Diagnostics;

/// <summary>Every way to find derivatives, with the lectures' figures.</summary>
public sealed class ModeTests
{
    static readonly (string Name, double Value)[] XY = [("x", 2), ("y", 5)];

    [Fact]
    public void Forward_mode_takes_a_pass_for_each_name_and_reverse_mode_one()
    {
        Explanation e = LectureFormulaTests.Explain("x^2 + x*y + (x+y)^2", XY);
        IReadOnlyList<ForwardPass> passes = e.Forward();
        passes.Select(p => (p.Name, p.Derivative)).ShouldBe([("x", 23), ("y", 16)]);
        // x reaches 8 edges and 6 operations (two sums), y 6 and 5 (one); backward there are 10 edges into 8 vertices but the result.
        passes.Select(p => (p.Multiplications, p.Additions)).ShouldBe([(8L, 2L), (6L, 1L)]);
        ModeCost forward = e.Costs.Single(c => c.Mode == ExplanationMode.Forward), reverse = e.Costs.Single(c => c.Mode == ExplanationMode.Reverse);
        (forward.Passes, forward.Multiplications, forward.Additions, forward.Operations).ShouldBe((2, 14, 3, 17));
        (reverse.Passes, reverse.Multiplications, reverse.Additions, reverse.Operations).ShouldBe((1, 10, 3, 13));
    }

    [Fact]
    public void Tangents_are_those_of_the_lectures_graph()
    {
        ForwardPass pass = LectureFormulaTests.Explain("(ln(x) + x*y) - sin(y)", XY).Forward()[1];
        double[] tangents = [0, 0, 1, 2, 2, .2837, 1.7163];
        for (int i = 0; i < tangents.Length; i++) pass.Tangents[i].ShouldBe(tangents[i], 5e-5);
    }

    [Fact]
    public void Paths_visit_24_edges_where_backpropagation_visits_10()
    {
        Explanation e = LectureFormulaTests.Explain("let z1 = x1 + x2; let z2 = x1 * x2; let h1 = z1*z2; let h2 = z1 + z2; h1*h2", ("x1", 1), ("x2", 2));
        e.Costs.Single(c => c.Mode == ExplanationMode.Paths).EdgeVisits.ShouldBe(24);
        e.Costs.Single(c => c.Mode == ExplanationMode.Reverse).EdgeVisits.ShouldBe(10);
        IReadOnlyList<PathSum> sums = e.Paths();
        sums.Sum(s => s.Paths.Sum(p => p.Locals.Count)).ShouldBe(24);
        foreach (PathSum sum in sums)
        {
            (sum.PathCount, sum.EdgeVisits, sum.IsComplete).ShouldBe((4, 12, true));
            sum.Sum.ShouldBe(e.Gradient[sum.Name], 1e-12);
        }
    }

    [Fact]
    public void A_square_has_two_paths() =>
        LectureFormulaTests.Explain("x*x", ("x", 3)).Paths()[0].Paths.Select(p => p.Product).ShouldBe([3, 3]);

    [Fact]
    public void Exponentially_many_paths_are_counted_but_not_walked()
    {
        Explanation e = LectureFormulaTests.Explain(Doubling(200), ("x", 1));
        PathSum sum = e.Paths(most: 50)[0];
        sum.PathCount.ShouldBe(Math.Pow(2, 200));
        sum.EdgeVisits.ShouldBe(200 * Math.Pow(2, 200), 1e50);
        (sum.Paths.Count, sum.IsComplete).ShouldBe((50, false));
        e.ToText(ExplanationMode.Paths, 50).ShouldContain("cut after 50 of 1.607e60 paths");
        e.ToJson(ExplanationMode.Paths).ShouldContain("\"complete\":false");
        LectureFormulaTests.Explain(Doubling(5000), ("x", 0)).Paths(10)[0].PathCount.ShouldBe(double.PositiveInfinity);
    }

    [Theory]
    [InlineData("ln(x)*x", 2.0)]
    [InlineData("exp(x)", 1.0)]
    [InlineData("sin(x)/x", 1.3)]
    public void Difference_quotients_have_errors_of_order_1_and_2_and_are_best_near_the_roots_of_epsilon(string formula, double x)
    {
        NumericDerivative derivative = LectureFormulaTests.Explain(formula, ("x", x)).Numeric()[0];
        derivative.OneSidedOrder.ShouldBe(1, 0.05);
        derivative.CentralOrder.ShouldBe(2, 0.05);
        Math.Log10(derivative.BestOneSidedStep).ShouldBe(Math.Log10(1.5e-8), 1.2);
        Math.Log10(derivative.BestCentralStep).ShouldBe(Math.Log10(6e-6), 1.2);
        derivative.Quotients.Select(q => q.Step).ShouldBe(Enumerable.Range(1, 14).Select(i => Math.Pow(10, -i)));
    }

    [Fact]
    public void Difference_quotients_cost_a_value_for_each_name()
    {
        Explanation e = LectureFormulaTests.Explain("(ln(x) + x*y) - sin(y)", XY);
        e.Costs.Where(c => c.Mode == ExplanationMode.Numeric).Select(c => (c.Variant, c.Passes, c.Operations)).ShouldBe([("oneSided", 3, 15), ("central", 4, 20)]);
        double.IsNaN(LectureFormulaTests.Explain("x + y", XY).Numeric()[0].CentralOrder).ShouldBeTrue();
        LectureFormulaTests.Explain("ln(x)", ("x", 0.05)).Numeric()[0].Quotients[0].Central.ShouldBe(double.NaN);
    }

    [Fact]
    public void Symbolic_derivatives_read_as_mathematics_and_have_the_gradients_value()
    {
        Explanation e = LectureFormulaTests.Explain("(ln(x) + x*y) - sin(y)", XY);
        e.Symbolic().Select(d => d.Expression).ShouldBe(["1 / x + y", "x - cos(y)"]);
        LectureFormulaTests.Explain("x^2 + x*y + (x+y)^2", XY).Symbolic().Select(d => d.Value).ShouldBe([23, 16]);
        LectureFormulaTests.Explain("x*x*x", ("x", 2)).Symbolic()[0].Value.ShouldBe(12);
        LectureFormulaTests.Explain("sigmoid(x)", ("x", 0)).Symbolic()[0].Latex.ShouldNotBeNull();
    }

    [Fact]
    public void Symbolic_values_equal_reverse_mode_on_random_formulas()
    {
        var random = new Random(4);
        for (int i = 0; i < 300; i++)
        {
            string formula = Tree.Draw(random, random.Next(1, 25)).Print(random);
            Explanation e;
            try
            {
                e = Explanation.Of(formula, Explanation.Names(formula).ToDictionary(n => n, n => 0.4 + 0.3 * n.Length, StringComparer.Ordinal));
            }
            catch (FormulaException undefined) when (undefined.Error == FormulaError.Domain)
            {
                continue;
            }
            foreach (SymbolicDerivative derivative in e.Symbolic())
            {
                if (double.IsFinite(derivative.Gradient) && double.IsFinite(derivative.Value)) derivative.Disagreement.ShouldBeLessThan(1e-9, $"{formula}: {derivative.Expression}");
                derivative.SimplifiedTreeSize.ShouldBeLessThanOrEqualTo(derivative.TreeSize);
                derivative.TreeSize.ShouldBeLessThanOrEqualTo(derivative.RuleSize, formula);
            }
            ForwardPass[] passes = [.. e.Forward()];
            foreach (ForwardPass pass in passes.Where(p => double.IsFinite(p.Derivative) && double.IsFinite(e.Gradient[p.Name])))
                pass.Derivative.ShouldBe(e.Gradient[pass.Name], 1e-9 * Math.Max(1, Math.Abs(pass.Derivative)), formula);
            ModeCost forward = e.Costs.Single(c => c.Mode == ExplanationMode.Forward);
            (forward.Multiplications, forward.Additions).ShouldBe((passes.Sum(p => p.Multiplications), passes.Sum(p => p.Additions)));
            ModeCost paths = e.Costs.Single(c => c.Mode == ExplanationMode.Paths);
            IReadOnlyList<PathSum> sums = e.Paths(100_000);
            (paths.Passes, paths.EdgeVisits).ShouldBe((sums.Sum(s => s.Paths.Count), sums.Sum(s => s.Paths.Sum(p => p.Locals.Count))));
            e.Costs.Single(c => c.Mode == ExplanationMode.Symbolic).Operations.ShouldBe(e.Symbolic().Sum(d => d.RuleSize), 1e-9);
        }
    }

    /// <summary>000: an expression of size k whose derivative needs 2^k, where vertices are shared.</summary>
    [Fact]
    public void Shared_vertices_make_symbolic_derivatives_exponential_and_backpropagation_linear()
    {
        double before = 0;
        foreach (int k in (int[])[4, 8, 12, 16])
        {
            // Products of unlike factors, so that nothing simplifies.
            var text = new StringBuilder("let u0 = sin(x);");
            for (int i = 1; i <= k; i++) text.Append(CultureInfo.InvariantCulture, $"let u{i} = sin(u{i - 1})*cos(u{i - 1});");
            Explanation e = LectureFormulaTests.Explain(text + $"u{k}", ("x", 1));
            SymbolicDerivative derivative = e.Symbolic()[0];
            derivative.SimplifiedTreeSize.ShouldBeGreaterThan(Math.Pow(2, k));
            derivative.SharedSize.ShouldBeLessThan(20 * k + 10);
            derivative.Disagreement.ShouldBeLessThan(1e-12);
            if (before > 0) (derivative.TreeSize / before).ShouldBeGreaterThan(15);
            before = derivative.TreeSize;
            (derivative.Expression is null).ShouldBe(derivative.SimplifiedTreeSize > SymbolicDerivative.MostWritten);
            e.Costs.Single(c => c.Mode == ExplanationMode.Reverse).EdgeVisits.ShouldBe(4 * k + 1);
        }
    }

    /// <summary>A chain, where nothing is shared, costs O(k²).</summary>
    [Fact]
    public void The_derivative_of_a_tree_grows_as_its_square()
    {
        double[] sizes = [.. ((int[])[50, 100, 200]).Select(k => LectureFormulaTests.Explain(string.Concat(Enumerable.Repeat("sin(", k)) + "x" + new string(')', k), ("x", 1)).Symbolic()[0].TreeSize)];
        (sizes[1] / sizes[0]).ShouldBe(4, 0.2);
        (sizes[2] / sizes[1]).ShouldBe(4, 0.2);
    }

    [Theory]
    [InlineData(ExplanationMode.Reverse)]
    [InlineData(ExplanationMode.Forward)]
    [InlineData(ExplanationMode.Paths)]
    [InlineData(ExplanationMode.Numeric)]
    [InlineData(ExplanationMode.Symbolic)]
    public void Every_mode_keeps_the_contract_and_adds_an_object_of_its_own(ExplanationMode mode)
    {
        JsonElement answer = JsonDocument.Parse(LectureFormulaTests.Explain("(x+y)*z", ("x", -2), ("y", 5), ("z", -4)).ToJson(mode)).RootElement;
        answer.EnumerateObject().Select(p => p.Name).Take(3).ShouldBe(["value", "gradient", "vertices"]);
        answer.GetProperty("mode").GetString().ShouldBe(mode.ToString().ToLowerInvariant());
        answer.TryGetProperty(mode.ToString().ToLowerInvariant(), out _).ShouldBe(mode != ExplanationMode.Reverse);
        answer.GetProperty("costs").EnumerateArray().Select(c => c.GetProperty("mode").GetString()).ShouldBe(["reverse", "forward", "paths", "numeric", "numeric", "symbolic"]);
    }

    [Theory]
    [InlineData(ExplanationMode.Reverse)]
    [InlineData(ExplanationMode.Forward)]
    [InlineData(ExplanationMode.Paths)]
    [InlineData(ExplanationMode.Numeric)]
    [InlineData(ExplanationMode.Symbolic)]
    public void A_hundred_thousand_vertices_take_seconds_in_every_mode(ExplanationMode mode)
    {
        var clock = Stopwatch.StartNew();
        foreach (string formula in (string[])[string.Join('+', Enumerable.Repeat("x*x", 50_000)), string.Concat(Enumerable.Repeat("tanh(", 100_000)) + "x" + new string(')', 100_000)])
        {
            Explanation e = LectureFormulaTests.Explain(formula, ("x", 0.5));
            e.ToJson(mode).Length.ShouldBeGreaterThan(1000);
        }
        // Fifteen times what two formulas take on an idle processor: a mode that grows as the square takes hours.
        clock.Elapsed.TotalSeconds.ShouldBeLessThan(60);
    }

    [Fact]
    public void What_would_take_too_long_is_refused_with_both_numbers()
    {
        string formula = string.Join('+', Enumerable.Range(0, 6_000).Select(i => $"x{i}*x{i}"));
        Explanation e = Explanation.Of(formula, Explanation.Names(formula).ToDictionary(n => n, _ => 1.0, StringComparer.Ordinal));
        Should.Throw<ExplanationException>(() => e.Forward()).Message.ShouldContain("6000 passes over 17999 vertices");
        Should.Throw<ExplanationException>(() => e.Symbolic()).Message.ShouldContain("at most 5000000");
        Should.Throw<ExplanationException>(() => e.Numeric()).Message.ShouldContain("Reverse mode needs one pass");
        Should.Throw<ExplanationException>(() => e.ToLatex()).Message.ShouldContain("17999 vertices as mathematics: at most 1000");
        Should.Throw<ExplanationException>(() => e.Diagram(ExplanationMode.Numeric)).Message.ShouldContain("cannot draw a graph");
        e.Costs.Single(c => c.Mode == ExplanationMode.Reverse).Passes.ShouldBe(1);
    }

    internal static string Doubling(int depth)
    {
        var text = new StringBuilder("let u0 = x;");
        for (int i = 1; i <= depth; i++) text.Append(CultureInfo.InvariantCulture, $"let u{i} = u{i - 1} + u{i - 1};");
        return text.Append(CultureInfo.InvariantCulture, $"u{depth}").ToString();
    }
}
