using Nabla.Backends.Cpu;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Tests.Numbers;

/// <summary>Powers of floats against Math.Pow: special values to the bit, others within 0.51 ulp, the same at every width.</summary>
public class PowerTests
{
    static readonly float[] Special =
    [
        0, 1, 2, 3, 4, 0.5f, 0.25f, 1.5f, 2.5f, 10, 1f / 3, MathF.BitDecrement(1), MathF.BitIncrement(1), 16_777_215, 16_777_216, 16_777_217, 8_388_607.5f, 8_388_608, 4_194_303.5f, 2_147_483_648f,
        127, 128, 149, 150, 126, 1e-10f, 1e10f, 1e-45f, 1e-40f, 1.17549435e-38f, float.MaxValue, float.PositiveInfinity, float.NaN,
    ];

    [Fact]
    public void Special_values_follow_MathF_Pow_to_the_bit()
    {
        float[] values = [.. Special, .. Special.Select(v => -v)];
        foreach (float a in values)
            foreach (float b in values)
            {
                float y = Power(a, b), expected = (float)Math.Pow(a, b), single = MathF.Pow(a, b);
                SameBits(y, expected).ShouldBeTrue($"pow({a:R}, {b:R}) = {y:R}, not {expected:R}");

                // Where the value is special, not only rounded, single precision says the same.
                if (!float.IsNormal(single) || single is 1 or -1) SameBits(y, single).ShouldBeTrue($"pow({a:R}, {b:R}) = {y:R}, not {single:R}");
            }
    }

    [Fact]
    public void Others_are_within_half_an_ulp_and_a_hundredth()
    {
        var random = new Random(11);
        double worst = 0;
        for (int i = 0; i < 300_000; i++)
        {
            // Bases and exponents near 1, of every size, and such that the result is just finite, or subnormal.
            float a = (i % 4) switch
            {
                0 => (float)(random.NextDouble() * 4),
                1 => 1 + (float)((random.NextDouble() - 0.5) * 1e-3),
                _ => BitConverter.Int32BitsToSingle(random.Next(1, 0x7F80_0000)),
            };
            float b = (i % 3) switch
            {
                0 => (float)(random.NextDouble() * 8 - 4),
                1 => (float)((random.NextDouble() * 240 - 150) * Math.Log(2) / Math.Log(a)),
                _ => random.Next(-30, 30),
            };
            if (i % 5 == 0 && float.IsInteger(b)) a = -a;
            double exact = Math.Pow(a, b);
            float y = Power(a, b), nearest = (float)exact;
            if (!float.IsFinite(nearest) || nearest == 0)
            {
                SameBits(y, nearest).ShouldBeTrue($"pow({a:R}, {b:R}) = {y:R}, not {nearest:R}");
                continue;
            }
            double ulp = MathF.BitIncrement(Math.Abs(nearest)) - (double)Math.Abs(nearest);
            worst = Math.Max(worst, double.IsInfinity(ulp) ? 0 : Math.Abs(y - exact) / ulp);
        }
        worst.ShouldBeLessThan(0.51);
    }

    [Fact]
    public void Every_width_gives_the_same_bits()
    {
        var random = new Random(12);
        float[] a = new float[4096], b = new float[4096], y = new float[4096], z = new float[4096];
        for (int i = 0; i < a.Length; i++)
        {
            a[i] = i % 3 == 0 ? Special[random.Next(Special.Length)] * (i % 2 == 0 ? 1 : -1) : BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            b[i] = i % 5 == 0 ? Special[random.Next(Special.Length)] * (i % 2 == 0 ? 1 : -1) : (float)(random.NextDouble() * 10 - 5);
        }
        Over<Scalar<float>>(a, b, y);
        Over<Lane128<float>>(a, b, z);
        Bits(z).ShouldBe(Bits(y));
        Over<Lane256<float>>(a, b, z);
        Bits(z).ShouldBe(Bits(y));
        Over<Lane512<float>>(a, b, z);
        Bits(z).ShouldBe(Bits(y));
        MapLoops.Binary<Pow, float>(a, b, z);
        Bits(z).ShouldBe(Bits(y));
    }

    [Fact]
    public void Slopes_are_right_at_zero_and_below()
    {
        Slope(0, 2).ShouldBe(0);
        Slope(0, 1).ShouldBe(1);
        Slope(0, 0).ShouldBe(0);
        Slope(0, 0.5f).ShouldBe(float.PositiveInfinity);
        Slope(-2, 3).ShouldBe(12, 1e-5f);
        Slope(-2, -1).ShouldBe(-0.25f, 1e-6f);
        Slope(-2, 1.5f).ShouldBe(float.NaN);
    }

    static float Slope(float x, float power)
    {
        Tensor leaf = Tensor.From(x).RequireGrad();
        leaf.Pow(Tensor.From(power)).Sum().Backward();
        return leaf.Grad!.ToArray<float>()[0];
    }

    static float Power(float a, float b)
    {
        float y = 0;
        Scalar<float>.Store(Scalar(a, b), ref y);
        return y;
    }

    static Scalar<float> Scalar(float a, float b) => Of(Scalar<float>.Broadcast(a), Scalar<float>.Broadcast(b));

    static V Of<V>(V a, V b) where V : struct, IReal<V> => V.Pow(a, b);

    static void Over<V>(float[] a, float[] b, float[] y) where V : struct, ILane<V, float>
    {
        for (int i = 0; i < y.Length; i += V.Count) V.Store(Of(V.Load(ref a[i]), V.Load(ref b[i])), ref y[i]);
    }

    static int[] Bits(float[] y) => [.. y.Select(v => float.IsNaN(v) ? BitConverter.SingleToInt32Bits(float.NaN) : BitConverter.SingleToInt32Bits(v))];

    static bool SameBits(float a, float b) => BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b) || (float.IsNaN(a) && float.IsNaN(b));
}
