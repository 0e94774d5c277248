using Nabla.Diagnostics;
using Nabla.Layers;
using Sample = Nabla.Operations.Sample;

namespace Nabla.Tests.Autodiff;

public sealed class AnomalyTests
{
    static readonly Tensor X = Tensor.From<float>([1, 2, 0, 4, 5, 6], [2, 3]);

    [Fact]
    public void The_first_infinity_names_operation_shapes_place_and_value()
    {
        using var detection = new AnomalyDetection();
        AnomalyException e = Thrown(() => (X * 2).Log() * 3);
        (e.Operation, e.Pass, e.Value).ShouldBe(("Log", AnomalyPass.Forward, double.NegativeInfinity));
        e.Index.ShouldBe([0, 2]);
        e.Shapes.ShouldBe([new Shape([2, 3]), new Shape([2, 3])]);
        e.Layer.ShouldBeNull();
        e.Message.ShouldBe("Log: cannot go on from [2, 3]: element [0, 2] of the result [2, 3] is -Infinity, the first that is not finite; the inputs hold no such number. Where it is made on purpose, put the line into AnomalyDetection.Suspend().");
    }

    [Fact]
    public void The_layer_is_named_forward_and_backward()
    {
        var model = new Sequential(new Linear(3, 3, bias: false), new Sequential(new Root()));
        ((Linear)model[0]).Weight.Assign(Tensor.Zeros([3, 3]));
        using var detection = new AnomalyDetection();
        Tensor y = model.Call(X).Sum();
        AnomalyException e = Thrown(() => { y.Backward(); return y; });
        (e.Operation, e.Pass, e.Layer).ShouldBe(("Sqrt", AnomalyPass.Backward, "model.1.0 (Root)"));
        e.Value.ShouldBe(double.PositiveInfinity);
        e.Index.ShouldBe([0, 0]);
        e.Message.ShouldBe("model.1.0 (Root): Sqrt: cannot pass back a gradient [2, 3]: element [0, 0] of the gradient at input 0 [2, 3] is Infinity, the first that is not finite; the gradient from above is finite.");

        ((Linear)model[0]).Weight.Assign(Tensor.Full([3, 3], -1));
        e = Thrown(() => model.Call(X));
        (e.Operation, e.Pass, e.Layer).ShouldBe(("Sqrt", AnomalyPass.Forward, "model.1.0 (Root)"));
        double.IsNaN(e.Value).ShouldBeTrue();
    }

    [Fact]
    public void Infinities_that_come_in_may_go_out_and_masks_work()
    {
        Tensor mask = Tensor.From(new[,] { { true, false, false }, { false, true, false } });
        Tensor x = X.RequireGrad();
        using var detection = new AnomalyDetection();
        Tensor p = x.MaskedFill(mask, double.NegativeInfinity).Softmax();
        p[0, 0].Item().ShouldBe(0);
        p.Square().Sum().Backward();
        Tensor constant = Tensor.Where(mask, Tensor.Scalar(double.NegativeInfinity), Tensor.Scalar(0));
        (X + constant).LogSumExp(1).ToDoubles().ShouldAllBe(v => double.IsFinite(v));
    }

    [Fact]
    public void A_row_of_masks_alone_is_an_anomaly()
    {
        using var detection = new AnomalyDetection();
        AnomalyException e = Thrown(() => X.MaskedFill(Tensor.Full([2, 3], 1).EqualTo(1), double.NegativeInfinity).Softmax());
        double.IsNaN(e.Value).ShouldBeTrue();
        e.Message.ShouldContain("Where it is a mask, see that a row is left something");
    }

    [Fact]
    public void Not_a_number_in_the_data_is_found_where_it_enters()
    {
        Tensor data = Tensor.From<float>([1, float.NaN, 3]);
        using var detection = new AnomalyDetection();
        AnomalyException e = Thrown(() => (X + data).Tanh());
        e.Operation.ShouldBe("Add");
        e.Index.ShouldBe([0, 1]);
        e.Message.ShouldContain("input 1 holds NaN already");
    }

