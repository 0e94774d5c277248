using Nabla.Classic;
using Nabla.Losses;

namespace Nabla.Tests.Classic;

public sealed class HopfieldNetworkTests
{
    const int Units = 500;

    static Tensor Patterns(int count, int units = Units) => (new RandomStream(7, "patterns").Uniform([count, units]) < 0.5).Cast(DType.Float32) * 2 - 1;

    /// <summary>Turns a share of the units of every pattern, chosen at random.</summary>
    static Tensor Flipped(Tensor patterns, double share)
    {
        var random = new RandomStream(11, "flips");
        float[] values = patterns.ToArray<float>();
        int units = patterns.Shape[1];
        for (int i = 0; i < patterns.Shape[0]; i++)
            foreach (int unit in random.Permutation(units).AsSpan(0, (int)(share * units))) values[i * units + unit] *= -1;
        return Tensor.From<float>(values, patterns.Shape);
    }

    static double Overlap(Tensor a, Tensor b) => (a * b).Mean().Item();

    [Fact]
    public void Hebbs_rule_is_the_product_of_what_fires_together()
    {
        var model = new HopfieldNetwork(3);
        model.Learn(Tensor.From(new double[,] { { 1, -1, 1 } }), learningRate: 0.5);
        model.Weight.ToDoubles().ShouldBe([0, -0.5, 0.5, -0.5, 0, -0.5, 0.5, -0.5, 0]);
        model.Learn(Tensor.From(new double[,] { { 1, 1, 1 } }), learningRate: 0.5);
        model.Weight.ToDoubles().ShouldBe([0, 0, 1, 0, 0, 0, 1, 0, 0]);
        model.Energy(Tensor.From(new float[,] { { 1, 1, 1 }, { 1, 1, -1 } })).ToDoubles().ShouldBe([-1, 1]);
        var stored = new HopfieldNetwork(20);
        stored.Store(Patterns(3, 20));
        model = new HopfieldNetwork(20);
        model.Learn(Patterns(3, 20));
        foreach ((double expected, double found) in stored.Weight.ToDoubles().Zip(model.Weight.ToDoubles())) found.ShouldBe(expected, 1e-6);
    }

    [Theory, InlineData(HopfieldUpdate.Asynchronous), InlineData(HopfieldUpdate.Synchronous)]
    public void Few_patterns_are_recalled_from_a_quarter_of_flipped_bits(HopfieldUpdate update)
    {
        Tensor patterns = Patterns(Units / 20);
        var model = new HopfieldNetwork(Units);
        model.Store(patterns);
        Overlap(Flipped(patterns, 0.25), patterns).ShouldBe(0.5, 1e-6);
        Overlap(model.Recall(Flipped(patterns, 0.25), update), patterns).ShouldBeGreaterThan(0.998);
        model.Recall(patterns, update).ToDoubles().ShouldBe(patterns.ToDoubles());
    }

    /// <summary>α_c = 0.138: below it a pattern is nearly a fixed point, above it the network leaves it.</summary>
    [Fact]
    public void Memory_breaks_down_near_its_capacity()
    {
        double Kept(double load)
        {
            Tensor patterns = Patterns((int)Math.Round(load * Units));
            var model = new HopfieldNetwork(Units);
            model.Store(patterns);
            return Overlap(model.Recall(patterns), patterns);
        }
        HopfieldNetwork.Capacity.ShouldBe(0.138);
        double below = Kept(0.11), above = Kept(0.18);
        below.ShouldBeGreaterThan(0.97);
        above.ShouldBeLessThan(0.75);
    }

    [Fact]
    public void The_projection_keeps_more_patterns_than_hebbs_rule_can()
    {
        Tensor patterns = Patterns(Units / 4);
        var (hebb, projection) = (new HopfieldNetwork(Units), new HopfieldNetwork(Units));
        hebb.Store(patterns);
        projection.Store(patterns, HopfieldRule.Projection);
        projection.Recall(patterns).ToDoubles().ShouldBe(patterns.ToDoubles());
        Overlap(projection.Recall(Flipped(patterns, 0.1)), patterns).ShouldBeGreaterThan(0.999);
        Overlap(hebb.Recall(patterns), patterns).ShouldBeLessThan(0.8);
    }

