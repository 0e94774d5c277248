using System.Text.Json;
using Nabla.Classic;
using Nabla.Diagnostics;
using Nabla.Layers;
using Nabla.Losses;

namespace Nabla.Tests.Diagnostics;

/// <summary>Formulas of vectors and matrices, recorded graphs and models.</summary>
public sealed class TensorExplanationTests
{
    static readonly Tensor W = Matrix([1, 2, 3, 4], [2, 2]), X = Matrix([1, -1], [2]), B = Tensor.Scalar(0.5, DType.Float64);

    [Fact]
    public void A_layer_as_a_formula_has_the_tapes_gradients()
    {
        TensorExplanation e = Of("sum(sigmoid(W*x + b))", ("W", W), ("x", X), ("b", B));
        Tensor w = W.RequireGrad(), x = X.RequireGrad(), b = B.RequireGrad();
        Tensor[] gradients = Gradient.Of((w.MatMul(x) + b).Sigmoid().Sum(), [w, x, b]);
        e.Gradient.Keys.ShouldBe(["W", "x", "b"]);
        Tensor[] found = [.. e.Gradient.Values];
        for (int i = 0; i < gradients.Length; i++)
        {
            found[i].Shape.ShouldBe(gradients[i].Shape);
            found[i].ToDoubles().ShouldBe(gradients[i].ToDoubles(), 1e-15);
        }
        e.Vertices.Select(v => v.Operation).ShouldBe(["W", "x", "MatMul", "b", "Add", "Sigmoid", "Sum"]);
        e.Value.Item().ShouldBe(2 / (1 + Math.Exp(0.5)), 1e-15);
    }

    [Fact]
    public void Products_are_gradients_times_jacobians_and_sum_to_gradients()
    {
        TensorExplanation e = Of("let h = tanh(W*x + b); dot(h, h) + norm(x) * max(W .* W) - mean(softmax(h)') + logsumexp(W/3)", ("W", W), ("x", X), ("b", B));
        var sums = new double[e.Vertices.Count][];
        foreach (TensorVertex v in e.Vertices) sums[v.Id] = new double[v.Gradient.ElementCount];
        sums[^1][0] = 1;
        foreach (TensorVertex vertex in e.Vertices.Reverse())
        {
            vertex.Gradient.ToDoubles().ShouldBe(sums[vertex.Id], 1e-13);
            foreach (TensorEdge edge in vertex.Edges)
            {
                double[] jacobian = edge.Jacobian.ShouldNotBeNull().ToDoubles(), dy = vertex.Gradient.ToDoubles(), product = edge.Product.ToDoubles();
                for (int j = 0; j < product.Length; j++)
                {
                    double sum = 0;
                    for (int i = 0; i < dy.Length; i++) sum += dy[i] * jacobian[i * product.Length + j];
                    product[j].ShouldBe(sum, 1e-13, $"{vertex.Operation} {edge.Position}");
                    sums[edge.To][j] += product[j];
                }
            }
        }
    }

    [Theory]
    [InlineData("x'*W*x", 1 - 2 - 3 + 4)]
    [InlineData("sum(W*W)", 7 + 10 + 15 + 22)]
    [InlineData("sum(W.*W)", 30)]
    [InlineData("sum(W∘W - W⊙Wᵀ)", 1)]
    [InlineData("sum(hadamard(W, T(W)))", 29)]
    [InlineData("sum(W@x)", -2)]
    [InlineData("x*x", 2)]
    [InlineData("sum(2*W)", 20)]
    [InlineData("max(W) - min(W)", 3)]
    [InlineData("mean(W) + prod(W) + variance(x)", 27.5)]
    [InlineData("sum(W + x)", 10)]
    [InlineData("sum(max(W, 2))", 11)]
    [InlineData("sum(W^2)", 30)]
    public void Operators_are_those_of_linear_algebra(string formula, double value)
    {
        var at = new List<(string, Tensor)>();
        foreach (string name in Explanation.Names(formula)) at.Add((name, name == "W" ? W : X));
        Of(formula, [.. at]).Value.Item().ShouldBe(value, 1e-12);
    }

