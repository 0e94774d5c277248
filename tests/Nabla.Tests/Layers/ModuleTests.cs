using Nabla.Initializers;
using Nabla.Layers;
using Nabla.Optimizers;

namespace Nabla.Tests.Layers;

public sealed class ModuleTests
{
    [Fact]
    public void Names_are_paths_below_the_layer_that_is_asked()
    {
        var inner = new Sequential(new Linear(2, 3), new Dropout());
        var model = new Sequential(new Flatten(), inner, new PRelu());
        model.NamedParameters().Select(p => p.Path).ShouldBe(["1.0.weight", "1.0.bias", "2.weight"]);
        model.NamedBuffers().Select(p => p.Path).ShouldBe(["1.1.calls"]);
        model.NamedModules().Select(m => m.Path).ShouldBe(["", "0", "1", "1.0", "1.1", "2"]);
        inner.NamedParameters().Select(p => p.Path).ShouldBe(["0.weight", "0.bias"]);
        inner.Path.ShouldBe("1");
        ((Linear)inner[0]).Bias!.Path.ShouldBe("1.0.bias");
        model.Children.Select(c => c.Name).ShouldBe(["0", "1", "2"]);
    }

    [Fact]
    public void A_layer_that_two_models_share_is_counted_once_in_each()
    {
        var shared = new Linear(2, 2);
        var model = new Sequential(shared, new Relu(), shared);
        model.Parameters().Count.ShouldBe(2);
        new Sequential(model, new Softmax()).Parameters().Count.ShouldBe(2);
        shared.Path.ShouldBe("0.0");
    }

    [Fact]
    public void A_layer_cannot_contain_itself()
    {
        var model = new Sequential(new Relu());
        Should.Throw<ArgumentException>(() => model.Add(model)).Message.ShouldStartWith("model (Sequential): cannot add model (Sequential) as '1': it contains this layer.");
        var outer = new Sequential(model);
        Should.Throw<ArgumentException>(() => model.Add(outer)).Message.ShouldStartWith("model.0 (Sequential): cannot add model (Sequential) as '1': it contains this layer.");
    }

    [Fact]
    public void A_model_is_written_as_a_collection_too()
    {
        Sequential model = [new Linear(2, 3), new Relu()];
        var other = new Sequential { new Linear(2, 3), new Relu() };
        model.Count.ShouldBe(2);
        other.ShouldBe([other[0], other[1]]);
        other[1].ShouldBeOfType<Relu>();
    }

    [Fact]
    public void Training_and_evaluation_reach_every_layer()
    {
        var model = new Sequential(new Sequential(new Dropout()));
        model.NamedModules().ShouldAllBe(m => m.Value.IsTraining);
        model.Eval();
        model.NamedModules().ShouldAllBe(m => !m.Value.IsTraining);
        model.Train();
        model.NamedModules().ShouldAllBe(m => m.Value.IsTraining);
    }

    [Fact]
    public void A_layer_of_ones_own_is_a_formula_over_what_its_constructor_registers()
    {
        var layer = new Affine();
        layer.NamedParameters().Select(p => p.Path).ShouldBe(["scale", "below.weight"]);
        layer.Forward(Tensor.From(1f, 2f)).ToArray<float>().ShouldBe([1f, 1f]);
        layer.Seen.Item().ShouldBe(1);
        layer.Initialize(0);
        layer.Seen.Item().ShouldBe(0);
        Should.Throw<NotSupportedException>(() => layer.OutputShape([2])).Message.ShouldBe("model (Affine): cannot tell the shape of the output for [2]: the layer does not override OutputShape.");
        Should.Throw<ArgumentException>(() => layer.Again("scale")).Message.ShouldStartWith("model (Affine): cannot register 'scale': the name is taken.");
        Should.Throw<ArgumentException>(() => layer.Again("a.b")).Message.ShouldStartWith("model (Affine): cannot register 'a.b': a name has no dot");
    }

    [Fact]
    public void A_loss_of_gradient_is_no_surprise_in_a_layer_that_has_no_parameters() =>
        Should.Throw<ArgumentException>(() => new Sgd(new Relu(), 0.1)).Message.ShouldStartWith("Sgd: cannot train 0 parameters");

    [Fact]
    public void Many_threads_infer_on_one_model()
    {
        var model = new Sequential(new Linear(16, 64), new Relu(), new Dropout(), new Linear(64, 4));
        model.Eval();
        Tensor[] inputs = [.. Enumerable.Range(0, 8).Select(i => new RandomStream((ulong)i).Normal([5, 16]))];
        float[][] alone = [.. inputs.Select(x => model.Forward(x).ToArray<float>())];
        Parallel.For(0, 400, i =>
        {
            using var constant = new NoGrad();
            Tensor y = model.Forward(inputs[i % 8]);
            y.RequiresGrad.ShouldBeFalse();
            y.ToArray<float>().ShouldBe(alone[i % 8]);
        });
    }

    sealed class Affine : Module
    {
        readonly Parameter scale;
        readonly Linear below;

        public Affine()
        {
            scale = AddParameter("scale", [2], new Zeros());
            below = AddChild("below", new Linear(2, 2, bias: false, weight: new Ones()));
            Seen = AddBuffer("seen", Tensor.Scalar(0));
        }

        public Tensor Seen { get; }

        public override Tensor Forward(Tensor x)
        {
            SetBuffer("seen", Seen + 1);
            return below.Call(x) * scale + 1;
        }

        public void Again(string name) => AddBuffer(name, Tensor.Scalar(0));
    }
}
