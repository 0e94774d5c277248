using Nabla.Layers;
using Nabla.Optimizers;
using Nabla.Schedules;

namespace Nabla.Tests.Schedules;

public sealed class ScheduleTests
{
    static double[] Rates(Schedule schedule, int count, double initial = 1) => [.. Enumerable.Range(0, count).Select(step => schedule.Rate(step, initial))];

    [Fact]
    public void A_plateau_that_was_saved_goes_on_where_it_stood()
    {
        double[] metrics = [1, 0.9, 0.95, 0.92, 0.91, 0.94, 0.97, 0.5, 0.6, 0.7, 0.8, 0.9];
        for (int cut = 0; cut <= metrics.Length; cut++)
        {
            Schedule whole = Plateau(), first = Plateau(), second = Plateau();
            foreach (double m in metrics[..cut]) first.Observe(m);
            second.Observe(-100); // what is loaded takes its place
            second.LoadState(first.State().ToDictionary(s => s.Name, s => s.Value, StringComparer.Ordinal));
            foreach (double m in metrics) whole.Observe(m);
            foreach (double m in metrics[cut..]) second.Observe(m);
            second.State().ShouldBe(whole.State());
            second.Rate(20, 1).ShouldBe(whole.Rate(20, 1));
        }

        static Schedule Plateau() => new ReduceOnPlateau(patience: 1, factor: 0.5, cooldown: 1);
    }

    [Fact]
    public void Parts_that_remember_are_saved_under_their_numbers()
    {
        var schedule = new WarmUp(2, new Chained(new ExponentialDecay(0.9), new ReduceOnPlateau(patience: 0, factor: 0.5)), start: 0.5);
        schedule.Observe(1);
        schedule.Observe(2);
        schedule.State().ShouldBe([("0.1.best", 1), ("0.1.bad", 0), ("0.1.cooling", 0), ("0.1.reductions", 1)]);
        schedule.Rate(3, 1).ShouldBe(0.45, 1e-15);
        var other = new WarmUp(2, new Chained(new ExponentialDecay(0.9), new ReduceOnPlateau(patience: 0, factor: 0.5)), start: 0.5);
        other.LoadState(schedule.State().ToDictionary(s => s.Name, s => s.Value, StringComparer.Ordinal));
        other.State().ShouldBe(schedule.State());
        other.Rate(3, 1).ShouldBe(0.45, 1e-15);
    }

    [Fact]
    public void One_cycle_holds_its_last_rate()
    {
        var schedule = new OneCycle(0.5, 30);
        schedule.Rate(29, 1).ShouldBe(0.5 / 25 / 1e4, 1e-15);
        schedule.Rate(30, 1).ShouldBe(schedule.Rate(29, 1));
        schedule.Rate(1000, 1).ShouldBe(schedule.Rate(29, 1));
        schedule.Momentum(1000).ShouldBe(0.95);
        new OneCycle(0.5, 1).Rate(0, 1).ShouldBeInRange(0, 0.5);
        Rates(new OneCycle(0.5, 10, rising: 0.1), 10).ShouldAllBe(r => r >= 0 && r <= 0.5);
    }

    [Fact]
    public void Cosine_rises_again_after_its_end() => Rates(new Cosine(2), 5).Select(r => Math.Round(r, 12)).ShouldBe([1, 0.5, 0, 0.5, 1]);

    [Fact]
    public void Restarts_grow_without_end()
    {
        var schedule = new CosineWithRestarts(1, growth: int.MaxValue);
        schedule.Rate(long.MaxValue, 1).ShouldBeInRange(0, 1);
        new Cosine(long.MaxValue / 2).Rate(long.MaxValue, 1).ShouldBeInRange(0, 1);
    }

    [Fact]
    public void A_warm_up_ends_at_the_first_rate_of_what_follows()
    {
        var schedule = new WarmUp(4, new OneCycle(0.5, 20), start: 0);
        Rates(schedule, 5, initial: 7).ShouldBe([0, 0.005, 0.01, 0.015, 0.02], 1e-15);
        schedule.Momentum(0).ShouldBe(0.95);
        schedule.Momentum(4 + 5)!.Value.ShouldBe(0.85, 1e-15);
        Rates(new WarmUp(3, start: 0.5, constant: true), 5).ShouldBe([0.5, 0.5, 0.5, 1, 1]);
    }

    [Fact]
    public void A_chain_passes_each_rate_on_and_takes_the_last_momentum()
    {
        var schedule = new Chained(new Cyclic(0.1, 0.2, 5, lowestMomentum: 0.1, highestMomentum: 0.2), new ConstantFactor(0.5, 100));
        schedule.Rate(0, 9).ShouldBe(0.05);
        schedule.Momentum(0).ShouldBe(0.2);
        new Sequenced([new ExponentialDecay(0.5), new Cyclic(0.1, 0.2, 5)], [3]).Momentum(2).ShouldBeNull();
        new Sequenced([new ExponentialDecay(0.5), new Cyclic(0.1, 0.2, 5)], [3]).Momentum(3).ShouldBe(0.9);
    }

