using Nabla.Diagnostics;
using Nabla.Layers;

namespace Nabla.Tests.Layers;

public sealed class SummaryTests
{
    [Fact]
    public void Every_layer_has_a_row_with_shape_parameters_and_cost()
    {
        var model = new Sequential(new Flatten(), new Sequential(new Linear(784, 128), new Relu()), new Linear(128, 10, bias: false));
        Summary summary = Summary.Of(model, [2, 1, 28, 28]);
        summary.Rows.ShouldBe(
        [
            new("0", "Flatten", [2, 784], 0, 0),
            new("1.0", "Linear", [2, 128], 100_480, 2 * 100_352),
            new("1.1", "Relu", [2, 128], 0, 0),
            new("2", "Linear", [2, 10], 1_280, 2 * 1_280),
        ]);
        summary.Parameters.ShouldBe(101_760);
        summary.MultiplyAdds.ShouldBe(203_264);
        model.MultiplyAdds([2, 1, 28, 28]).ShouldBe(203_264);
        model.OutputShape([2, 1, 28, 28]).ShouldBe([2, 10]);
    }

    [Fact]
    public void A_mismatch_names_the_layer_without_running_anything()
    {
        var model = new Sequential(new Flatten(), new Sequential(new Linear(10, 5), new Linear(4, 3)));
        var e = Should.Throw<ShapeException>(() => Summary.Of(model, [2, 10]));
        e.Message.ShouldBe("model.1.1 (Linear): Linear: cannot take [2, 5]: the last axis has 5 features, 4 are expected.");
        e.Layer.ShouldBe("model.1.1 (Linear)");
        e.Shapes.ShouldBe([new Shape([2, 5])]);
        model.Parameters().ShouldAllBe(p => !p.IsDrawn);
    }
}