    /// <summary>Ξ⁺Ξ, checked on its own equations: it keeps every pattern and is a projection; the diagonal is taken away afterwards.</summary>
    [Fact]
    public void The_projection_projects_even_where_patterns_depend_on_each_other()
    {
        Tensor some = Patterns(5, 30);
        Tensor patterns = Tensor.Cat([some, -some.Narrow(0, 0, 1)]);
        var model = new HopfieldNetwork(30);
        model.Store(patterns, HopfieldRule.Projection);
        Tensor five = some.Cast(DType.Float64), w = model.Weight.Cast(DType.Float64).Detach();
        // W x = x − diagonal∘x, so x − W x is one and the same multiple of x's sign in each unit: the diagonal of the projection, whose trace is its rank.
        double[] diagonal = ((five - five.MatMul(w)) * five).ToDoubles();
        for (int i = 0; i < 30; i++)
            for (int p = 1; p < 5; p++) diagonal[p * 30 + i].ShouldBe(diagonal[i], 1e-5);
        diagonal[..30].Sum().ShouldBe(5, 1e-4);
        model.Recall(patterns).ToDoubles().ShouldBe(patterns.ToDoubles());
    }

    [Fact]
    public void Energy_never_rises_while_units_change_one_by_one()
    {
        var model = new HopfieldNetwork(Units);
        Tensor patterns = Patterns(100);
        model.Store(patterns);
        Tensor state = Flipped(patterns, 0.4).Narrow(0, 0, 10);
        double[] before = model.Energy(state).ToDoubles();
        for (int sweep = 0; sweep < 20; sweep++)
        {
            state = model.Recall(state, sweeps: 1, seed: (ulong)sweep);
            double[] after = model.Energy(state).ToDoubles();
            for (int i = 0; i < after.Length; i++) after[i].ShouldBeLessThanOrEqualTo(before[i] + 1e-3);
            if (sweep == 0) after.Sum().ShouldBeLessThan(before.Sum() - 100);
            before = after;
        }
        Tensor rest = model.Recall(state);
        model.Recall(rest, seed: 9).ToDoubles().ShouldBe(rest.ToDoubles());
    }

    /// <summary>Two units that pull each other to the opposite: all at once they swing, one by one they rest.</summary>
    [Fact]
    public void All_units_at_once_may_swing()
    {
        var model = new HopfieldNetwork(2);
        model.Learn(Tensor.From(new double[,] { { 1, -1 } }));
        Tensor same = Tensor.From(new double[,] { { 1, 1 } });
        model.Recall(same, HopfieldUpdate.Synchronous, sweeps: 1).ToDoubles().ShouldBe([-1, -1]);
        model.Recall(same, HopfieldUpdate.Synchronous, sweeps: 100).ToDoubles().ShouldBe([1, 1]);
        model.Recall(same).Sum().Item().ShouldBe(0);
    }

    [Fact]
    public void The_order_of_units_follows_from_the_seed()
    {
        var model = new HopfieldNetwork(100);
        model.Store(Patterns(30, 100));
        Tensor start = Flipped(Patterns(30, 100), 0.5);
        double[] first = model.Recall(start, seed: 1).ToDoubles();
        model.Recall(start, seed: 1).ToDoubles().ShouldBe(first);
        model.Recall(start, seed: 2).ToDoubles().ShouldNotBe(first);
        first.ShouldAllBe(s => s == 1 || s == -1);
    }

    [Fact]
    public void States_are_one_or_minus_one() =>
        Should.Throw<TargetException>(() => new HopfieldNetwork(2).Recall(Tensor.From(new float[,] { { 1, 0 } }))).Message
            .ShouldBe("HopfieldNetwork: cannot use the state 0 of unit 1: it is 1 or -1. Write 2x - 1 for states of 0 and 1.");
}
