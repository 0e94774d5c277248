using System.Text.Json;
using Nabla.Diagnostics;

namespace Nabla.Tests.Diagnostics;

/// <summary>The formulas that the lectures differentiate by hand, with their figures.</summary>
public sealed class LectureFormulaTests
{
    [Fact]
    public void The_graph_with_a_logarithm_and_a_sine_has_the_lectures_values_and_products()
    {
        Explanation e = Explain("(ln(x) + x*y) - sin(y)", ("x", 2), ("y", 5));
        e.Value.ShouldBe(11.6521, 5e-5);
        e.Gradient["x"].ShouldBe(5.5, 1e-12);
        e.Gradient["y"].ShouldBe(1.7163, 5e-5);
        e.Vertices.Select(v => v.Operation).ShouldBe(["x", "Log", "y", "Multiply", "Add", "Sin", "Subtract"]);
        double[] values = [2, .6931, 5, 10, 10.6931, -.9589, 11.6521];
        for (int i = 0; i < values.Length; i++) e.Vertices[i].Value.ShouldBe(values[i], 5e-5);
        Products(e, 0).Order().ShouldBe([.5, 5], 1e-12);
        Products(e, 2).Order().Select(p => Math.Round(p, 4)).ShouldBe([-.2837, 2]);
    }

    [Fact]
    public void Upstream_times_local_gives_the_lectures_gradients()
    {
        Explanation e = Explain("(x+y)·z", ("x", -2), ("y", 5), ("z", -4));
        e.Value.ShouldBe(-12);
        e.Vertices.Single(v => v.Operation == "Add").Value.ShouldBe(3);
        e.Gradient.ShouldBe(new Dictionary<string, double>(StringComparer.Ordinal) { ["x"] = -4, ["y"] = -4, ["z"] = 3 }, ignoreOrder: true);
    }

    [Fact]
    public void A_name_used_several_times_sums_over_its_uses()
    {
        Explanation e = Explain("x^2 + x*y + (x+y)^2", ("x", 2), ("y", 5));
        e.Value.ShouldBe(63, 1e-12);
        e.Gradient["x"].ShouldBe(23, 1e-12);
        e.Gradient["y"].ShouldBe(16, 1e-12);
    }

    [Fact]
    public void A_square_as_a_product_is_two_edges_to_one_vertex()
    {
        Explanation e = Explain("x*x", ("x", 3));
        e.Vertices.Count.ShouldBe(2);
        e.Vertices[1].Inputs.ShouldBe([0, 0]);
        e.Vertices[1].Edges.ShouldBe([new(0, 3, 3), new(0, 3, 3)]);
        e.Vertices[0].Gradient.ShouldBe(6);
    }

    [Fact]
    public void What_let_binds_is_one_vertex()
    {
        Explanation e = Explain("let u = x*y; let v = u + u; v*u", ("x", 2), ("y", 3));
        e.Vertices.Count(v => v.Operation == "Multiply").ShouldBe(2);
        e.Vertices.Single(v => v.Name == "u").Gradient.ShouldBe(24); // 2u² has slope 4u
        e.Gradient["x"].ShouldBe(72);
    }

    [Fact]
    public void The_text_shows_both_passes_and_the_sums()
    {
        string text = Explain("(ln(x) + x*y) - sin(y)", ("x", 2), ("y", 5)).ToString();
        text.ShouldContain("v1 = ln(x)   = 0.6931472");
        text.ShouldContain("to x: 1 * 0.5 = 0.5");
        text.ShouldContain("B(x) = 5 + 0.5 = 5.5   (sum over 2 uses)");
        text.ShouldContain("df/dy = 1.716338");
        Explain("(x+y)*z", ("x", -2), ("y", 5), ("z", -4)).ToString().ShouldContain("df/dz = 3");
        Explain("x^2 + x*y + (x+y)^2", ("x", 2), ("y", 5)).ToString().ShouldContain("df/dx = 23");
    }

    [Fact]
    public void The_json_holds_what_the_design_says()
    {
        JsonElement answer = JsonDocument.Parse(Explain("(x+y)*z", ("x", -2), ("y", 5), ("z", -4)).ToJson()).RootElement;
        answer.GetProperty("value").GetDouble().ShouldBe(-12);
        answer.GetProperty("gradient").EnumerateObject().Select(p => (p.Name, p.Value.GetDouble())).ShouldBe([("x", -4), ("y", -4), ("z", 3)]);
        JsonElement product = answer.GetProperty("vertices")[4];
        product.GetProperty("id").GetInt32().ShouldBe(4);
        product.GetProperty("operation").GetString().ShouldBe("Multiply");
        product.GetProperty("inputs").EnumerateArray().Select(i => i.GetInt32()).ShouldBe([2, 3]);
        product.GetProperty("gradient").GetDouble().ShouldBe(1);
        JsonElement edge = product.GetProperty("edges")[1];
        (edge.GetProperty("to").GetInt32(), edge.GetProperty("local").GetDouble(), edge.GetProperty("product").GetDouble()).ShouldBe((3, 3, 3));
    }

    [Fact]
    public void Values_and_derivatives_are_those_of_the_tape()
    {
        const double at = 0.7;
        foreach ((string formula, Func<Tensor, Tensor> tensor) in ((string, Func<Tensor, Tensor>)[])
            [
                ("tanh(x)*sigmoid(x)", x => x.Tanh() * x.Sigmoid()), ("softplus(x)/sqrt(x)", x => x.Softplus() / x.Sqrt()),
                ("gelu(x) - erf(x)", x => x.Gelu() - x.Erf()), ("x^x", x => x.Pow(x)), ("leakyrelu(-x, 0.1)", x => (-x).LeakyRelu(0.1)),
                ("max(x, 1/x) + abs(-x) + relu(x)", x => x.Maximum(1 / x) + (-x).Abs() + x.Relu()),
            ])
        {
            Explanation e = Explain(formula, ("x", at));
            Tensor leaf = Tensor.Scalar(at, DType.Float64).RequireGrad();
            Tensor y = tensor(leaf);
            e.Value.ShouldBe(y.Item(), formula);
            e.Gradient["x"].ShouldBe(Gradient.Of(y, leaf).Item(), 1e-14, formula);
        }
    }

    internal static Explanation Explain(string formula, params (string Name, double Value)[] at) =>
        Explanation.Of(formula, at.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal));

    static IEnumerable<double> Products(Explanation e, int to) => e.Vertices.SelectMany(v => v.Edges).Where(edge => edge.To == to).Select(edge => edge.Product);
}