    [Fact]
    public void A_factor_of_zero_is_fine_where_pytorch_divides_by_it()
    {
        Rates(new ConstantFactor(0, 2), 3).ShouldBe([0, 0, 1]);
        Rates(new LinearFactor(0, 1, 2), 4).ShouldBe([0, 0.5, 1, 1]);
    }

    [Fact]
    public void A_schedule_sets_every_group_from_its_initial_rate()
    {
        Optimizer optimizer = Two();
        optimizer.LearningRate = 5;
        new ExponentialDecay(0.5).Apply(optimizer, 1);
        optimizer.Groups.Select(g => g.LearningRate).ShouldBe([0.5, 0.05]);
    }

    [Fact]
    public void Bad_arguments_are_refused_with_their_numbers()
    {
        Says("StepDecay: cannot use every 0: it is at least 1.", () => new StepDecay(0));
        Says("StepDecay: cannot use factor NaN: it is a finite number from 0 on.", () => new StepDecay(1, double.NaN));
        Says("ExponentialDecay: cannot use factor -1: it is a finite number from 0 on.", () => new ExponentialDecay(-1));
        Says("ConstantFactor: cannot use steps -1: it is at least 0.", () => new ConstantFactor(steps: -1));
        Says("LinearFactor: cannot use steps 0: it is at least 1.", () => new LinearFactor(steps: 0));
        Says("MultiStepDecay: cannot use milestones 4, 3: each is at least the one before.", () => new MultiStepDecay([1, 4, 3]));
        Says("PolynomialDecay: cannot use power ∞: it is a finite number from 0 on.", () => new PolynomialDecay(power: double.PositiveInfinity));
        Says("Cosine: cannot use steps 0: it is at least 1.", () => new Cosine(0));
        Says("CosineWithRestarts: cannot use growth 0: it is at least 1.", () => new CosineWithRestarts(1, 0));
        Says("OneCycle: cannot use rising 1.5: it is from 0 to 1.", () => new OneCycle(1, 10, rising: 1.5));
        Says("OneCycle: cannot use finalDivisor 0: it is a finite number above 0.", () => new OneCycle(1, 10, finalDivisor: 0));
        Says("OneCycle: cannot use highest -2: it is a finite number from 0 on.", () => new OneCycle([1, -2], 10));
        Says("OneCycle: cannot anneal by 7: it is Cosine or Linear.", () => new OneCycle(1, 10, annealing: (Annealing)7));
        Says("Cyclic: cannot use highestMomentum 2: it is from 0 to 1.", () => new Cyclic(0, 1, highestMomentum: 2));
        Says("Cyclic: cannot use the shape 9: it is Triangular, Triangular2 or ExponentialRange.", () => new Cyclic(0, 1, shape: (CycleShape)9));
        Says("ReduceOnPlateau: cannot use factor 1: it is from 0 to below 1.", () => new ReduceOnPlateau(factor: 1));
        Says("ReduceOnPlateau: cannot use patience -1: it is at least 0.", () => new ReduceOnPlateau(patience: -1));
        Says("Lambda: cannot use 0 functions: at least 1 is needed.", () => new Lambda());
        Says("Chained: cannot chain 0 schedules: at least 1 is needed.", () => new Chained());
        Says("Sequenced: cannot part 2 schedules by 0 milestones: there is one milestone between two schedules.", () => new Sequenced([new Cosine(1), new Cosine(2)], []));
        Says("PerGroup: cannot use 0 numbers: at least 1 is needed.", () => new AnnealTo([]));
        Says("Noam: cannot use modelSize 0: it is at least 1.", () => new Noam(0));
        Says("InverseSqrt: cannot use warmUp 0: it is at least 1.", () => new InverseSqrt(0));
        Says("WarmUp: cannot use start -1: it is a finite number from 0 on.", () => new WarmUp(1, start: -1));
        Says("PerGroup: cannot tell the number of parameter group 2: numbers are given for 2 groups.", () => new OneCycle([1, 2], 10).Rate(0, 1, 2));
        Says("Lambda: cannot tell the rate of parameter group 2: functions are given for 2 groups.", () => new Lambda(_ => 1, _ => 2).Rate(0, 1, 2));
        Should.Throw<ArgumentOutOfRangeException>(() => new Cosine(3).Apply(Two(), -1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Lambda(_ => -1).Apply(Two(), 0));
        Should.Throw<ArgumentNullException>(() => new Chained(new Cosine(3), null!));
    }

    static void Says(string message, Func<object> make)
    {
        string culture = message.Replace("∞", "Infinity", StringComparison.Ordinal);
        Should.Throw<ArgumentException>(() => make()).Message.ShouldStartWith(culture);
    }

    static Sgd Two()
    {
        var optimizer = new Sgd([new Parameter(Tensor.Zeros([1]))], 1.0, momentum: 0.9);
        optimizer.AddGroup([new Parameter(Tensor.Zeros([1]))], 0.1);
        return optimizer;
    }
}
