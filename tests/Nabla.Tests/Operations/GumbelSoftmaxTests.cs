namespace Nabla.Tests.Operations;

public sealed class GumbelSoftmaxTests
{
    static readonly double[] Probabilities = [0.1, 0.2, 0.3, 0.4];

    static Tensor Logits(int rows) => Tensor.From(Probabilities).Log().Expand([rows, 4]);

    [Fact]
    public void Hard_draws_follow_the_probabilities()
    {
        Tensor draws = Logits(20_000).GumbelSoftmax(new RandomStream(1), hard: true);
        double[] shares = draws.Mean(0).ToDoubles();
        for (int i = 0; i < 4; i++) shares[i].ShouldBe(Probabilities[i], 0.015);
    }

    [Fact]
    public void Hard_draws_are_one_hot_with_the_gradient_of_the_soft_ones()
    {
        Tensor x = Logits(3).Contiguous().RequireGrad(), weights = Tensor.Range(0, 12, type: DType.Float64).Reshape(3, 4);
        Tensor hard = x.GumbelSoftmax(new RandomStream(2), 0.5, hard: true), soft = x.GumbelSoftmax(new RandomStream(2), 0.5);
        double[] numbers = hard.ToDoubles();
        numbers.ShouldAllBe(v => Math.Abs(v) < 1e-12 || Math.Abs(v - 1) < 1e-12);
        numbers.Sum().ShouldBe(3, 1e-12);
        Gradient.Of((hard * weights).Sum(), x).ToDoubles().ShouldBe(Gradient.Of((soft * weights).Sum(), x).ToDoubles(), 1e-15);
    }

    [Fact]
    public void Temperature_goes_from_one_hot_to_even()
    {
        Logits(5).GumbelSoftmax(new RandomStream(3), 1e-3).Max(1).ToDoubles().ShouldAllBe(v => v > 0.99);
        Logits(5).GumbelSoftmax(new RandomStream(3), 1e4).ToDoubles().ShouldAllBe(v => Math.Abs(v - 0.25) < 1e-2);
    }
}
