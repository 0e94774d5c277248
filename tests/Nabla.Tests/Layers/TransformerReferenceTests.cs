using Nabla.Layers;
using Nabla.Tests.Reference;

namespace Nabla.Tests.Layers;

/// <summary>Attention and transformers with all their options equal PyTorch 1.13's, or the paper's formula where PyTorch has none.</summary>
public sealed class TransformerReferenceTests
{
    public static TheoryData<ReferenceCase> Cases => ReferenceCase.Theory(ReferenceTransformers.Section);

    [Theory, MemberData(nameof(Cases))]
    public void Values_and_gradients_are_PyTorchs(ReferenceCase c)
    {
        Module layer = ReferenceTransformers.Make(c);
        string[] names = ReferenceTransformers.Inputs(c), parameters = ReferenceTransformers.Parameters(c);
        var inputs = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++) inputs.Add(names[i], Read(c.Inputs[i]));
        Tensor y = ReferenceTransformers.Apply(c, layer, inputs);
        y.Shape.ShouldBe(new Shape(c.Output.Shape), c.ToString());
        LayerReferenceTests.Near(y, c.Output, $"{c}: value", 1e-12);
        y.Backward(Tensor.From(c.Upstream!.Data, new Shape(c.Upstream.Shape)));
        for (int i = 0; i < names.Length; i++)
            if (c.Gradients![i] is { } expected) LayerReferenceTests.Near(inputs[names[i]].Grad!, expected, $"{c}: gradient of {names[i]}", 1e-12);
        for (int i = 0; i < parameters.Length; i++)
        {
            ReferenceArray? expected = c.Gradients![names.Length + i];
            Tensor? found = ReferenceLayers.Parameter(layer, parameters[i]).Grad;
            if (expected is null) (found is null || found.ToDoubles().All(g => g == 0)).ShouldBeTrue($"{c}: {parameters[i]} has a gradient");
            else LayerReferenceTests.Near(found!, expected, $"{c}: gradient of {parameters[i]}", 1e-12);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_single_input_s_output_shape_and_work_are_told(ReferenceCase c)
    {
        if (ReferenceTransformers.Inputs(c).Length > 1 || c.Args.ContainsKey("weights")) return;
        Shape input = new(c.Inputs[0].Shape);
        Module layer = ReferenceTransformers.Make(c);
        layer.OutputShape(input).ShouldBe(new Shape(c.Output.Shape), c.ToString());
        layer.MultiplyAdds(input).ShouldBeGreaterThanOrEqualTo(0);
        layer.Trace(input).Sum(step => step.Layer.MultiplyAdds(step.Input)).ShouldBeLessThanOrEqualTo(layer.MultiplyAdds(input));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Every_parameter_is_in_the_record(ReferenceCase c) =>
        ReferenceTransformers.Make(c).NamedParameters().Select(p => p.Path).Order(StringComparer.Ordinal).ShouldBe(ReferenceTransformers.Parameters(c).Order(StringComparer.Ordinal));

    static Tensor Read(ReferenceArray a)
    {
        Tensor x = Tensor.From(a.Data, new Shape(a.Shape));
        return a.DType switch { "int64" => x.Cast(DType.Int64), "bool" => x.Cast(DType.Bool), _ => x.RequireGrad() };
    }
}
