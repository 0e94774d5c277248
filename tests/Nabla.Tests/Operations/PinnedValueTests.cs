using System.Globalization;

namespace Nabla.Tests.Operations;

/// <summary>What operations and derivatives give where formulas are in doubt: kinks, ties, zeros, extremes, infinities, NaN.</summary>
public sealed class PinnedValueTests
{
    const double Inf = double.PositiveInfinity, NaN = double.NaN;

    [Theory]
    [InlineData("relu", 0, 0, 0), InlineData("relu", -0.0, 0, 0), InlineData("relu", Inf, Inf, 1), InlineData("relu", -Inf, 0, 0), InlineData("relu", NaN, NaN, 1)]
    [InlineData("abs", 0, 0, 0), InlineData("abs", -0.0, 0, 0), InlineData("abs", -Inf, Inf, -1)]
    [InlineData("sign", 0, 0, 0), InlineData("sign", -3, -1, 0), InlineData("sign", Inf, 1, 0), InlineData("sign", NaN, 0, 0)]
    [InlineData("leakyrelu", 0, 0, 0.01), InlineData("leakyrelu", -100, -1, 0.01), InlineData("leakyrelu", Inf, Inf, 1)]
    [InlineData("elu", 0, 0, 1), InlineData("elu", -1000, -1, 0), InlineData("elu", -Inf, -1, 0), InlineData("elu", 1000, 1000, 1)]
    [InlineData("sigmoid", 1000, 1, 0), InlineData("sigmoid", -1000, 0, 0), InlineData("sigmoid", Inf, 1, 0), InlineData("sigmoid", -Inf, 0, 0), InlineData("sigmoid", 0, 0.5, 0.25)]
    [InlineData("softplus", 1000, 1000, 1), InlineData("softplus", -1000, 0, 0), InlineData("softplus", Inf, Inf, 1), InlineData("softplus", -Inf, 0, 0)]
    [InlineData("logsigmoid", 1000, 0, 0), InlineData("logsigmoid", -1000, -1000, 1), InlineData("logsigmoid", Inf, 0, 0), InlineData("logsigmoid", -Inf, -Inf, 1)]
    [InlineData("silu", 1000, 1000, 1), InlineData("silu", -1000, 0, 0), InlineData("silu", Inf, Inf, NaN), InlineData("silu", -Inf, NaN, NaN)]
    [InlineData("mish", 1000, 1000, 1), InlineData("mish", -1000, 0, 0), InlineData("mish", Inf, Inf, NaN), InlineData("mish", -Inf, NaN, NaN)]
    [InlineData("gelu", 1000, 1000, 1), InlineData("gelu", -1000, 0, 0), InlineData("gelu", Inf, Inf, NaN), InlineData("gelu", -Inf, NaN, NaN)]
    [InlineData("gelutanh", 1000, 1000, 1), InlineData("gelutanh", -1000, 0, 0), InlineData("gelutanh", Inf, Inf, NaN), InlineData("gelutanh", -Inf, NaN, NaN)]
    [InlineData("tanh", 1000, 1, 0), InlineData("tanh", -1000, -1, 0), InlineData("tanh", Inf, 1, 0), InlineData("tanh", -Inf, -1, 0)]
    [InlineData("erf", 1000, 1, 0), InlineData("erf", -1000, -1, 0), InlineData("erf", Inf, 1, 0), InlineData("erf", -Inf, -1, 0)]
    [InlineData("exp", 1000, Inf, Inf), InlineData("exp", -1000, 0, 0), InlineData("exp", -Inf, 0, 0), InlineData("exp", Inf, Inf, Inf)]
    [InlineData("expm1", -1000, -1, 0), InlineData("expm1", 1e-300, 1e-300, 1)]
    [InlineData("log", 0, -Inf, Inf), InlineData("log", -1, NaN, -1), InlineData("log", Inf, Inf, 0)]
    [InlineData("log1p", -1, -Inf, Inf), InlineData("log1p", 1e-300, 1e-300, 1), InlineData("log1p", Inf, Inf, 0)]
    [InlineData("sqrt", 0, 0, Inf), InlineData("sqrt", -1, NaN, NaN), InlineData("sqrt", Inf, Inf, 0)]
    [InlineData("rsqrt", 0, Inf, -Inf), InlineData("rsqrt", Inf, 0, 0)]
    [InlineData("reciprocal", 0, Inf, -Inf), InlineData("reciprocal", -0.0, -Inf, -Inf), InlineData("reciprocal", Inf, 0, 0)]
    [InlineData("round", 0.5, 0, 0), InlineData("round", 1.5, 2, 0), InlineData("round", 2.5, 2, 0), InlineData("round", -2.5, -2, 0), InlineData("round", 1e300, 1e300, 0)]
    [InlineData("floor", -0.5, -1, 0), InlineData("floor", 2, 2, 0), InlineData("ceiling", 0.5, 1, 0), InlineData("ceiling", -2, -2, 0)]
    [InlineData("sin", Inf, NaN, NaN), InlineData("cos", Inf, NaN, NaN), InlineData("atan", Inf, Math.PI / 2, 0), InlineData("asin", 1, Math.PI / 2, Inf), InlineData("acos", 1, 0, -Inf), InlineData("asin", 2, NaN, NaN)]
    [InlineData("cosh", 1000, Inf, Inf), InlineData("sinh", -1000, -Inf, Inf), InlineData("square", -Inf, Inf, -Inf)]
    public void One_input(string operation, double x, double value, double derivative)
    {
        foreach (DType type in (DType[])[DType.Float64, DType.Float32])
        {
            if (type == DType.Float32 && (Math.Abs(x) is < 1e-30 and > 0 or > 1e30 && double.IsFinite(x))) continue;
            // Nine copies: the elements go through whole registers and through the rest of the loop.
            Tensor leaf = Tensor.Full([9], x, type).RequireGrad();
            Tensor y = Unary[operation](leaf);
            Tensor dx = Gradient.Of(y.Sum(), leaf);
            foreach (double v in y.ToDoubles()) Same(v, value, $"{operation}({x}) in {type}", type);
            foreach (double v in dx.ToDoubles()) Same(v, derivative, $"{operation}'({x}) in {type}", type);
            Tensor leaf2 = Tensor.Full([9], x, type).RequireGrad();
            Tensor recorded = Gradient.Of(Unary[operation](leaf2).Sum(), leaf2, createGraph: true);
            foreach (double v in recorded.ToDoubles()) Same(v, derivative, $"{operation}'({x}) in {type}, as a graph", type);
        }
    }

