using Nabla.Layers;

namespace Nabla.Tests.Layers;

public sealed class HookTests
{
    static readonly Tensor X = new RandomStream(3).Normal([4, 3]);

    static Sequential Model() => new(new Linear(3, 5), new Tanh(), new Linear(5, 2)) { };

    [Fact]
    public void Hooks_run_in_order_each_on_what_the_one_before_returned()
    {
        Sequential model = Model();
        var order = new List<string>();
        model[1].OnForward((_, x, y) => { order.Add("output 1"); return y * 2; });
        model[1].OnForwardInput((_, x) => { order.Add("input 1"); return x + 1; });
        model[1].OnForwardInput((_, x) => { order.Add("input 2"); return x * 3; });
        model[1].OnForward((m, x, y) => { order.Add("output 2"); m.ShouldBeSameAs(model[1]); return y - 1; });
        Tensor h = model[0].Forward(X);
        Tensor expected = model[2].Forward(((h + 1) * 3).Tanh() * 2 - 1);
        model.Call(X).ToDoubles().ShouldBe(expected.ToDoubles());
        order.ShouldBe(["input 1", "input 2", "output 1", "output 2"]);
    }

    [Fact]
    public void A_hook_that_returns_null_changes_nothing_and_sees_input_and_output()
    {
        Sequential model = Model();
        Tensor expected = model.Call(X);
        (Tensor? X, Tensor? Y) seen = default;
        model[2].OnForward((_, x, y) => { seen = (x, y); return null; });
        Tensor y = model.Call(X);
        y.ToDoubles().ShouldBe(expected.ToDoubles());
        seen.Y.ShouldBeSameAs(y);
        seen.X!.Shape.ShouldBe(new Shape([4, 5]));
    }

    [Fact]
    public void Disposing_removes_one_registration_even_of_the_same_function_and_even_twice()
    {
        Sequential model = Model();
        int calls = 0;
        Tensor? Count(Module layer, Tensor x)
        {
            calls++;
            return null;
        }
        IDisposable first = model.OnForwardInput(Count), second = model.OnForwardInput(Count);
        model.Call(X);
        calls.ShouldBe(2);
        first.Dispose();
        first.Dispose();
        model.Call(X);
        calls.ShouldBe(3);
        second.Dispose();
        model.Call(X);
        calls.ShouldBe(3);
    }

    [Fact]
    public void A_hook_on_a_tensor_is_removed_once()
    {
        Tensor x = X.RequireGrad();
        int calls = 0;
        Tensor Count(Tensor dy)
        {
            calls++;
            return dy;
        }
        IDisposable first = x.OnGradient(Count);
        x.OnGradient(Count);
        first.Dispose();
        first.Dispose();
        x.Sum().Backward();
        calls.ShouldBe(1);
    }

    [Fact]
    public void A_gradient_hook_sees_the_gradients_at_output_and_input()
    {
        Sequential model = Model();
        Tensor x = X.RequireGrad();
        Tensor h = model[1].Forward(model[0].Forward(x)), y = model[2].Forward(h);
        Tensor[] expected = Gradient.Of(y.Square().Sum(), [h, y]);
        Tensor? seenX = null, seenY = null;
        using (model[2].OnGradient((m, dx, dy) => { (seenX, seenY) = (dx, dy); return null; }))
            model.Call(x).Square().Sum().Backward();
        seenX!.ToDoubles().ShouldBe(expected[0].ToDoubles());
        seenY!.ToDoubles().ShouldBe(expected[1].ToDoubles());
    }

    [Fact]
    public void A_gradient_hook_sees_only_what_its_layer_contributes()
    {
        var layer = new Linear(3, 3);
        Tensor x = X.RequireGrad();
        Tensor? seen = null;
        layer.OnGradient((_, dx, _) => { seen = dx; return null; });
        (layer.Call(x) + x * 5).Sum().Backward();
        seen!.ToDoubles().ShouldBe(Gradient.Of(layer.Forward(x).Sum(), x).ToDoubles());
        x.Grad!.ToDoubles().ShouldNotBe(seen.ToDoubles());
    }

    [Fact]
    public void A_gradient_hook_replaces_the_gradient_at_the_input_and_leaves_those_of_parameters()
    {
        Sequential model = Model(), plain = Model();
        Tensor x = X.RequireGrad(), same = X.RequireGrad();
        model[1].OnGradient((_, dx, _) => dx! * 2);
        model[1].OnGradient((_, dx, _) => dx! * 5);
        model.Call(x).Sum().Backward();
        plain.Call(same).Sum().Backward();
        x.Grad!.ToDoubles().ShouldBe((same.Grad! * 10).ToDoubles(), 1e-5);
        model.Parameters()[2].Grad!.ToDoubles().ShouldBe(plain.Parameters()[2].Grad!.ToDoubles());
    }

