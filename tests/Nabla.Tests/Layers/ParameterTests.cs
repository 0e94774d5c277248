using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;

namespace Nabla.Tests.Layers;

public sealed class ParameterTests
{
    static Sequential Model() => new(new Linear(3, 4), new Tanh(), new Linear(4, 2));

    static double[] Values(Module model) => [.. model.Parameters().SelectMany(p => p.ToDoubles())];

    [Fact]
    public void Two_models_of_one_seed_start_from_the_same_values() => Values(Model()).ShouldBe(Values(Model()));

    [Fact]
    public void Another_seed_draws_other_values()
    {
        Sequential other = Model();
        other.Seed = 1;
        Values(other).ShouldNotBe(Values(Model()));
    }

    [Fact]
    public void Values_do_not_depend_on_the_order_in_which_parameters_are_read()
    {
        Sequential backward = Model(), forward = Model();
        foreach (Parameter p in backward.Parameters().Reverse()) _ = p.ToDoubles();
        Values(backward).ShouldBe(Values(forward));
    }

    [Fact]
    public void Values_do_not_depend_on_the_order_in_which_layers_are_made()
    {
        var last = new Linear(4, 2);
        var first = new Linear(3, 4);
        Values(new Sequential(first, new Tanh(), last)).ShouldBe(Values(Model()));
    }

    [Fact]
    public void Layers_of_one_shape_start_from_different_values()
    {
        var model = new Sequential(new Linear(3, 3), new Linear(3, 3));
        var (a, b) = ((Linear)model[0], (Linear)model[1]);
        a.Weight.ToDoubles().ShouldNotBe(b.Weight.ToDoubles());
        a.Weight.ToDoubles()[..3].ShouldNotBe(a.Bias!.ToDoubles());
    }

    [Fact]
    public void The_seed_cannot_change_once_values_were_drawn_unless_they_are_drawn_again()
    {
        Sequential model = Model(), seven = Model();
        seven.Seed = 7;
        _ = Values(model);
        Should.Throw<InvalidOperationException>(() => model.Seed = 7).Message
            .ShouldBe("model (Sequential): cannot set the seed 7: model.0.weight was drawn with seed 0 already. Call Initialize(7) to draw again.");
        model.Initialize(7);
        model.Seed.ShouldBe(7UL);
        Values(model).ShouldBe(Values(seven));
        model[0].Seed.ShouldBe(7UL);
        Should.Throw<InvalidOperationException>(() => model[0].Seed = 3).Message
            .ShouldBe("model.0 (Linear): cannot set the seed 3: it is the root's, set it there.");
    }

    [Fact]
    public void A_first_read_by_many_threads_draws_once()
    {
        for (int round = 0; round < 20; round++)
        {
            Sequential model = Model();
            double[][] seen = new double[8][];
            Parallel.For(0, seen.Length, i => seen[i] = Values(model));
            foreach (double[] values in seen) values.ShouldBe(seen[0]);
        }
    }

    [Fact]
    public void A_first_read_within_a_step_outlives_it()
    {
        var model = new Sequential(new Linear(200, 100));
        var scope = new StepScope();
        double[] within;
        using (scope.Open()) within = Values(model);
        using (scope.Open()) _ = Tensor.Ones([100, 200]);
        Values(model).ShouldBe(within);
    }

    [Fact]
    public void A_float64_model_starts_from_the_numbers_of_the_float32_model()
    {
        Sequential before = Model(), after = Model();
        before.Cast(DType.Float64);
        double[] drawnAsDouble = Values(before);
        _ = Values(after);
        after.Cast(DType.Float64);
        drawnAsDouble.ShouldBe(Values(after));
        before.Parameters().ShouldAllBe(p => p.DType == DType.Float64);
        before.Forward(Tensor.Ones([1, 3], DType.Float64)).DType.ShouldBe(DType.Float64);
    }

    [Fact]
    public void A_graph_recorded_before_an_assignment_refuses_to_be_walked_after_it()
    {
        var layer = new Linear(2, 1);
        Tensor y = layer.Forward(Tensor.Ones([1, 2]).RequireGrad()).Sum();
        layer.Weight.Assign(Tensor.Zeros([1, 2]));
        Should.Throw<GraphException>(() => y.Backward()).Message.ShouldContain("changed in place");
    }

    [Fact]
    public void A_graph_recorded_before_a_step_or_a_conversion_refuses_to_be_walked_after_it()
    {
        var layer = new Linear(2, 1);
        Tensor x = Tensor.Ones([1, 2]).RequireGrad();
        layer.Forward(x).Sum().Backward();
        Tensor stale = layer.Forward(x).Sum();
        new Sgd(layer, 0.1).Step();
        Should.Throw<GraphException>(() => stale.Backward());
        stale = layer.Forward(x).Sum();
        layer.Cast(DType.Float64);
        Should.Throw<GraphException>(() => stale.Backward());
    }

    [Fact]
    public void An_assigned_parameter_is_a_copy()
    {
        var layer = new Linear(2, 1);
        Tensor value = Tensor.From([3.0, 4.0], [1, 2]);
        layer.Weight.Assign(value);
        layer.Weight.ToArray<float>().ShouldBe([3f, 4f]);
        new Parameter(value).Assign(Tensor.Zeros([1, 2]));
        value.ToDoubles().ShouldBe([3, 4]);
    }

    [Fact]
    public void A_frozen_parameter_gets_no_gradient_and_stays_as_it_is()
    {
        var model = new Sequential(new Linear(3, 4), new Linear(4, 2));
        model[0].Freeze();
        double[] before = model[0].Parameters()[0].ToDoubles(), free = model[1].Parameters()[0].ToDoubles();
        var optimizer = new Adam(model);
        Loss.Mse(model.Forward(Tensor.Ones([1, 3])), Tensor.Zeros([1, 2])).Backward();
        optimizer.Step();
        model[0].Parameters().Where(p => p.Grad is not null || p.RequiresGrad).ShouldBeEmpty();
        model[0].Parameters()[0].ToDoubles().ShouldBe(before);
        model[1].Parameters()[0].ToDoubles().ShouldNotBe(free);
        model[0].Freeze(false);
        Loss.Mse(model.Forward(Tensor.Ones([1, 3])), Tensor.Zeros([1, 2])).Backward();
        model[0].Parameters().Where(p => p.Grad is null).ShouldBeEmpty();
    }
}
