using System.Reflection;
using System.Text.Json;
using Nabla.Numbers;

namespace Nabla.Tests.Numbers;

public class ElementaryTests
{
    // Bounds in units of the last place, as the functions' documentation states them.
    static readonly Dictionary<string, double> Bounds = new(StringComparer.Ordinal)
    {
        ["exp"] = 1.1,
        ["expm1"] = 2,
        ["log"] = 1,
        ["log1p"] = 2,
        ["sin"] = 2,
        ["cos"] = 2,
        ["atan"] = 2,
        ["tanh"] = 3,
        ["erf"] = 4,
    };

    public static TheoryData<string> Measured => [.. Bounds.Keys];

    public static TheoryData<string> All => [.. NumberFunctions.Names];

    [Theory, MemberData(nameof(Measured))]
    public void Double_is_as_near_to_60_digits_as_stated(string name)
    {
        using Stream file = Assembly.GetExecutingAssembly().GetManifestResourceStream("elementary.json")!;
        double[][] points = JsonSerializer.Deserialize<Dictionary<string, double[][]>>(file)![name];
        foreach (double[] point in points)
        {
            double y = NumberFunctions.Double(name, point[0]);
            double ulp = Math.BitIncrement(Math.Abs(point[1])) - Math.Abs(point[1]);
            double error = Math.Abs(y - point[1] - point[2]) / ulp;
            error.ShouldBeLessThanOrEqualTo(Bounds[name], $"{name}({point[0]:R}) = {y:R}, exactly {point[1]:R}");
        }
    }

    [Theory, MemberData(nameof(Measured))]
    public void Float_is_as_near_to_double_as_stated(string name)
    {
        float[] x = [.. Points(name).Take(20_000)];
        float[] y = NumberFunctions.Compute(name, "512", x);
        double[] reference = NumberFunctions.Compute(name, "512", Array.ConvertAll(x, v => (double)v));
        double worst = 0;
        string where = "";
        for (int i = 0; i < x.Length; i++)
        {
            double exact = reference[i];
            var nearest = (float)exact;
            if (!float.IsFinite(nearest) || !float.IsFinite(y[i]))
            {
                bool edge = float.IsInfinity(nearest) && MathF.Abs(y[i]) == float.MaxValue;
                (y[i].Equals(nearest) || edge).ShouldBeTrue($"{name}({x[i]:R}) = {y[i]:R}, expected {nearest:R}");
                continue;
            }

            double error = Math.Abs(y[i] - exact) / (MathF.BitIncrement(MathF.Abs(nearest)) - (double)MathF.Abs(nearest));
            if (error > worst)
                (worst, where) = (error, $"{name}({x[i]:R}) = {y[i]:R}, exactly {exact:R}");
        }

        worst.ShouldBeLessThanOrEqualTo(Bounds[name], where);
    }

    [Theory, MemberData(nameof(All))]
    public void Every_width_gives_the_same_bits(string name)
    {
        float[] x = [.. Points(name).Take(8_000)];
        double[] d = [.. Array.ConvertAll(x, v => (double)v).Take(4_000), .. RandomBits().Take(4_000)];
        float[] y = NumberFunctions.Compute(name, "scalar", x);
        double[] dy = NumberFunctions.Compute(name, "scalar", d);
        foreach (string width in NumberFunctions.Widths)
        {
            float[] other = NumberFunctions.Compute(name, width, x);
            double[] dOther = NumberFunctions.Compute(name, width, d);
            for (int i = 0; i < x.Length; i++)
                SameBits(y[i], other[i]).ShouldBeTrue($"{name}({x[i]:R}): scalar {y[i]:R}, {width} bits {other[i]:R}");
            for (int i = 0; i < d.Length; i++)
                SameBits(dy[i], dOther[i]).ShouldBeTrue($"{name}({d[i]:R}): scalar {dy[i]:R}, {width} bits {dOther[i]:R}");
        }
    }