    [Fact]
    public void A_gradient_hook_of_a_layer_whose_input_requires_none_is_told_so()
    {
        var layer = new Linear(3, 2);
        int calls = 0;
        layer.OnGradient((_, dx, dy) => { dx.ShouldBeNull(); dy.ToDoubles().ShouldAllBe(v => v == 1); calls++; return null; });
        layer.Call(X).Sum().Backward();
        calls.ShouldBe(1);
        using (new NoGrad()) layer.Call(X);
        calls.ShouldBe(1);
    }

    [Fact]
    public void A_gradient_hook_takes_part_in_second_derivatives()
    {
        var layer = new Tanh();
        layer.OnGradient((_, dx, _) => dx! * 3);
        Tensor x = Tensor.Scalar(0.3, DType.Float64).RequireGrad();
        Tensor slope = Gradient.Of(layer.Call(x), x, createGraph: true);
        double t = Math.Tanh(0.3);
        slope.Item().ShouldBe(3 * (1 - t * t), 1e-12);
        Gradient.Of(slope, x).Item().ShouldBe(-6 * t * (1 - t * t), 1e-12);
    }

    [Fact]
    public void What_a_hook_throws_passes_with_the_layer_named()
    {
        Sequential model = Model();
        model[1].OnForward((_, _, _) => throw new InvalidOperationException("stop"));
        var other = Should.Throw<InvalidOperationException>(() => model.Call(X));
        other.Message.ShouldBe("stop");
        other.Data["Layer"].ShouldBe("model.1 (Tanh)");

        model = Model();
        model[1].OnForwardInput((_, _) => throw new ShapeException("Mine: cannot do it: no."));
        Should.Throw<ShapeException>(() => model.Call(X)).Layer.ShouldBe("model.1 (Tanh)");

        model = Model();
        model[2].OnGradient((_, dx, _) => dx!.Reshape([-1]));
        Should.Throw<ShapeException>(() => model.Call(X.RequireGrad()).Sum().Backward()).Message.ShouldContain("cannot use the gradient [20] that a hook returned");

        model = Model();
        model[2].OnGradient((_, _, _) => throw new InvalidOperationException("back"));
        Should.Throw<InvalidOperationException>(() => model.Call(X.RequireGrad()).Sum().Backward()).Data["Layer"].ShouldBe("model.2 (Linear)");
    }

    [Fact]
    public void A_layer_without_hooks_pays_nothing()
    {
        var layer = new Identity();
        layer.Call(X);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) layer.Call(X);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void A_removed_hook_leaves_the_call_under_way_as_it_began()
    {
        var layer = new Identity();
        var told = new List<int>();
        IDisposable? second = null;
        layer.OnForwardInput((_, _) => { told.Add(1); second!.Dispose(); return null; });
        second = layer.OnForwardInput((_, _) => { told.Add(2); return null; });
        layer.Call(X);
        layer.Call(X);
        told.ShouldBe([1, 2, 1]);
    }

    [Fact]
    public void A_layer_of_several_inputs_and_outputs_runs_hooks_on_the_first()
    {
        var cell = new Sequential(new Cell());
        var layer = (Cell)cell[0];
        layer.OnForwardInput((_, x) => x * 2);
        layer.OnForward((_, x, y) => y + 1);
        Tensor? seen = null;
        layer.OnGradient((_, dx, dy) => { seen = dx; return null; });
        Tensor x = X.RequireGrad();
        (Tensor y, Tensor state) = layer.Call(x, X);
        y.ToDoubles().ShouldBe((X * 2 + X + 1).ToDoubles());
        state.ToDoubles().ShouldBe((X * 2 * X).ToDoubles());
        y.Sum().Backward();
        seen!.ToDoubles().ShouldAllBe(v => v == 1);
        x.Grad!.ToDoubles().ShouldAllBe(v => v == 2);
        layer.Sum(X, X).ToDoubles().ShouldBe((X * 2 + X + 1).ToDoubles());
        Should.Throw<ShapeException>(() => layer.Call(x, X[.., ..2])).Layer.ShouldBe("model.0 (Cell)");
    }

    sealed class Cell : Module
    {
        public override Tensor Forward(Tensor x) => x;

        public (Tensor Y, Tensor State) Call(Tensor x, Tensor state) => CallWith(x, state, static (x, state) => (x + state, x * state));

        public Tensor Sum(Tensor x, Tensor state) => CallWith(x, state, static (x, state) => x + state);
    }
}