    [Theory]
    [InlineData("max", 1, 1, 1, 0.5, 0.5), InlineData("max", 2, 1, 2, 1, 0), InlineData("max", 0, -0.0, 0, 0.5, 0.5), InlineData("max", NaN, 1, NaN, 0.5, 0.5), InlineData("max", Inf, 1, Inf, 1, 0)]
    [InlineData("min", 1, 1, 1, 0.5, 0.5), InlineData("min", 2, 1, 1, 0, 1), InlineData("min", 1, NaN, NaN, 0.5, 0.5)]
    [InlineData("div", 1, 0, Inf, Inf, -Inf), InlineData("div", -1, 0, -Inf, Inf, Inf), InlineData("div", 1, -0.0, -Inf, -Inf, -Inf), InlineData("div", 0, 0, NaN, Inf, NaN), InlineData("div", 1, Inf, 0, 0, 0)]
    [InlineData("mul", 0, Inf, NaN, Inf, 0), InlineData("mul", 2, Inf, Inf, Inf, 2)]
    [InlineData("pow", 0, 0, 1, 0, 0), InlineData("pow", 0, 1, 0, 1, 0), InlineData("pow", 0, 2, 0, 0, 0), InlineData("pow", 0, -1, Inf, -Inf, -Inf), InlineData("pow", -2, 3, -8, 12, NaN)]
    [InlineData("pow", -8, 1 / 3.0, NaN, NaN, NaN), InlineData("pow", 2, 0, 1, 0, 0.6931471805599453), InlineData("pow", 0, 0.5, 0, Inf, 0), InlineData("pow", 1, NaN, 1, NaN, 0), InlineData("pow", NaN, 0, 1, 0, NaN)]
    [InlineData("atan2", 0, 1, 0, 1, 0), InlineData("atan2", 0, -1, Math.PI, -1, 0), InlineData("atan2", -0.0, -1, -Math.PI, -1, 0), InlineData("atan2", 1, 0, Math.PI / 2, 0, -1)]
    [InlineData("atan2", -1, 0, -Math.PI / 2, 0, 1), InlineData("atan2", 0, 0, 0, NaN, NaN), InlineData("atan2", 0, -0.0, Math.PI, NaN, NaN), InlineData("atan2", -0.0, -0.0, -Math.PI, NaN, NaN), InlineData("atan2", -0.0, 0, -0.0, NaN, NaN)]
    public void Two_inputs(string operation, double a, double b, double value, double partialA, double partialB)
    {
        foreach (DType type in (DType[])[DType.Float64, DType.Float32])
        {
            Tensor p = Tensor.Full([9], a, type).RequireGrad(), q = Tensor.Full([9], b, type).RequireGrad();
            Tensor y = Binary[operation](p, q);
            Tensor[] d = Gradient.Of(y.Sum(), [p, q]);
            string what = $"{operation}({a}, {b}) in {type}";
            foreach (double v in y.ToDoubles()) Same(v, value, what, type);
            foreach (double v in d[0].ToDoubles()) Same(v, partialA, $"∂{what}/∂a", type);
            foreach (double v in d[1].ToDoubles()) Same(v, partialB, $"∂{what}/∂b", type);
        }
    }

