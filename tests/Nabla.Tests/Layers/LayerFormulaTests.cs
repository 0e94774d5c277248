using Nabla.Layers;
using Nabla.Tests.Reference;

namespace Nabla.Tests.Layers;

public sealed class LayerFormulaTests
{
    public static TheoryData<ReferenceCase> References => ReferenceCase.Theory("layers");

    [Theory, MemberData(nameof(References))]
    public void Linear_gives_PyTorchs_values_and_gradients(ReferenceCase c)
    {
        var layer = new Linear(3, 4, c.Flag("bias"));
        layer.Cast(DType.Float64);
        Tensor[] inputs = [.. c.Inputs.Select(i => Tensor.From(i.Data, new Shape(i.Shape)))];
        layer.Weight.Assign(inputs[1]);
        layer.Bias?.Assign(inputs[2]);
        Tensor x = inputs[0].RequireGrad();
        Tensor y = layer.Forward(x);
        y.Shape.ShouldBe(layer.OutputShape(x.Shape));
        y.ToDoubles().ShouldBe(c.Output.Data, 1e-14);
        y.Backward(Tensor.From(c.Upstream!.Data, new Shape(c.Upstream.Shape)));
        x.Grad!.ToDoubles().ShouldBe(c.Gradients![0]!.Data, 1e-14);
        layer.Weight.Grad!.ToDoubles().ShouldBe(c.Gradients[1]!.Data, 1e-14);
        if (layer.Bias is { } bias) bias.Grad!.ToDoubles().ShouldBe(c.Gradients[2]!.Data, 1e-14);
    }

    public static TheoryData<Module, double, double> Activations => new()
    {
        { new Identity(), 1.5, -1.5 },
        { new Relu(), 1.5, 0 },
        { new LeakyRelu(), 1.5, -0.015 },
        { new LeakyRelu(0.2), 1.5, -0.3 },
        { new Elu(), 1.5, -0.77686983985157 },
        { new Elu(2), 1.5, -1.55373967970314 },
        { new PRelu(), 1.5, -0.375 },
        { new Sigmoid(), 0.817574476193644, 0.182425523806356 },
        { new Tanh(), 0.905148253644866, -0.905148253644866 },
        { new Softplus(), 1.70141327798275, 0.201413277982752 },
        { new Silu(), 1.22636171429047, -0.273638285709535 },
        { new Mish(), 1.4033782663958028, -0.29809974216680674 },
        { new Gelu(), 1.39978919809671, -0.100210801903286 },
        { new Gelu(approximate: true), 1.39957157698032, -0.10042842301968 },
        { new LogSigmoid(), -0.201413277982752, -1.70141327798275 },
        { new Softmax(), 0.952574126822433, 0.0474258731775668 },
        { new LogSoftmax(), -0.0485873515737420, -3.04858735157374 },
    };

    [Theory, MemberData(nameof(Activations))]
    public void An_activation_keeps_the_shape_and_computes_its_formula(Module layer, double positive, double negative)
    {
        layer.Cast(DType.Float64);
        Tensor y = layer.Forward(Tensor.From([1.5, -1.5], [1, 2]));
        y.ToDoubles().ShouldBe([positive, negative], 1e-12);
        y.Shape.ShouldBe(layer.OutputShape([1, 2]));
        layer.MultiplyAdds([1, 2]).ShouldBe(0);
    }

    [Fact]
    public void A_slope_for_each_channel_is_that_of_axis_1()
    {
        var layer = new PRelu(2);
        layer.Weight.Assign(Tensor.From(0.5f, 0.25f));
        layer.Forward(-Tensor.Ones([1, 2, 2])).ToArray<float>().ShouldBe([-0.5f, -0.5f, -0.25f, -0.25f]);
        Should.Throw<ShapeException>(() => layer.Forward(Tensor.Ones([2, 3]))).Message.ShouldBe("PRelu: cannot use 2 slopes on [2, 3]: axis 1 has 3 channels.");
        Should.Throw<ShapeException>(() => layer.OutputShape([2])).Message.ShouldBe("PRelu: cannot use 2 slopes on [2]: axis 1 has no channels.");
    }

    [Fact]
    public void Flatten_joins_all_axes_but_the_batch()
    {
        new Flatten().Forward(Tensor.Zeros([2, 3, 4, 5])).Shape.ShouldBe([2, 60]);
        foreach (var layer in (Flatten[])[new(), new(0, 1), new(-2), new(1, 1)])
            layer.OutputShape([2, 3, 4, 5]).ShouldBe(layer.Forward(Tensor.Zeros([2, 3, 4, 5])).Shape);
    }
}
