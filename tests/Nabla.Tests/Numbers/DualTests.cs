using Nabla.Numbers;

namespace Nabla.Tests.Numbers;

public class DualTests
{
    public static TheoryData<string, double> Functions => new()
    {
        { "exp", 0.7 }, { "expm1", 0.3 }, { "log", 1.7 }, { "log1p", 0.4 }, { "sqrt", 2.1 }, { "sin", 0.9 }, { "cos", 0.9 }, { "atan", 1.3 },
        { "tanh", 0.4 }, { "erf", 0.6 }, { "floor", 1.3 }, { "round", 1.3 }, { "abs", -1.2 }, { "abs", 1.2 },
        { "x+2", 0.5 }, { "2+x", 0.5 }, { "x-2", 0.5 }, { "2-x", 0.5 }, { "x*3", 0.5 }, { "3*x", 0.5 }, { "x/3", 0.5 }, { "3/x", 0.5 },
        { "-x", 0.5 }, { "x*x", 0.5 }, { "1/x", 0.5 }, { "x-x*x", 0.5 }, { "pow(x,3)", -1.5 }, { "pow(2,x)", 1.5 }, { "pow(x,x)", 1.5 },
        { "max(x,1)", 0.5 }, { "max(x,1)", 1.5 }, { "min(x,1)", 0.5 }, { "min(x,1)", 1.5 }, { "clamp", 0.5 }, { "clamp", 1.5 },
        { "x<1", 0.5 }, { "x<1", 1.5 }, { "x<=1", 0.5 }, { "x>1", 1.5 }, { "fma", 0.5 },
    };

    [Theory, MemberData(nameof(Functions))]
    public void Tangent_agrees_with_central_difference(string name, double at)
    {
        const double h = 1e-6;
        double difference = (Value(name, at + h) - Value(name, at - h)) / (2 * h);
        Read(Of(name, Dual<Scalar<double>>.Variable(Scalar<double>.Broadcast(at))).Tangent).ShouldBe(difference, 1e-8, $"{name} at {at}");
    }

    [Fact]
    public void Powers_with_constant_exponent_have_slopes_at_and_below_zero()
    {
        Slope("pow(x,3)", -2).ShouldBe(12);
        Slope("pow(x,3)", 0).ShouldBe(0);
        Slope("pow(x,-1)", 0).ShouldBe(double.NegativeInfinity);
    }

    [Fact]
    public void Equal_operands_of_max_share_the_slope() => Slope("max(x,1)", 1).ShouldBe(0.5);

    [Fact]
    public void Absolute_value_has_slope_zero_at_zero() => Slope("abs", 0).ShouldBe(0);

    static double Slope(string name, double at) => Read(Of(name, Dual<Scalar<double>>.Variable(Scalar<double>.Broadcast(at))).Tangent);

    static double Value(string name, double x) => Read(Of(name, Scalar<double>.Broadcast(x)));

    static double Read(Scalar<double> x)
    {
        double value = 0;
        Scalar<double>.Store(x, ref value);
        return value;
    }

    static V Of<V>(string name, V x) where V : struct, IReal<V> => name switch
    {
        "exp" => V.Exp(x),
        "expm1" => V.Expm1(x),
        "log" => V.Log(x),
        "log1p" => V.Log1p(x),
        "sqrt" => V.Sqrt(x),
        "sin" => V.Sin(x),
        "cos" => V.Cos(x),
        "atan" => V.Atan(x),
        "tanh" => V.Tanh(x),
        "erf" => V.Erf(x),
        "floor" => V.Floor(x),
        "round" => V.Round(x),
        "abs" => V.Abs(x),
        "x+2" => x + 2,
        "2+x" => 2 + x,
        "x-2" => x - 2,
        "2-x" => 2 - x,
        "x*3" => x * 3,
        "3*x" => 3 * x,
        "x/3" => x / 3,
        "3/x" => 3 / x,
        "-x" => -x,
        "x*x" => x * x,
        "1/x" => V.One / x,
        "x-x*x" => x - x * x,
        "pow(x,3)" => V.Pow(x, V.Constant(3)),
        "pow(x,-1)" => V.Pow(x, V.Constant(-1)),
        "pow(2,x)" => V.Pow(V.Constant(2), x),
        "pow(x,x)" => V.Pow(x, x),
        "max(x,1)" => V.Max(x, V.One),
        "min(x,1)" => V.Min(x, V.One),
        "clamp" => V.Clamp(x, V.Zero, V.One),
        "x<1" => V.Where(x < V.One, x * x, -x),
        "x<=1" => V.Where(x <= V.One, x * x, -x),
        "x>1" => V.Where(x > V.One, x * x, -x),
        "fma" => V.FusedMultiplyAdd(x, x, x),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such function"),
    };
}