    [Fact]
    public void Clamp_passes_the_gradient_on_its_bounds_and_below_swapped_bounds_gives_the_upper()
    {
        Tensor x = Tensor.From(-2.0, -1, 0, 1, 2, NaN).RequireGrad();
        Tensor y = x.Clamp(-1, 1);
        y.ToDoubles().ShouldBe([-1, -1, 0, 1, 1, NaN]);
        Gradient.Of(y, x, Tensor.Ones([6], DType.Float64)).ToDoubles()[..5].ShouldBe([0, 1, 1, 1, 0]);
        Tensor.From(0.0, 5).Clamp(2, 1).ToDoubles().ShouldBe([1, 1]);
    }

    [Fact]
    public void Ties_of_reductions_share_the_gradient_equally()
    {
        Tensor x = Tensor.From(new[,] { { 1.0, 3, 3 }, { 2, 2, 2 } }).RequireGrad();
        Gradient.Of(x.Max(1).Sum(), x).ToDoubles().ShouldBe([0, 0.5, 0.5, 1 / 3.0, 1 / 3.0, 1 / 3.0]);
        Gradient.Of(x.Min().Sum(), x).ToDoubles().ShouldBe([1, 0, 0, 0, 0, 0]);
        x.ArgMax(1).ToArray<long>().ShouldBe([1, 0]);
        x.ArgMin(1).ToArray<long>().ShouldBe([0, 0]);
    }

    [Fact]
    public void Not_a_number_reaches_every_reduction()
    {
        Tensor x = Tensor.From(1.0, NaN, 3);
        foreach (Tensor y in (Tensor[])[x.Sum(), x.Mean(), x.Max(), x.Min(), x.Product(), x.LogSumExp(), x.Variance(), x.Softmax()[0]])
            y.Item().ShouldBe(NaN);
        x.ArgMax(0).Item().ShouldBe(1);
        x.ArgMin(0).Item().ShouldBe(1);
    }

    [Fact]
    public void Softmax_and_its_kin_hold_at_extremes()
    {
        Tensor.From(1000.0, 1000, -1000).Softmax().ToDoubles().ShouldBe([0.5, 0.5, 0]);
        Tensor.From(1000.0, 0).LogSoftmax().ToDoubles().ShouldBe([0, -1000]);
        Tensor.From(-Inf, 0).Softmax().ToDoubles().ShouldBe([0, 1]);
        Tensor.From(-Inf, -Inf).LogSumExp().Item().ShouldBe(-Inf);
        Tensor.From(Inf, 0).LogSumExp().Item().ShouldBe(Inf);
        Tensor.From(1e308, 1e308).LogSumExp().Item().ShouldBe(1e308);
    }

    static readonly Dictionary<string, Func<Tensor, Tensor>> Unary = new(StringComparer.Ordinal)
    {
        ["relu"] = x => x.Relu(),
        ["abs"] = x => x.Abs(),
        ["sign"] = x => x.Sign(),
        ["leakyrelu"] = x => x.LeakyRelu(),
        ["elu"] = x => x.Elu(),
        ["sigmoid"] = x => x.Sigmoid(),
        ["softplus"] = x => x.Softplus(),
        ["logsigmoid"] = x => x.LogSigmoid(),
        ["silu"] = x => x.Silu(),
        ["mish"] = x => x.Mish(),
        ["gelu"] = x => x.Gelu(),
        ["gelutanh"] = x => x.GeluTanh(),
        ["tanh"] = x => x.Tanh(),
        ["erf"] = x => x.Erf(),
        ["exp"] = x => x.Exp(),
        ["expm1"] = x => x.Expm1(),
        ["log"] = x => x.Log(),
        ["log1p"] = x => x.Log1p(),
        ["sqrt"] = x => x.Sqrt(),
        ["rsqrt"] = x => x.Rsqrt(),
        ["reciprocal"] = x => x.Reciprocal(),
        ["round"] = x => x.Round(),
        ["floor"] = x => x.Floor(),
        ["ceiling"] = x => x.Ceiling(),
        ["sin"] = x => x.Sin(),
        ["cos"] = x => x.Cos(),
        ["atan"] = x => x.Atan(),
        ["asin"] = x => x.Asin(),
        ["acos"] = x => x.Acos(),
        ["cosh"] = x => x.Cosh(),
        ["sinh"] = x => x.Sinh(),
        ["square"] = x => x.Square(),
    };

    static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> Binary = new(StringComparer.Ordinal)
    {
        ["max"] = (a, b) => a.Maximum(b),
        ["min"] = (a, b) => a.Minimum(b),
        ["div"] = (a, b) => a / b,
        ["mul"] = (a, b) => a * b,
        ["pow"] = (a, b) => a.Pow(b),
        ["atan2"] = (a, b) => a.Atan2(b),
    };

    static void Same(double actual, double expected, string what, DType type)
    {
        if (actual.Equals(expected)) return;
        bool near = Math.Abs(actual - expected) <= (type == DType.Float64 ? 1e-15 : 1e-6) * Math.Max(1, Math.Abs(expected));
        near.ShouldBeTrue(string.Create(CultureInfo.InvariantCulture, $"{what} is {actual:R}, expected {expected:R}"));
    }
}
