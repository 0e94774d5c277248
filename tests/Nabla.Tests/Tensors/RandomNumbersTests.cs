using System.Runtime.InteropServices;

namespace Nabla.Tests.Tensors;

/// <summary>The numbers of streams never change: weights, snapshots and pages depend on them.</summary>
public sealed class RandomNumbersTests
{
    [Fact]
    public void First_numbers_of_every_kind()
    {
        new RandomStream(7).Uniform([6]).ToArray<float>().ShouldBe([0.4892488f, 0.47522908f, 0.068431795f, 0.66311586f, 0.3153528f, 0.235116f]);
        new RandomStream(7).Normal([5]).ToArray<float>().ShouldBe([1.0868919f, 0.49843174f, 1.5191035f, 0.021239268f, -0.5961428f]);
        new RandomStream(7).Uniform([3], -1, 3, DType.Float64).ToArray<double>().ShouldBe([0.9569952827647596, 0.2614112275048308, -0.42752587863430147]);
        new RandomStream(7).Normal([3], 1, 2, DType.Float64).ToArray<double>().ShouldBe([3.1737837584945994, 1.9968634994385903, 4.03820696050062], 1e-14);
        new RandomStream(7).Integers([5], -3, 10).ToArray<long>().ShouldBe([7, 6, 4, -1, 9]);
        new RandomStream(7).Permutation(6).ShouldBe([2, 0, 1, 4, 5, 3]);
        new RandomStream(7).NextUInt64().ShouldBe(9025047783654595989UL);
        new RandomStream(7).NextDouble().ShouldBe(0.4892488206911899);
        new RandomStream(7).NextInt(1000).ShouldBe(989);
    }

    /// <summary>Long draws, whatever computes them, against the formulas; positions include one where the counter's lower word runs over.</summary>
    [Theory]
    [InlineData(0, 0, 1, 0), InlineData(4096, -3, 2, 4_294_967_290), InlineData(4097, 0.5, 1e-3, 7), InlineData(300_003, 0, 1, 1), InlineData(20_001, 1e20, 1e19, 2), InlineData(20_002, 0, 1e-42, 3)]
    [InlineData(5000, 0, 0, 4), InlineData(5000, -0.0, 0, 4), InlineData(5000, 0, double.PositiveInfinity, 5), InlineData(5000, 1, 1e38, 6), InlineData(9999, 2, 1e-9, ulong.MaxValue - 99)]
    public void Every_number_is_that_of_its_formula(int count, double mean, double deviation, ulong position)
    {
        const double ulp = 1.0 / (1UL << 53);
        var random = new RandomStream(5, "formula") { Position = position };
        ulong high = 0xCBF29CE484222325;
        foreach (byte b in "formula"u8) high = (high ^ b) * 0x100000001B3;
        var normal = new double[count + 1];
        var words = new uint[count + 3];
        var uniform = new double[count];
        for (int i = 0; i < count; i++)
        {
            var (a, b, c, d) = Philox.Block(5, high, position + (ulong)i);
            uniform[i] = mean + (deviation - mean) * ((((ulong)a << 32 | b) >> 11) * ulp);
            if (4 * i < count) (words[4 * i], words[4 * i + 1], words[4 * i + 2], words[4 * i + 3]) = (a, b, c, d);
            if (2 * i >= count) continue;
            double radius = Math.Sqrt(-2 * Math.Log(((((ulong)a << 32 | b) >> 11) + 1) * ulp));
            var (sin, cos) = Math.SinCos(2 * Math.PI * ((((ulong)c << 32 | d) >> 11) * ulp));
            (normal[2 * i], normal[2 * i + 1]) = (mean + deviation * radius * cos, mean + deviation * radius * sin);
        }
        float top = mean < deviation ? MathF.BitDecrement((float)deviation) : (float)deviation;
        float[] narrow = [.. words.Take(count).Select(w => Math.Min((float)(mean + (deviation - mean) * ((w >> 8) * (1.0 / (1 << 24)))), top))];

        Same<double>(random.Normal([count], mean, deviation, DType.Float64), normal.AsSpan(0, count));
        random.Position.ShouldBe(position + (ulong)(count + 1) / 2);
        random.Position = position;
        Same<float>(random.Normal([count], mean, deviation), [.. normal.Take(count).Select(v => (float)v)]);
        random.Position = position;
        Same<double>(random.Uniform([count], mean, deviation, DType.Float64), uniform);
        random.Position.ShouldBe(position + (ulong)count);
        random.Position = position;
        Same<float>(random.Uniform([count], mean, deviation), narrow);
        random.Position.ShouldBe(position + (ulong)(count + 3) / 4);
    }

    [Theory]
    [InlineData("uniform", 11140907485663607771)]
    [InlineData("uniform bounds", 4470420653785297299)]
    [InlineData("uniform64", 6955422714911930283)]
    [InlineData("normal", 11913183358074282890)]
    [InlineData("normal bounds", 17463542580121692925)]
    [InlineData("normal64", 17463542580121692925)]
    [InlineData("integers", 7263404004438403920)]
    [InlineData("permutation", 10786510152724403896)]
    [InlineData("words", 17557515713941856274)]
    public void Long_draws(string kind, ulong checksum)
    {
        var random = new RandomStream(11, "long");
        const int n = 300_001;
        ulong sum = kind switch
        {
            "uniform" => Sum<float>(random.Uniform([n]).ToArray<float>()),
            "uniform bounds" => Sum<float>(random.Uniform([n], -0.3, 1.7).ToArray<float>()),
            "uniform64" => Sum<double>(random.Uniform([n], -0.3, 1.7, DType.Float64).ToArray<double>()),
            "normal" => Sum<float>(random.Normal([n]).ToArray<float>()),
            "normal bounds" => Sum<float>(random.Normal([n], 0.1, 0.02).ToArray<float>()),
            // Their last bits are those of the machine's logarithm, sine and cosine.
            "normal64" => Sum<float>(Array.ConvertAll(random.Normal([n], 0.1, 0.02, DType.Float64).ToArray<double>(), v => (float)v)),
            "integers" => Sum<long>(random.Integers([n], -5, 1_000_000).ToArray<long>()),
            "permutation" => Sum<int>(random.Permutation(n)),
            _ => Sum<ulong>([.. Enumerable.Range(0, n).Select(_ => random.NextUInt64())]),
        };
        (sum ^ random.Position).ShouldBe(checksum, kind);
    }

    static void Same<T>(Tensor drawn, ReadOnlySpan<T> expected) where T : unmanaged
    {
        T[] numbers = drawn.ToArray<T>();
        int same = MemoryMarshal.AsBytes<T>(numbers).CommonPrefixLength(MemoryMarshal.AsBytes(expected)) / System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        if (same < numbers.Length) throw new ShouldAssertException($"Number {same} of {numbers.Length} is {numbers[same]:R}, expected {expected[same]:R}.");
    }

    static ulong Sum<T>(ReadOnlySpan<T> numbers) where T : unmanaged
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte b in MemoryMarshal.AsBytes(numbers)) hash = (hash ^ b) * 0x100000001B3;
        return hash;
    }
}
