using Nabla.Layers;

namespace Nabla.Tests.Layers;

public sealed class DropoutTests
{
    static readonly Tensor Ones = Tensor.Ones([100, 100]);

    [Theory, InlineData(0.1), InlineData(0.5), InlineData(0.9)]
    public void Elements_are_dropped_with_the_probability_and_the_others_scaled(double p)
    {
        double[] y = new Dropout(p).Forward(Ones).ToDoubles();
        y.Count(v => v == 0).ShouldBeInRange((int)(10_000 * p) - 200, (int)(10_000 * p) + 200);
        y.Where(v => v != 0).ShouldAllBe(v => Math.Abs(v - 1 / (1 - p)) < 1e-5);
    }

    [Fact]
    public void Probability_0_drops_nothing_and_1_everything()
    {
        new Dropout(0).Forward(Ones).ToDoubles().ShouldAllBe(v => v == 1);
        new Dropout(1).Forward(Ones).ToDoubles().ShouldAllBe(v => v == 0);
    }

    [Theory, InlineData(-0.1, "-0.1"), InlineData(1.5, "1.5"), InlineData(double.NaN, "NaN")]
    public void What_is_no_probability_is_refused(double p, string shown) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Dropout(p)).Message.ShouldStartWith($"Dropout: cannot drop with probability {shown}: it is between 0 and 1.");

    [Fact]
    public void In_use_everything_passes()
    {
        var layer = new Dropout();
        layer.Eval();
        layer.Forward(Ones).ShouldBeSameAs(Ones);
    }

    [Fact]
    public void Masks_follow_from_seed_path_and_number_of_calls()
    {
        Sequential a = new(new Dropout()), b = new(new Dropout()), seeded = new(new Dropout()) { Seed = 5 }, deeper = new(new Identity(), new Dropout());
        double[] first = a.Forward(Ones).ToDoubles(), second = a.Forward(Ones).ToDoubles();
        b.Forward(Ones).ToDoubles().ShouldBe(first);
        second.ShouldNotBe(first);
        seeded.Forward(Ones).ToDoubles().ShouldNotBe(first);
        deeper.Forward(Ones).ToDoubles().ShouldNotBe(first);
    }

    [Fact]
    public void A_saved_model_goes_on_with_the_masks_it_would_have_drawn()
    {
        Sequential a = new(new Dropout()), b = new(new Dropout());
        _ = a.Forward(Ones);
        b.LoadState(a.State());
        b.Forward(Ones).ToDoubles().ShouldBe(a.Forward(Ones).ToDoubles());
    }

    [Fact]
    public void The_gradient_passes_where_the_value_did()
    {
        Tensor x = Ones.RequireGrad();
        Tensor y = new Dropout(0.3).Forward(x);
        y.Sum().Backward();
        x.Grad!.ToDoubles().ShouldBe(y.ToDoubles());
    }
}
