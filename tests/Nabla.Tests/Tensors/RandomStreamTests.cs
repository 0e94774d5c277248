namespace Nabla.Tests.Tensors;

public sealed class RandomStreamTests
{
    /// <summary>The known answers that Random123 publishes for philox4x32-10 (kat_vectors).</summary>
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x299f31d0_a4093822, 0x03707344_13198a2e, 0x85a308d3_243f6a88, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Philox_gives_the_published_answers(ulong key, ulong high, ulong low, uint a, uint b, uint c, uint d) =>
        Philox.Block(key, high, low).ShouldBe((a, b, c, d));

    [Theory, InlineData(DType.Float32), InlineData(DType.Float64)]
    public void Uniform_numbers_have_their_moments_and_bounds(DType type)
    {
        const int n = 200_000;
        double[] x = new RandomStream(1).Uniform([n], -1, 3, type).ToDoubles();
        x.Min().ShouldBeGreaterThanOrEqualTo(-1);
        x.Max().ShouldBeLessThan(3);
        x.Average().ShouldBe(1, 5 * Math.Sqrt(16 / 12.0 / n));
        x.Average(v => (v - 1) * (v - 1)).ShouldBe(16 / 12.0, 0.02);
        int[] cells = new int[16];
        foreach (double v in x) cells[(int)((v + 1) * 4)]++;
        cells.Sum(c => Math.Pow(c - n / 16.0, 2) / (n / 16.0)).ShouldBeLessThan(45, "chi² with 15 degrees of freedom: 1 in 10,000");
    }

    [Theory, InlineData(DType.Float32), InlineData(DType.Float64)]
    public void Normal_numbers_have_their_moments(DType type)
    {
        const int n = 200_001;
        double[] x = new RandomStream(2).Normal([n], 3, 2, type).ToDoubles();
        double[] z = [.. x.Select(v => (v - 3) / 2)];
        z.Average().ShouldBe(0, 5 / Math.Sqrt(n));
        z.Average(v => v * v).ShouldBe(1, 5 * Math.Sqrt(2.0 / n));
        z.Average(v => v * v * v).ShouldBe(0, 5 * Math.Sqrt(15.0 / n));
        z.Average(v => v * v * v * v).ShouldBe(3, 5 * Math.Sqrt(96.0 / n));
        ((double)z.Count(v => Math.Abs(v) > 1.959964)).ShouldBe(0.05 * n, 500);
        z.ShouldAllBe(v => double.IsFinite(v));
    }

    [Fact]
    public void Whole_numbers_fall_evenly_and_permutations_hold_each_once()
    {
        var random = new RandomStream(3);
        int[] counts = new int[7];
        foreach (long i in random.Integers([70_000], -2, 5).ToArray<long>()) counts[i + 2]++;
        counts.ShouldAllBe(c => Math.Abs(c - 10_000) < 500);
        random.Permutation(100).Order().ShouldBe(Enumerable.Range(0, 100));
        random.Permutation(0).ShouldBeEmpty();
        int[] firsts = new int[3];
        for (int i = 0; i < 6000; i++) firsts[random.Permutation(3)[0]]++;
        firsts.ShouldAllBe(c => Math.Abs(c - 2000) < 200);
        Should.Throw<ArgumentOutOfRangeException>(() => random.NextInt(0));
        Should.Throw<ArgumentOutOfRangeException>(() => random.Integers([1], 3, 3));
        Should.Throw<DTypeException>(() => random.Normal([1], type: DType.Int32));
    }

    [Fact]
    public void Streams_of_other_names_and_seeds_are_independent()
    {
        double[][] streams = [.. new RandomStream[] { new(1), new(2), new(1, "a"), new(1, "b"), new RandomStream(1).Named("a"), new RandomStream(1, "a").Named("b") }
            .Select(s => s.Normal([20_000], type: DType.Float64).ToDoubles())];
        for (int i = 0; i < streams.Length; i++)
            for (int j = 0; j < i; j++)
                streams[i].Zip(streams[j], (a, b) => a * b).Average().ShouldBe(0, 5 / Math.Sqrt(20_000), $"streams {i} and {j}");
    }

    [Fact]
    public void The_same_seed_name_and_position_give_the_same_numbers()
    {
        var first = new RandomStream(5, "weights");
        first.Normal([33]);
        ulong position = first.Position;
        double[] rest = first.Uniform([20]).ToDoubles();
        new RandomStream(5, "weights") { Position = position }.Uniform([20]).ToDoubles().ShouldBe(rest);
        first.Position.ShouldBeGreaterThan(position);
        ulong[] all = [.. Enumerable.Range(0, 4).Select(i => new RandomStream(9) { Position = (ulong)i }.NextUInt64())];
        var stream = new RandomStream(9);
        all.ShouldBe([stream.NextUInt64(), stream.NextUInt64(), stream.NextUInt64(), stream.NextUInt64()]);
    }
}
