using Nabla.Layers;
using Nabla.Losses;
using Nabla.Tests.Reference;

namespace Nabla.Tests.Layers;

public sealed class PerSampleTests
{
    static readonly RandomStream Random = new(11);

    /// <summary>Models with inputs and targets; those with rules, those without, and those that hold their layers by hand.</summary>
    static readonly Dictionary<string, Func<(Module Model, Tensor X, Tensor T, Func<Tensor, Tensor, Tensor> Loss)>> Models = new(StringComparer.Ordinal)
    {
        ["perceptron"] = () => (new Sequential(new Linear(3, 5), new Gelu(), new Linear(5, 4, bias: false), new RmsNorm([4]), new Linear(4, 2)), Draw([4, 3]), Classes(4, 2), Loss.CrossEntropy),
        ["convolutions"] = () => (new Sequential(
            new Conv2d(2, 4, 3, padding: 1, groups: 2), new InstanceNorm2d(4, affine: true), new PRelu(4), new Conv2d(4, 3, 2, stride: 2, bias: false), new MaxPool2d(2), new Flatten(), new Linear(3, 2)),
            Draw([3, 2, 4, 5]), Classes(3, 2), Loss.CrossEntropy),
        ["signals with borders"] = () => (new Sequential(new Conv1d(2, 3, 3, padding: 2, dilation: 2, paddingMode: PadMode.Circular), new ConvTranspose1d(3, 2, 3, stride: 2, outputPadding: 1), new Flatten(), new Linear(20, 2)),
            Draw([5, 2, 4]), Draw([5, 2]), (y, t) => Loss.Mse(y, t)),
        ["volumes"] = () => (new Sequential(new Conv3d(1, 2, 2), new BatchNorm3d(2), new Flatten(), new Linear(16, 2)), Draw([2, 1, 2, 3, 5]), Draw([2, 2]), (y, t) => Loss.Mse(y, t)),
        ["rows within examples"] = () => (new Sequential(new LayerNorm([2, 3]), new Linear(3, 4), new Residual(new Sequential(new Linear(4, 4), new Tanh())), new Flatten(), new Linear(8, 2)), Draw([4, 2, 3]), Classes(4, 2), Loss.CrossEntropy),
        ["branches and shared layers"] = () =>
        {
            var shared = new Linear(3, 3);
            return (new Sequential(shared, new Tanh(), shared, new Branches(new Linear(3, 2), shared), new Linear(5, 2)), Draw([4, 3]), Classes(4, 2), Loss.CrossEntropy);
        },
        ["no rule"] = () => (new Sequential(new WeightNorm(new Linear(3, 4)), new AconC(4), new Bilinear(2, 2, 3), new Linear(3, 2)), Draw([4, 3]), Classes(4, 2), Loss.CrossEntropy),
        ["tied"] = () => (new Tied(), Draw([4, 3]), Draw([4, 3]), (y, t) => Loss.Mse(y, t)),
        ["axis 0 is time within"] = () => (new TimeFirst(), Draw([3, 3, 2]), Draw([3, 3, 2]), (y, t) => Loss.Mse(y, t)),
        ["rows of all examples within"] = () => (new Flattening(), Draw([4, 3, 2]), Draw([4, 3, 2]), (y, t) => Loss.Mse(y, t)),
        ["computed again"] = () => (new Sequential(new Linear(3, 3), new Checkpointed(new Sequential(new Linear(3, 3), new Tanh())), new Linear(3, 2)), Draw([4, 3]), Classes(4, 2), Loss.CrossEntropy),
        ["unused"] = () => (new Unused(), Draw([4, 3]), Draw([4, 3]), (y, t) => Loss.Mse(y, t)),
        ["one example"] = () => (new Linear(3, 2), Draw([1, 3]), Classes(1, 2), Loss.CrossEntropy),
        ["text"] = () => (new Text(), Random.Named("text").Integers([4, 5], 0, 6), Classes(4, 3), Loss.CrossEntropy),
    };

    public static TheoryData<string> Names => new(Models.Keys);

    [Theory, MemberData(nameof(Names))]
    public void Gradients_are_those_of_a_loop_over_the_examples(string name)
    {
        var (model, x, t, loss) = Models[name]();
        model.Cast(DType.Float64);
        if (name == "volumes") model.Eval();
        Dictionary<string, double[]> buffers = model.NamedBuffers().ToDictionary(b => b.Path, b => b.Value.ToDoubles(), StringComparer.Ordinal);
        PerSampleGradients found;
        using (new NoGrad()) found = PerSampleGradients.Of(model, loss, x, t);
        model.Parameters().Count(p => p.Grad is not null).ShouldBe(0);
        found.Named.Select(p => p.Path).ShouldBe(model.NamedParameters().Select(p => p.Path));
        foreach ((string path, Tensor value) in model.NamedBuffers()) value.ToDoubles().ShouldBe(buffers[path], path);
        for (int n = 0; n < x.Shape[0]; n++)
        {
            foreach (Parameter p in model.Parameters()) p.ClearGrad();
            Tensor value = loss(model.Call(x.Narrow(0, n, 1)), t.Narrow(0, n, 1));
            value.Backward();
            found.Losses[n].Item().ShouldBe(value.Item(), 1e-12);
            foreach ((string path, Parameter p) in model.NamedParameters())
            {
                found[p].Shape.ShouldBe(new Shape([x.Shape[0]]).Concat(p.Shape), path);
                double[] expected = p.Grad?.ToDoubles() ?? new double[p.ElementCount];
                found[p][n].ToDoubles().ShouldBe(expected, 1e-10, $"{path}, example {n}");
            }
        }
    }