    [Fact]
    public void Names_of_functions_on_tensors_may_name_values_too() =>
        LectureFormulaTests.Explain("T + sum*mean", ("T", 1), ("sum", 2), ("mean", 3)).Value.ShouldBe(7);

    [Fact]
    public void A_result_that_is_no_number_takes_a_gradient()
    {
        FormulaException e = Should.Throw<FormulaException>(() => Of("W*x", ("W", W), ("x", X)));
        (e.Error, e.Line, e.Column).ShouldBe((FormulaError.Shape, 1, 2));
        e.Message.ShouldContain("the result has the shape [2]");
        TensorExplanation.Of("W*x", At(("W", W), ("x", X)), Matrix([1, 0], [2])).Gradient["W"].ToDoubles().ShouldBe([1, -1, 0, 0]);
        Should.Throw<FormulaException>(() => TensorExplanation.Of("W*x", At(("W", W), ("x", X)), W)).Message.ShouldContain("has the shape [2, 2], the result [2]");
    }

    [Theory]
    [InlineData("sum(W *\n (x*W + W*W*v))", "line 2, column 12", "* cannot be applied to [2, 2] and [3]")]
    [InlineData("sum(W + v)", "line 1, column 7", "+ cannot be applied to [2, 2] and [3]")]
    [InlineData("sum(ln(W - 2))", "line 1, column 5", "ln(-1) has no finite value: it is not defined there. (element [0, 0])")]
    [InlineData("sum(x / (W - 3))", "line 1, column 7", "1 / 0 has no finite value: division by zero. (element [1, 0])")]
    [InlineData("sum(W, x)", "line 1, column 1", "sum takes 1 argument, not 2")]
    [InlineData("sum(w)", "line 1, column 5", "'w' has no value")]
    public void What_cannot_be_computed_names_place_and_cause(string formula, string place, string cause)
    {
        Tensor v = Matrix([1, 2, 3], [3]);
        (string, Tensor)[] all = [("W", W), ("x", X), ("v", v)];
        var names = At([.. all.Where(n => formula.Contains(n.Item1, StringComparison.Ordinal))]);
        FormulaException e = Should.Throw<FormulaException>(() => TensorExplanation.Of(formula, names));
        e.Message.ShouldContain(place);
        e.Message.ShouldContain(cause);
    }

    [Fact]
    public void The_json_has_nested_lists_and_the_contracts_fields()
    {
        JsonElement answer = JsonDocument.Parse(Of("sum(sigmoid(W*x + b))", ("W", W), ("x", X), ("b", B)).ToJson()).RootElement;
        answer.GetProperty("gradient").GetProperty("W")[1].GetArrayLength().ShouldBe(2);
        answer.GetProperty("gradient").GetProperty("b").ValueKind.ShouldBe(JsonValueKind.Number);
        JsonElement product = answer.GetProperty("vertices")[2];
        product.EnumerateObject().Select(p => p.Name).ShouldBe(["id", "operation", "inputs", "shape", "value", "gradient", "edges"]);
        product.GetProperty("edges")[1].GetProperty("local").GetRawText().ShouldBe("[[1,2],[3,4]]");
        Of("sum(x)", ("x", X)).ToLatex().ShouldContain(@"\sum x");
    }

    [Fact]
    public void Any_recorded_tensor_is_explained_from_csharp()
    {
        Tensor x = Matrix([1, 2], [2]).RequireGrad();
        Tensor y = (x * x + x).Sum();
        TensorExplanation e = Explain.Backward(y);
        e.Vertices.Select(v => v.Operation).ShouldBe(["Leaf", "Multiply", "Add", "Sum"]);
        e.Vertices[1].Inputs.ShouldBe([0, 0]);
        e.Vertices[0].Gradient.ToDoubles().ShouldBe([3, 5]);
        e.Gradient["Leaf"].ToDoubles().ShouldBe([3, 5]);
        // x·x keeps its inputs, a sum keeps nothing: x is known, x·x is not.
        e.Vertices[0].Value!.ToDoubles().ShouldBe([1, 2]);
        e.Vertices[1].Value.ShouldBeNull();
        e.Value.Item().ShouldBe(8);
        // The graph is kept, and leaves are as they were.
        x.Grad.ShouldBeNull();
        y.Backward();
        x.Grad!.ToDoubles().ShouldBe([3, 5]);
    }

