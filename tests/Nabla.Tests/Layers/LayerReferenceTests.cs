using Nabla.Layers;
using Nabla.Tests.Reference;

namespace Nabla.Tests.Layers;

/// <summary>Values and gradients of every layer equal those of PyTorch 1.13, or of the paper's formula where PyTorch has no such layer.</summary>
public sealed class LayerReferenceTests
{
    /// <summary>Layers without a formula of their own.</summary>
    static readonly string[] WithoutFormula = [nameof(ModuleList), nameof(Checkpointed)];

    /// <summary>Layers that PyTorch 1.13 computes less exactly than Nabla, with the error it has there.</summary>
    static readonly Dictionary<string, (double Error, string Reason)> LessExact = new(StringComparer.Ordinal)
    {
        [nameof(HardSigmoid)] = (1e-7, "PyTorch's slope is 1/6 in float32"),
    };

    public static TheoryData<ReferenceCase> Cases => ReferenceCase.Theory("modules");

    [Theory, MemberData(nameof(Cases))]
    public void Values_gradients_and_shapes_are_PyTorchs(ReferenceCase c)
    {
        Module layer = ReferenceLayers.Make(c);
        double tolerance = LessExact.TryGetValue(c.Name, out var less) ? less.Error : 1e-12;
        Tensor x = Tensor.From(c.Inputs[0].Data, new Shape(c.Inputs[0].Shape));
        x = c.Inputs[0].DType == "int64" ? x.Cast(DType.Int64) : x.RequireGrad();
        Tensor y = layer.Forward(x);
        layer.OutputShape(x.Shape).ShouldBe(y.Shape, c.ToString());
        layer.MultiplyAdds(x.Shape).ShouldBeGreaterThanOrEqualTo(0);
        y.Shape.ShouldBe(new Shape(c.Output.Shape), c.ToString());
        Near(y, c.Output, $"{c}: value", tolerance);
        if (c.Upstream is null) return;
        y.Backward(Tensor.From(c.Upstream.Data, new Shape(c.Upstream.Shape)));
        if (c.Gradients![0] is { } expected) Near(x.Grad!, expected, $"{c}: gradient of x", tolerance);
        string[] names = [.. c.Args["parameters"].EnumerateArray().Select(n => n.GetString()!)];
        for (int i = 0; i < names.Length; i++)
            Near(ReferenceLayers.Parameter(layer, names[i]).Grad!, c.Gradients[i + 1]!, $"{c}: gradient of {names[i]}", tolerance);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Every_parameter_is_in_the_record(ReferenceCase c) =>
        ReferenceLayers.Make(c).NamedParameters().Select(p => p.Path).Order(StringComparer.Ordinal)
            .ShouldBe(c.Args["parameters"].EnumerateArray().Select(n => n.GetString()!).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_layer_is_compared()
    {
        HashSet<string> compared =
        [
            .. ReferenceCase.Load("modules").Concat(ReferenceCase.Load("recurrent")).Concat(ReferenceCase.Load(ReferenceTransformers.Section)).Select(c => c.Name),
        ];
        // The classic systems, which PyTorch lacks, are held against their formulas in Classic/.
        typeof(Module).Assembly.GetExportedTypes().Where(t => t.IsSubclassOf(typeof(Module)) && !t.IsAbstract && t.Namespace != "Nabla.Classic").Select(t => t.Name)
            .Where(name => !compared.Contains(name) && !WithoutFormula.Contains(name))
            .ShouldBeEmpty("add the layer to tests/reference/generate.py and to ReferenceLayers");
    }

    internal static void Near(Tensor actual, ReferenceArray expected, string what, double tolerance = 1e-12)
    {
        double[] numbers = actual.ToDoubles();
        numbers.Length.ShouldBe(expected.Data.Length, what);
        for (int i = 0; i < numbers.Length; i++)
        {
            if (numbers[i].Equals(expected.Data[i])) continue;
            double error = Math.Abs(numbers[i] - expected.Data[i]) / Math.Max(1, Math.Abs(expected.Data[i]));
            (error <= tolerance).ShouldBeTrue($"{what}[{i}] is {numbers[i]:R}, PyTorch has {expected.Data[i]:R}");
        }
    }
}