    public static TheoryData<ReferenceCase> Cases => ReferenceCase.Theory("per_sample");

    [Theory, MemberData(nameof(Cases))]
    public void Gradients_are_PyTorchs(ReferenceCase c)
    {
        Module model = c.Name switch
        {
            "perceptron" => new Sequential(new Linear(3, 4), new Tanh(), new LayerNorm([4]), new Linear(4, 3)),
            "images" => new Sequential(new Conv2d(2, 4, 3, stride: 2, padding: 1, groups: 2), new GroupNorm(2, 4), new Relu(), new ConvTranspose2d(4, 2, 2, stride: 2, padding: 1), new Tanh(), new Flatten(), new Linear(16, 3)),
            _ => new Text(),
        };
        model.Cast(DType.Float64);
        ReferenceCase[] batch = [.. ReferenceCase.Load("per_sample").Where(other => other.Name == c.Name)];
        batch.Length.ShouldBe(c.Integers("examples")[0]);
        Tensor x = Tensor.Cat([.. batch.Select(e => Of(e.Inputs[0]))]), t = Tensor.Cat([.. batch.Select(e => Of(e.Inputs[1]))]);
        string[] names = [.. c.Args["parameters"].EnumerateArray().Select(n => n.GetString()!)];
        var parameters = model.NamedParameters().ToDictionary(p => p.Path, p => p.Value, StringComparer.Ordinal);
        parameters.Keys.Order(StringComparer.Ordinal).ShouldBe(names.Order(StringComparer.Ordinal));
        for (int i = 0; i < names.Length; i++) parameters[names[i]].Assign(Of(c.Inputs[i + 2]));
        PerSampleGradients found = PerSampleGradients.Of(model, c.Name == "images" ? (y, target) => Loss.Mse(y, target) : Loss.CrossEntropy, x, t);
        int n = c.Integers("example")[0];
        found.Losses[n].Item().ShouldBe(c.Output.Data[0], 1e-12);
        for (int i = 0; i < names.Length; i++)
            (found[parameters[names[i]]][n] * c.Upstream!.Data[0]).ToDoubles().ShouldBe(c.Gradients![i + 2]!.Data, 1e-12, names[i]);
    }

    [Fact]
    public void In_float32_too_and_the_mean_is_the_gradient_of_the_mean()
    {
        var (model, x, t, loss) = Models["convolutions"]();
        model.Cast(DType.Float32);
        (x, _) = (x.Cast(DType.Float32), t);
        PerSampleGradients found = PerSampleGradients.Of(model, loss, x, t);
        loss(model.Call(x), t).Backward();
        foreach (Parameter p in model.Parameters()) found[p].Mean(0).ToDoubles().ShouldBe(p.Grad!.ToDoubles(), 1e-5);
    }

    [Fact]
    public void Frozen_parameters_have_none()
    {
        var model = new Sequential(new Linear(3, 4), new Linear(4, 2));
        model[0].Freeze();
        PerSampleGradients found = PerSampleGradients.Of(model, Loss.CrossEntropy, Draw([4, 3]).Cast(DType.Float32), Classes(4, 2));
        found.Named.Select(p => p.Path).ShouldBe(["1.weight", "1.bias"]);
        Should.Throw<ArgumentException>(() => found[((Linear)model[0]).Weight]).Message.ShouldStartWith("PerSampleGradients: cannot tell the gradients of model.0.weight [4, 3]: it is no parameter of the model, or frozen.");
    }

    [Fact]
    public void Dropout_keeps_the_masks_of_the_one_pass()
    {
        var model = new Sequential(new Linear(3, 6, bias: false), new Dropout(), new Linear(6, 1, bias: false));
        Tensor x = Draw([5, 3]).Cast(DType.Float32);
        Tensor? dropped = null;
        model[1].OnForward((_, _, y) => { if (y.Shape[0] == 5) dropped = y.Detach(); return null; });
        PerSampleGradients found = PerSampleGradients.Of(model, (y, _) => y.Sum(), x, x);
        found[((Linear)model[2]).Weight].Reshape([5, 6]).ToDoubles().ShouldBe(dropped!.ToDoubles());
    }