    [Fact]
    public void A_recording_knows_every_value_and_names_name()
    {
        Tensor x = Matrix([1, 2], [2]).RequireGrad();
        using (new ValueRecording())
        {
            Tensor square = x * x, y = (square + x).Sum();
            TensorExplanation e = Explain.Backward(y, names: new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["x"] = x, ["square"] = square });
            e.Vertices.ShouldAllBe(v => v.Value != null);
            e.Vertices.Single(v => v.Name == "square").Value!.ToDoubles().ShouldBe([1, 4]);
            e.ToString().ShouldContain("square = Multiply(x, x) = [1, 4]");
        }
        Explain.Backward(() => (x.Exp() + 1).Sum()).Vertices[1].Value!.ToDoubles()[0].ShouldBe(Math.E, 1e-15);
    }

    /// <summary>Whoever reads x − (a constant) must see that something was taken away.</summary>
    [Fact]
    public void Constants_of_a_recorded_graph_stand_in_their_places()
    {
        Tensor x = Tensor.From(1.0, 2.0).RequireGrad();
        string text = Explain.Backward(() => (Tensor.Scalar(3, DType.Float64) - x / Tensor.Scalar(2, DType.Float64)).Sum(), new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["x"] = x }).ToString();
        text.ShouldContain("v1 = Divide(x, const)");
        text.ShouldContain("v2 = Subtract(const, v1)");
    }

    public static TheoryData<string> Chains => [nameof(CausalLanguageModel), nameof(TransformerEncoder), nameof(DeepBeliefNetwork), nameof(SpikeApproximator), nameof(Sequential)];

    /// <summary>What is said to be a chain gives, stage by stage, the bits that it gives as a whole, and the same gradients.</summary>
    [Theory, MemberData(nameof(Chains))]
    public void Chains_are_taken_apart_faithfully(string name)
    {
        var random = new RandomStream(1, "chains");
        (Module model, Tensor x, int stages) = name switch
        {
            nameof(CausalLanguageModel) => ((Module)new CausalLanguageModel(5, 4, 8, 2, 2), Tensor.From(new long[,] { { 0, 3, 1 } }), 7),
            nameof(TransformerEncoder) => (new TransformerEncoder(2, () => new TransformerEncoderLayer(8, 2, 16), new LayerNorm([8])), random.Normal([3, 1, 8]), 3),
            nameof(DeepBeliefNetwork) => (new DeepBeliefNetwork([4, 3, 2]), random.Uniform([2, 4]), 2),
            nameof(SpikeApproximator) => (new SpikeApproximator(Math.Sin, 0, 6, 4), Tensor.From(new double[,] { { 1.5 } }), 3),
            _ => (new Sequential(new Linear(4, 3), new Sequential(new Tanh(), new Linear(3, 2))), random.Normal([2, 4]), 3),
        };
        model.Eval();
        ModelExplanation e = Explain.Model(model, x, y => (y * y).Sum(), checks: 0);
        e.Layers.Count.ShouldBe(stages + 1);
        Tensor whole = model.Call(x);
        e.Layers[^1].Input.ToDoubles().ShouldBe(whole.ToDoubles());
        Parameter[] parameters = [.. model.Parameters()];
        Tensor[] gradients = Gradient.Of((whole * whole).Sum(), parameters);
        Dictionary<string, Tensor> found = e.Layers.SelectMany(l => l.Parameters).ToDictionary(p => p.Path, p => p.Gradient, StringComparer.Ordinal);
        found.Count.ShouldBe(parameters.Length);
        foreach ((Parameter parameter, Tensor gradient) in parameters.Zip(gradients))
            foreach ((double expected, double actual) in gradient.ToDoubles().Zip(found[parameter.Path].ToDoubles())) actual.ShouldBe(expected, 1e-5 * Math.Max(1, Math.Abs(expected)));
    }

    [Fact]
    public void Of_whole_numbers_there_is_no_gradient()
    {
        var model = new Sequential(new Embedding(5, 3), new Linear(3, 2));
        ModelExplanation e = Explain.Model(model, Tensor.From(new long[,] { { 0, 3, 1 } }), y => y.Sum());
        e.ToString().ShouldContain("product    none: the input is whole numbers");
        (e.Diagram().Vertices[0].Below, e.Diagram().Edges[0].Label).ShouldBe(("", ""));
        e.Diagram(1).Title.ShouldBe("1 (Linear)");
    }

    [Fact]
    public void What_has_no_graph_is_refused()
    {
        Should.Throw<GraphException>(() => Explain.Backward(Tensor.Scalar(1))).Message.ShouldContain("it has no graph");
        Should.Throw<GraphException>(() => Explain.Backward(Tensor.Zeros([2]).RequireGrad() * 2)).Message.ShouldContain("2 elements");
    }

    [Fact]
    public void A_hundred_thousand_recorded_vertices_are_explained_without_recursion()
    {
        Tensor x = Tensor.Scalar(0.5, DType.Float64).RequireGrad(), y = x;
        for (int i = 0; i < 100_000; i++) y = y.Tanh();
        TensorExplanation e = Explain.Backward(y);
        e.Vertices.Count.ShouldBe(100_001);
        e.Gradient["Leaf"].Item().ShouldBe(Gradient.Of(y, x).Item(), 1e-18);
    }

    [Fact]
    public void A_model_is_explained_layer_by_layer_and_checked_by_differences()
    {
        var model = new Sequential(new Linear(3, 4), new Sequential(new Tanh(), new Linear(4, 2))) { Seed = 7 };
        model.Cast(DType.Float64);
        model.Eval();
        Tensor x = Matrix([0.5, -1, 2], [1, 3]), label = Tensor.From<long>(1);
        double[] before = model.Parameters()[0].ToDoubles();
        ModelExplanation e = Explain.Model(model, x, output => Loss.CrossEntropy(output, label));

        e.Layers.Select(l => (l.Number, l.Path, l.Kind)).ShouldBe([(0, "0", "Linear"), (1, "1.0", "Tanh"), (2, "1.1", "Linear"), (3, "loss", "Loss")]);
        Tensor leaf = x.RequireGrad(), loss = Loss.CrossEntropy(model.Call(leaf), label);
        loss.Backward();
        e.Loss.ShouldBe(loss.Item(), 1e-15);
        e.Layers[0].Product.ToDoubles().ShouldBe(leaf.Grad!.ToDoubles(), 1e-14);
        foreach ((string path, Parameter parameter) in model.NamedParameters())
            e.Layers.SelectMany(l => l.Parameters).Single(p => p.Path == path).Gradient.ToDoubles().ShouldBe(parameter.Grad!.ToDoubles(), 1e-14);
        for (int i = 1; i < e.Layers.Count; i++) e.Layers[i - 1].Upstream.ToDoubles().ShouldBe(e.Layers[i].Product.ToDoubles());
        GradientEntry[] checks = [.. e.Layers.SelectMany(l => l.Checks)];
        checks.Select(c => c.Of).Distinct(StringComparer.Ordinal).ShouldBe(["input", "0.weight", "0.bias", "1.1.weight", "1.1.bias"], ignoreOrder: true);
        checks.ShouldAllBe(c => c.Error < 1e-8);
        e.Layers[2].Graph.Vertices.Count(v => v.Operation == "Linear").ShouldBe(1);
        model.Parameters()[0].ToDoubles().ShouldBe(before);
        e.ToString().ShouldContain("loss = ");
        e.ToText(1).ShouldContain("diagonal: 1 - y * y");
        Should.Throw<ArgumentOutOfRangeException>(() => e.ToText(4)).Message.ShouldContain("the layers are 0 to 3");
    }

    static TensorExplanation Of(string formula, params (string Name, Tensor Value)[] at) => TensorExplanation.Of(formula, At(at));

    static Dictionary<string, Tensor> At(params (string Name, Tensor Value)[] at) => at.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);

    static Tensor Matrix(double[] elements, Shape shape) => Tensor.From<double>(elements, shape);
}
