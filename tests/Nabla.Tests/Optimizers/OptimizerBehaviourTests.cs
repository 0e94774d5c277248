using Nabla.Layers;
using Nabla.Optimizers;
using Nabla.Serialization;

namespace Nabla.Tests.Optimizers;

/// <summary>What holds of every optimizer.</summary>
public sealed class OptimizerBehaviourTests
{
    public static TheoryData<string> Optimizers => new(OptimizerSamples.Names);

    [Fact]
    public void Every_optimizer_is_among_the_samples()
    {
        var model = new Linear(1, 1);
        OptimizerSamples.Types.Except(OptimizerSamples.Names.Select(n => OptimizerSamples.Create(n, model).GetType())).ShouldBeEmpty();
    }

    [Fact]
    public void Moments_of_a_weight_without_gradients_go_to_zero_and_not_through_subnormal_numbers()
    {
        Parameter weight = new(Tensor.Ones([20]));
        var adam = new Adam([weight]);
        weight.Sum().Backward();
        adam.Step();
        for (int step = 0; step < 900; step++)
        {
            adam.ZeroGrad();
            (weight * 0).Sum().Backward();
            adam.Step();
            double[] moments = adam.State().Where(s => s.Name.Contains("Moment", StringComparison.Ordinal)).SelectMany(s => s.Value.ToDoubles()).ToArray();
            moments.Length.ShouldBe(40);
            moments.ShouldAllBe(m => m == 0 || Math.Abs(m) >= 1.17549435e-38);
        }
        adam.State().Single(s => s.Name.Contains("firstMoment", StringComparison.Ordinal)).Value.ToDoubles().ShouldAllBe(m => m == 0);
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void A_saved_state_goes_on_bit_for_bit(string name)
    {
        foreach (DType type in (DType[])[DType.Float32, DType.Float64])
        {
            Sequential whole = OptimizerSamples.Model(type), resumed = OptimizerSamples.Model(type);
            Optimizer first = OptimizerSamples.Create(name, whole);
            OptimizerSamples.Run(first, whole, type, 7);
            using var file = new MemoryStream();
            SafeTensors.Save(file, first.State().ToDictionary(s => s.Name, s => s.Value, StringComparer.Ordinal));
            file.Position = 0;
            foreach ((Parameter from, Parameter to) in whole.Parameters().Zip(resumed.Parameters())) to.Assign(from.Detach());

            Optimizer second = OptimizerSamples.Create(name, resumed);
            second.LoadState(SafeTensors.Load(file, "states", out _));
            OptimizerSamples.Run(first, whole, type, 7);
            OptimizerSamples.Run(second, resumed, type, 7);
            Bits(resumed).ShouldBe(Bits(whole));
            Flat(second).ShouldBe(Flat(first));
            second.State().Select(s => s.Name).ShouldBe(first.State().Select(s => s.Name));
        }
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void Loading_forgets_what_was_there(string name)
    {
        Sequential model = OptimizerSamples.Model(DType.Float64);
        Optimizer optimizer = OptimizerSamples.Create(name, model);
        optimizer.State().ShouldBeEmpty();
        OptimizerSamples.Run(optimizer, model, DType.Float64, 3);
        optimizer.State().ShouldNotBeEmpty();
        optimizer.LoadState(new Dictionary<string, Tensor>(StringComparer.Ordinal));
        optimizer.State().ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void States_that_do_not_fit_are_refused_and_change_nothing(string name)
    {
        Sequential model = OptimizerSamples.Model(DType.Float64);
        Optimizer optimizer = OptimizerSamples.Create(name, model);
        OptimizerSamples.Run(optimizer, model, DType.Float64, 3);
        double[] before = Flat(optimizer);
        Dictionary<string, Tensor> state = optimizer.State().ToDictionary(s => s.Name, s => s.Value.Clone(), StringComparer.Ordinal);
        foreach (string key in state.Keys.ToArray())
        {
            Tensor kept = state[key];
            state[key] = Tensor.Zeros([2, 9, 2]);
            Should.Throw<ShapeException>(() => optimizer.LoadState(state)).Message.ShouldContain(key);
            state[key] = kept;
        }
        state.Add("2.weight.surprise", Tensor.Ones([1]));
        Should.Throw<ArgumentException>(() => optimizer.LoadState(state)).Message.ShouldContain("surprise");
        Flat(optimizer).ShouldBe(before);
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void The_loss_falls(string name)
    {
        foreach (DType type in (DType[])[DType.Float32, DType.Float64])
        {
            Sequential model = OptimizerSamples.Model(type);
            Optimizer optimizer = OptimizerSamples.Create(name, model);
            double before = OptimizerSamples.Loss(model, type).Item();
            OptimizerSamples.Run(optimizer, model, type, 10);
            double after = OptimizerSamples.Loss(model, type).Item();
            (optimizer.Maximize ? before - after : after - before).ShouldBeLessThan(0);
            model.Parameters().ShouldAllBe(p => p.DType == type);
        }
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void Maximising_the_negative_is_minimising(string name)
    {
        if (OptimizerSamples.Create(name, OptimizerSamples.Model(DType.Float64)).Maximize) return; // the sample that climbs already
        Sequential down = OptimizerSamples.Model(DType.Float64), up = OptimizerSamples.Model(DType.Float64);
        Optimizer minimising = OptimizerSamples.Create(name, down);
        Optimizer maximising = OptimizerSamples.Create(name, up);
        typeof(Optimizer).GetProperty(nameof(Optimizer.Maximize))!.SetValue(maximising, true);
        for (int i = 0; i < 8; i++)
        {
            minimising.Step(() => OptimizerSamples.Loss(down, DType.Float64));
            maximising.Step(() => -OptimizerSamples.Loss(up, DType.Float64));
        }
        Bits(up).ShouldBe(Bits(down));
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void A_frozen_parameter_and_one_without_a_gradient_stay(string name)
    {
        Sequential model = OptimizerSamples.Model(DType.Float32);
        var alone = new Parameter(Tensor.Ones([3, 2]));
        Parameter frozen = ((Linear)model[0]).Weight;
        Optimizer optimizer = OptimizerSamples.Create(name, model);
        if (optimizer is not Lbfgs) optimizer.AddGroup([alone]);
        OptimizerSamples.Run(optimizer, model, DType.Float32, 2);
        double[] moved = frozen.ToDoubles();
        frozen.IsFrozen = true;
        OptimizerSamples.Run(optimizer, model, DType.Float32, 3);
        frozen.ToDoubles().ShouldBe(moved);
        alone.ToDoubles().ShouldAllBe(v => v == 1);
        frozen.IsFrozen = false;
        OptimizerSamples.Run(optimizer, model, DType.Float32, 1);
        frozen.ToDoubles().ShouldNotBe(moved);
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void Gradients_of_zero_give_finite_steps(string name)
    {
        foreach (DType type in (DType[])[DType.Float32, DType.Float64])
        {
            var layer = new Linear(3, 2);
            layer.Cast(type);
            Parameter p = layer.Weight;
            Optimizer optimizer = OptimizerSamples.Create(name, layer);
            for (int i = 0; i < 4; i++) optimizer.Step(() => (p * 0.0).Sum());
            p.ToDoubles().ShouldAllBe(v => double.IsFinite(v));
            for (int i = 0; i < 4; i++) optimizer.Step(() => (p * p).Sum());
            p.ToDoubles().ShouldAllBe(v => double.IsFinite(v));
        }
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void Threads_do_not_change_a_bit(string name)
    {
        int threads = Compute.Threads;
        try
        {
            var found = new List<double[]>();
            foreach (int count in (int[])[1, 2])
            {
                Compute.Threads = count;
                Sequential model = OptimizerSamples.Model(DType.Float32, width: 9000);
                Optimizer optimizer = OptimizerSamples.Create(name, model);
                OptimizerSamples.Run(optimizer, model, DType.Float32, 3);
                found.Add(Bits(model));
            }
            found[1].ShouldBe(found[0]);
        }
        finally
        {
            Compute.Threads = threads;
        }
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void A_model_converted_between_steps_goes_on(string name)
    {
        Sequential model = OptimizerSamples.Model(DType.Float32);
        Optimizer optimizer = OptimizerSamples.Create(name, model);
        foreach (DType type in (DType[])[DType.Float32, DType.Float64, DType.Float32])
        {
            model.Cast(type);
            OptimizerSamples.Run(optimizer, model, type, 2);
            Bits(model).ShouldAllBe(v => double.IsFinite(v));
        }
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void States_outlive_the_step_scope_that_they_are_made_in(string name)
    {
        Sequential inside = OptimizerSamples.Model(DType.Float32, width: 400), outside = OptimizerSamples.Model(DType.Float32, width: 400);
        Optimizer first = OptimizerSamples.Create(name, inside), second = OptimizerSamples.Create(name, outside);
        var scope = new StepScope();
        for (int i = 0; i < 5; i++)
        {
            using (scope.Open()) first.Step(() => OptimizerSamples.Loss(inside, DType.Float32));
            second.Step(() => OptimizerSamples.Loss(outside, DType.Float32));
        }
        Bits(inside).ShouldBe(Bits(outside));
        Flat(first).ShouldBe(Flat(second));
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void An_elementwise_step_allocates_next_to_nothing(string name)
    {
        Sequential model = OptimizerSamples.Model(DType.Float32, width: 3000);
        Optimizer optimizer = OptimizerSamples.Create(name, model);
        if (!OptimizerSamples.IsElementwise(optimizer)) return; // their steps use tensors, which a step scope lends
        int threads = Compute.Threads;
        Compute.Threads = 1;
        try
        {
            OptimizerSamples.Loss(model, DType.Float32).Backward();
            for (int i = 0; i < 3; i++) optimizer.Step();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 10; i++) optimizer.Step();
            ((GC.GetAllocatedBytesForCurrentThread() - before) / 10).ShouldBeLessThan(1024);
        }
        finally
        {
            Compute.Threads = threads;
        }
    }

    static double[] Bits(Module model) => [.. model.Parameters().SelectMany(p => p.ToDoubles())];

    static double[] Flat(Optimizer optimizer) => [.. optimizer.State().SelectMany(s => s.Value.ToDoubles())];
}