    [Fact]
    public void On_purpose_is_said_by_suspending()
    {
        using var detection = new AnomalyDetection();
        AnomalyDetection.IsOn.ShouldBeTrue();
        using (AnomalyDetection.Suspend())
        {
            AnomalyDetection.IsOn.ShouldBeFalse();
            Tensor.Zeros([2]).Log()[0].Item().ShouldBe(double.NegativeInfinity);
            using (new AnomalyDetection()) Thrown(() => Tensor.Zeros([2]).Log());
        }
        Thrown(() => Tensor.Zeros([2]).Log());
    }

    [Fact]
    public void Scopes_belong_to_their_thread_and_end()
    {
        using (new AnomalyDetection())
        {
            double other = 0;
            var thread = new Thread(() => other = Tensor.Zeros([2]).Log()[1].Item());
            thread.Start();
            thread.Join();
            other.ShouldBe(double.NegativeInfinity);
        }
        AnomalyDetection.IsOn.ShouldBeFalse();
        ThreadWatch.Current.ShouldBeNull();
        Tensor.Zeros([2]).Log()[0].Item().ShouldBe(double.NegativeInfinity);
    }

    [Fact]
    public void A_gradient_that_is_given_or_a_sum_that_overflows_is_found()
    {
        Tensor x = Tensor.Ones([2]).RequireGrad();
        using var detection = new AnomalyDetection();
        Thrown(() => { (x * 2).Backward(Tensor.From<float>([1, float.NaN])); return x; }).Message.ShouldContain("It was given so by the caller or a hook");
        Tensor small = Tensor.Full([2], 1e-38).RequireGrad();
        Tensor y = (small * 2e38 + small * 2e38).Sum();
        AnomalyException e = Thrown(() => { y.Backward(); return y; });
        (e.Operation, e.Value).ShouldBe(("Leaf", double.PositiveInfinity));
        e.Message.ShouldContain("a sum of several that overflows");
    }

    [Fact]
    public void Detection_lasts_through_a_walk_and_is_what_it_was_after_it()
    {
        Tensor x = X.RequireGrad();
        using var detection = new AnomalyDetection();
        x.Square().Sum().Backward();
        Should.Throw<AnomalyException>(() => x.Sqrt().Sum().Backward());
        Thrown(() => Tensor.Zeros([1]).Log());
        // The graph of a gradient is looked at like any other walk.
        Tensor slope = Gradient.Of((x + 1).Pow(1.5).Sum(), x, createGraph: true);
        slope.Sum().Backward();
    }

    [Fact]
    public void In_a_block_that_is_computed_again_gradients_are_looked_at_too()
    {
        var model = new Sequential(new Linear(3, 3, bias: false), new Checkpointed(new Root()));
        ((Linear)model[0]).Weight.Assign(Tensor.Zeros([3, 3]));
        using var detection = new AnomalyDetection();
        Tensor y = model.Call(X).Sum();
        AnomalyException e = Thrown(() => { y.Backward(); return y; });
        (e.Operation, e.Pass, e.Layer).ShouldBe(("Sqrt", AnomalyPass.Backward, "model.1.body (Root)"));
    }

    public static TheoryData<string> Samples => [.. SampleCatalogue.Groups(0).Select(g => $"{g.Kind} {g.Name}")];

    /// <summary>No formula of the library raises an alarm where its result is finite.</summary>
    [Theory, MemberData(nameof(Samples))]
    public void No_sample_raises_a_false_alarm(string name)
    {
        using var detection = new AnomalyDetection();
        foreach (Sample sample in SampleCatalogue.Groups(0).Where(g => $"{g.Kind} {g.Name}" == name).SelectMany(g => g.Samples))
        {
            Tensor[] inputs = [.. sample.Inputs.Select(x => x.RequireGrad())];
            Tensor y = sample.Function(inputs);
            if (y.Node is not null) Gradient.Of(y, inputs, Tensor.Ones(y.Shape, y.DType), createGraph: true);
        }
    }

    static AnomalyException Thrown(Func<Tensor> function) => Should.Throw<AnomalyException>(() => { function(); });

    sealed class Root : Module
    {
        public override Tensor Forward(Tensor x) => x.Sqrt();
    }
}
