using Nabla.Inference;

namespace Nabla.Tests.Inference;

public sealed class SamplerTests
{
    static readonly double[] Logits = [1.5, -0.5, 2, 0, double.NegativeInfinity, 2];

    static Sampler Of(SamplingOptions options, ulong seed = 0) => new(new RandomStream(seed, "sample"), options);

    static double[] Softmax(double temperature, params int[] kept)
    {
        double[] e = [.. Logits.Select((l, i) => kept.Contains(i) ? Math.Exp(l / temperature) : 0)];
        return [.. e.Select(x => x / e.Sum())];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    [InlineData(3)]
    public void Draws_are_distributed_as_the_softmax_at_the_temperature(double temperature)
    {
        const int draws = 40_000;
        double[] expected = Softmax(temperature, 0, 1, 2, 3, 5);
        Sampler sampler = Of(new() { Temperature = temperature });
        var found = new double[Logits.Length];
        for (int i = 0; i < draws; i++) found[sampler.Next(Logits)]++;
        found[4].ShouldBe(0);
        // Pearson's statistic with 4 degrees of freedom exceeds 18.5 once in a thousand seeds; the seed is fixed.
        double statistic = 0;
        for (int i = 0; i < found.Length; i++)
            if (expected[i] > 0) statistic += (found[i] - draws * expected[i]) * (found[i] - draws * expected[i]) / (draws * expected[i]);
        statistic.ShouldBeLessThan(18.5);
    }

    [Fact]
    public void Probabilities_are_those_of_the_elements_kept()
    {
        Near(new() { Temperature = 0.7 }, Softmax(0.7, 0, 1, 2, 3, 5));
        Near(new() { TopK = 3 }, Softmax(1, 0, 2, 5));
        Near(new() { TopK = 1 }, Softmax(1, 2));
        Near(new() { TopK = 100 }, Softmax(1, 0, 1, 2, 3, 5));
        // Shares are 0.357, 0.357, 0.217, 0.048, 0.029: the first two reach 0.7, the third is needed for 0.75.
        Near(new() { TopP = 0.7 }, Softmax(1, 2, 5));
        Near(new() { TopP = 0.75 }, Softmax(1, 0, 2, 5));
        Near(new() { TopP = 1e-9 }, Softmax(1, 2));
        Near(new() { TopK = 2, TopP = 0.5 }, Softmax(1, 2));
        Near(new() { TopK = 3, TopP = 0.9, Temperature = 2 }, Softmax(2, 0, 2, 5));
        static void Near(SamplingOptions options, double[] expected)
        {
            double[] found = Of(options).Probabilities(Logits);
            for (int i = 0; i < found.Length; i++) found[i].ShouldBe(expected[i], 1e-12, $"{options}, element {i}");
        }
    }

    [Fact]
    public void Elements_outside_the_top_are_never_drawn()
    {
        Sampler topK = Of(new() { TopK = 2, Temperature = 100 });
        for (int i = 0; i < 2000; i++) topK.Next(Logits).ShouldBeOneOf(2, 5);
    }

    [Fact]
    public void Temperature_zero_takes_the_first_of_the_likeliest()
    {
        Sampler greedy = Of(new() { Temperature = 0 });
        for (int i = 0; i < 20; i++) greedy.Next(Logits).ShouldBe(2);
        Of(new() { Temperature = 1e-300 }).Probabilities([1, 2, 3]).ShouldBe([0, 0, 1]);
        Of(new()).Probabilities([1000, -1000, 1000]).ShouldBe([0.5, 0, 0.5]);
    }

    [Fact]
    public void The_same_seed_draws_the_same()
    {
        Sampler first = Of(new(), 7), second = Of(new(), 7), other = Of(new(), 8);
        int[] draws = [.. Enumerable.Range(0, 200).Select(_ => first.Next(Logits))];
        draws.ShouldBe(Enumerable.Range(0, 200).Select(_ => second.Next(Logits)));
        draws.SequenceEqual(Enumerable.Range(0, 200).Select(_ => other.Next(Logits))).ShouldBeFalse();
    }

    [Fact]
    public void Scores_and_options_that_make_no_sense_are_refused()
    {
        Sampler sampler = Of(new());
        Should.Throw<ArgumentException>(() => sampler.Next([])).Message.ShouldStartWith("Sampler: cannot draw from no scores");
        Should.Throw<ArgumentException>(() => sampler.Next([1, double.NaN])).Message.ShouldStartWith("Sampler: cannot draw from scores with NaN at 1");
        Should.Throw<ArgumentException>(() => sampler.Next([double.PositiveInfinity]));
        Should.Throw<ArgumentException>(() => sampler.Next([double.NegativeInfinity])).Message.ShouldContain("all -Infinity");
        Should.Throw<ArgumentOutOfRangeException>(() => new SamplingOptions { Temperature = -1 });
        Should.Throw<ArgumentOutOfRangeException>(() => new SamplingOptions { Temperature = double.NaN });
        Should.Throw<ArgumentOutOfRangeException>(() => new SamplingOptions { TopK = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new SamplingOptions { TopP = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new SamplingOptions { TopP = 1.1 });
    }
}