    [Fact]
    public void Batch_normalisation_in_training_is_an_error_that_names_the_layer()
    {
        var model = new Sequential(new Linear(3, 4), new BatchNorm1d(4), new Linear(4, 2));
        Tensor x = Draw([4, 3]).Cast(DType.Float32), t = Classes(4, 2);
        var e = Should.Throw<BatchDependenceException>(() => PerSampleGradients.Of(model, Loss.CrossEntropy, x, t));
        e.Layer.ShouldBe("model.1 (BatchNorm1d)");
        e.Message.ShouldBe("model.1 (BatchNorm1d): PerSampleGradients: cannot tell examples apart in training mode: BatchNorm1d computes each from all examples of the batch. Call Eval() on the layer, or use GroupNorm or LayerNorm.");
        model[1].Eval();
        PerSampleGradients.Of(model, Loss.CrossEntropy, x, t);
    }

    [Fact]
    public void A_layer_of_ones_own_that_mixes_examples_is_found()
    {
        var model = new Sequential(new Linear(3, 4), new Centred(), new Linear(4, 2));
        var e = Should.Throw<BatchDependenceException>(() => PerSampleGradients.Of(model, Loss.CrossEntropy, Draw([4, 3]).Cast(DType.Float32), Classes(4, 2)));
        e.Layer.ShouldBe("model.1 (Centred)");
    }

    [Fact]
    public void A_value_from_outside_the_model_and_a_repeated_dropout_are_errors()
    {
        var outer = new Linear(3, 3);
        Tensor x = Draw([4, 3]).Cast(DType.Float32), shift = outer.Call(x).Tanh();
        var model = new Sequential(new Shifted(shift), new Linear(3, 2));
        Should.Throw<BatchDependenceException>(() => PerSampleGradients.Of(model, Loss.CrossEntropy, x, Classes(4, 2))).Message.ShouldContain("computed outside");
        var dropping = new Sequential(new Checkpointed(new Sequential(new Linear(3, 2), new Dropout())));
        Should.Throw<BatchDependenceException>(() => PerSampleGradients.Of(dropping, Loss.CrossEntropy, x, Classes(4, 2))).Layer.ShouldBe("model.0.body.1 (Dropout)");
    }

    [Fact]
    public void What_does_not_fit_is_an_error()
    {
        var model = new Linear(3, 2);
        Tensor x = Draw([4, 3]).Cast(DType.Float32);
        Should.Throw<ShapeException>(() => PerSampleGradients.Of(model, Loss.CrossEntropy, x, Classes(3, 2))).Message.ShouldStartWith("PerSampleGradients: cannot pair inputs [4, 3] with targets [3]");
        Should.Throw<GraphException>(() => PerSampleGradients.Of(model, (y, _) => y, x, Classes(4, 2)));
    }

    static Tensor Of(ReferenceArray a) => Tensor.From(a.Data, new Shape(a.Shape)).Cast(a.DType == "int64" ? DType.Int64 : DType.Float64);

    static Tensor Draw(Shape shape) => new RandomStream(11, shape.ToString()).Normal(shape, type: DType.Float64);

    static Tensor Classes(int count, int classes) => new RandomStream(12).Integers([count], 0, classes);

    sealed class Tied : Module
    {
        readonly Linear encode;

        public Tied() => encode = AddChild("encode", new Linear(3, 2));

        public override Tensor Forward(Tensor x) => encode.Call(x).Tanh().MatMul(encode.Weight);
    }

    /// <summary>Its children see [time, examples, features], with as many times as examples.</summary>
    sealed class TimeFirst : Module
    {
        readonly Linear linear;

        public TimeFirst() => linear = AddChild("linear", new Linear(2, 2));

        public override Tensor Forward(Tensor x) => linear.Call(x.Transpose(0, 1)).Tanh().Transpose(0, 1);
    }

    sealed class Flattening : Module
    {
        readonly Linear linear;

        public Flattening() => linear = AddChild("linear", new Linear(2, 2));

        public override Tensor Forward(Tensor x) => linear.Call(x.Reshape([-1, 2])).Reshape(x.Shape);
    }

    sealed class Unused : Module
    {
        readonly Linear used;

        public Unused()
        {
            AddChild("unused", new Linear(2, 2));
            used = AddChild("used", new Linear(3, 3));
        }

        public override Tensor Forward(Tensor x) => used.Call(x);
    }

    sealed class Text : Module
    {
        readonly Embedding words;
        readonly Linear each, last;

        public Text()
        {
            words = AddChild("words", new Embedding(6, 3, paddingIndex: 0));
            each = AddChild("each", new Linear(3, 4));
            last = AddChild("last", new Linear(4, 3, bias: false));
        }

        public override Tensor Forward(Tensor x) => last.Call(each.Call(words.Call(x)).Tanh().Mean(1));
    }

    sealed class Centred : Module
    {
        public override Tensor Forward(Tensor x) => x - x.Mean(0);
    }

    sealed class Shifted(Tensor shift) : Module
    {
        public override Tensor Forward(Tensor x) => x + shift[..x.Shape[0]];
    }
}
