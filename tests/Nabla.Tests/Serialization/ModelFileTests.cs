using Nabla.Layers;
using Nabla.Serialization;

namespace Nabla.Tests.Serialization;

public sealed class ModelFileTests : IDisposable
{
    readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    static Sequential Model(int hidden = 4) => new(new Linear(3, hidden), new Relu(), new Dropout(), new Linear(hidden, 2));

    [Fact]
    public void A_loaded_model_computes_what_the_saved_one_did()
    {
        Sequential saved = Model(), loaded = Model();
        saved.Initialize(9);
        saved.Save(path);
        loaded.Load(path);
        saved.Eval();
        loaded.Eval();
        Tensor x = new RandomStream(1).Normal([5, 3]);
        loaded.Forward(x).ToArray<float>().ShouldBe(saved.Forward(x).ToArray<float>());
        SafeTensors.Load(path).Keys.Order(StringComparer.Ordinal).ShouldBe(["0.bias", "0.weight", "2.calls", "3.bias", "3.weight"]);
    }

    [Fact]
    public void A_float64_model_loads_what_a_float32_model_saved()
    {
        Sequential saved = Model(), loaded = Model();
        saved.Save(path);
        loaded.Cast(DType.Float64);
        loaded.Load(path);
        loaded.Parameters()[0].ToDoubles().ShouldBe(saved.Parameters()[0].ToDoubles());
    }

    [Fact]
    public void A_wrong_shape_names_the_parameter_and_changes_nothing()
    {
        Sequential model = Model(5);
        double[] before = model.Parameters()[0].ToDoubles();
        Model().Save(path);
        var e = Should.Throw<ShapeException>(() => model.Load(path));
        e.Message.ShouldBe("model.0.weight: cannot load [4, 3]: the model expects [5, 3].");
        e.Shapes.ShouldBe([new Shape([4, 3]), new Shape([5, 3])]);
        model.Parameters()[0].ToDoubles().ShouldBe(before);
    }

    [Fact]
    public void Missing_and_unexpected_names_are_listed()
    {
        new Sequential(new Linear(3, 4), new Linear(4, 2, bias: false)).Save(path);
        var e = Should.Throw<ModelMismatchException>(() => Model().Load(path));
        e.Message.ShouldBe($"model: cannot load {path}: 3 missing: 3.weight, 3.bias, 2.calls; 1 unexpected: 1.weight.");
        e.Missing.ShouldBe(["3.weight", "3.bias", "2.calls"]);
        e.Unexpected.ShouldBe(["1.weight"]);
    }

    [Fact]
    public void Whole_numbers_are_no_weights()
    {
        var state = Model().State().ToDictionary(StringComparer.Ordinal);
        state["0.bias"] = Tensor.From<long>(1, 2, 3, 4);
        Should.Throw<DTypeException>(() => Model().LoadState(state)).Message.ShouldBe("model.0.bias: cannot load int64: the model expects float32.");
    }
}