    [Theory]
    [InlineData("exp", 0, 1)]
    [InlineData("exp", double.NegativeInfinity, 0)]
    [InlineData("exp", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("exp", 1e30, double.PositiveInfinity)]
    [InlineData("exp", -1e30, 0)]
    [InlineData("expm1", -0.0, -0.0)]
    [InlineData("expm1", double.NegativeInfinity, -1)]
    [InlineData("expm1", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("expm1", 1e-40, 1e-40)]
    [InlineData("log", 1, 0)]
    [InlineData("log", 0, double.NegativeInfinity)]
    [InlineData("log", -0.0, double.NegativeInfinity)]
    [InlineData("log", -1, double.NaN)]
    [InlineData("log", double.NegativeInfinity, double.NaN)]
    [InlineData("log", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("log1p", 0, 0)]
    [InlineData("log1p", -0.0, -0.0)]
    [InlineData("log1p", -1, double.NegativeInfinity)]
    [InlineData("log1p", -2, double.NaN)]
    [InlineData("log1p", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("log1p", 1e-40, 1e-40)]
    [InlineData("sin", 0, 0)]
    [InlineData("sin", -0.0, -0.0)]
    [InlineData("sin", double.PositiveInfinity, double.NaN)]
    [InlineData("sin", 1e-40, 1e-40)]
    [InlineData("cos", 0, 1)]
    [InlineData("cos", -0.0, 1)]
    [InlineData("cos", double.NegativeInfinity, double.NaN)]
    [InlineData("atan", -0.0, -0.0)]
    [InlineData("atan", double.PositiveInfinity, Math.PI / 2)]
    [InlineData("atan", double.NegativeInfinity, -Math.PI / 2)]
    [InlineData("atan", 1, Math.PI / 4)]
    [InlineData("tanh", -0.0, -0.0)]
    [InlineData("tanh", 1e-40, 1e-40)]
    [InlineData("tanh", 30, 1)]
    [InlineData("tanh", double.NegativeInfinity, -1)]
    [InlineData("erf", -0.0, -0.0)]
    [InlineData("erf", 30, 1)]
    [InlineData("erf", double.NegativeInfinity, -1)]
    [InlineData("sqrt", 4, 2)]
    [InlineData("sqrt", -1, double.NaN)]
    [InlineData("floor", -0.5, -1)]
    [InlineData("round", 0.5, 0)]
    [InlineData("round", 1.5, 2)]
    [InlineData("round", 2.5, 2)]
    [InlineData("abs", -0.0, 0)]
    public void Edges_are_exact(string name, double x, double expected)
    {
        double y = NumberFunctions.Double(name, x);
        float z = NumberFunctions.Compute(name, "scalar", [(float)x])[0];
        SameBits(y, expected).ShouldBeTrue($"{name}({x:R}) = {y:R}, expected {expected:R}");
        SameBits(z, (float)expected).ShouldBeTrue($"{name}({x:R}f) = {z:R}, expected {(float)expected:R}");
    }

    [Theory, MemberData(nameof(All))]
    public void NaN_stays_NaN(string name)
    {
        NumberFunctions.Double(name, double.NaN).ShouldBe(double.NaN);
        NumberFunctions.Compute(name, "scalar", [float.NaN])[0].ShouldBe(float.NaN);
    }

    [Fact]
    public void Subnormal_numbers_come_out_and_go_in()
    {
        NumberFunctions.Double("exp", -740).ShouldBe(Math.Exp(-740), double.Epsilon);
        NumberFunctions.Compute("exp", "scalar", [-100f])[0].ShouldBe((float)Math.Exp(-100), float.Epsilon);
        NumberFunctions.Double("log", double.Epsilon).ShouldBe(Math.Log(double.Epsilon), 2e-13);
        NumberFunctions.Compute("log", "scalar", [float.Epsilon])[0].ShouldBe((float)Math.Log(float.Epsilon), 1e-5f);
    }

    [Fact]
    public void Pow_follows_Math_Pow()
    {
        double[] special = [0, -0.0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 1e300, 1e-300, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        foreach (double a in special)
        {
            foreach (double b in special)
            {
                double y = 0;
                Scalar<double>.Store(PowOf(Scalar<double>.Broadcast(a), Scalar<double>.Broadcast(b)), ref y);
                float z = 0;
                Scalar<float>.Store(PowOf(Scalar<float>.Broadcast((float)a), Scalar<float>.Broadcast((float)b)), ref z);
                SameBits(y, Math.Pow(a, b)).ShouldBeTrue($"pow({a:R}, {b:R}) = {y:R}");
                SameBits(z, (float)Math.Pow((float)a, (float)b)).ShouldBeTrue($"pow({a:R}f, {b:R}f) = {z:R}");
            }
        }
    }

    [Fact]
    public void Max_min_and_clamp_pass_NaN_on()
    {
        double[] values = [double.NaN, 1, -1, double.PositiveInfinity, double.NegativeInfinity];
        foreach (double a in values)
        {
            foreach (double b in values)
            {
                Binary(static (a, b) => Scalar<double>.Max(a, b), a, b).ShouldBe(Math.Max(a, b));
                Binary(static (a, b) => Scalar<double>.Min(a, b), a, b).ShouldBe(Math.Min(a, b));
            }

            Binary(static (a, one) => Scalar<double>.Clamp(a, -one, one), a, 1).ShouldBe(double.IsNaN(a) ? a : Math.Clamp(a, -1, 1));
        }
    }

    static double Binary(Func<Scalar<double>, Scalar<double>, Scalar<double>> f, double a, double b)
    {
        double y = 0;
        Scalar<double>.Store(f(Scalar<double>.Broadcast(a), Scalar<double>.Broadcast(b)), ref y);
        return y;
    }

    static V PowOf<V>(V a, V b) where V : struct, IReal<V> => V.Pow(a, b);

    static bool SameBits(double a, double b) =>
        BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b) || (double.IsNaN(a) && double.IsNaN(b));

    // Edges, the function's ordinary range, and arbitrary bits.
    static IEnumerable<float> Points(string name)
    {
        float[] edges =
        [
            0, -0f, 1, -1, float.Epsilon, -float.Epsilon, 1e-40f, float.MinValue, float.MaxValue, float.PositiveInfinity, float.NegativeInfinity,
            float.NaN, 88.72284f, -103.97208f, 65536f, 1e30f,
        ];
        foreach (float edge in edges)
            yield return edge;
        var random = new Random(name.Length);
        while (true)
        {
            yield return (float)(random.NextDouble() * 12 - 6);
            yield return (float)(random.NextDouble() * 200 - 100);
            yield return BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
        }
    }

    static IEnumerable<double> RandomBits()
    {
        var random = new Random(3);
        while (true)
            yield return BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
    }
}
