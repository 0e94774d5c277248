using Nabla.Numbers;

namespace Nabla.Tests.Numbers;

public class FormulaTests
{
    static readonly Formula X = Formula.Variable("x");

    static readonly Formula Y = Formula.Variable("y");

    [Fact]
    public void A_definition_prints_as_it_is_written()
    {
        Sigmoid(X).ToString().ShouldBe("1 / (1 + exp(-x))");
        Sigmoid(X).ToLatex().ShouldBe(@"\frac{1}{1 + e^{-x}}");
        (X - (Y - 1)).ToString().ShouldBe("x - (y - 1)");
        (X / (X * Y)).ToString().ShouldBe("x / (x * y)");
        (X * (X / Y)).ToString().ShouldBe("x * (x / y)");
        (-(X + Y) * X).ToString().ShouldBe("-(x + y) * x");
        Formula.Pow(X + 1, Y).ToString().ShouldBe("(x + 1)^y");
        Formula.Pow(X + 1, Y - 1).ToLatex().ShouldBe(@"\left(x + 1\right)^{y - 1}");
        Formula.Abs(X).ToLatex().ShouldBe(@"\left|x\right|");
        (2 / Math.Sqrt(Math.PI) * X).ToString().ShouldBe("2/sqrt(pi) * x");
    }

    [Fact]
    public void Conditions_print_as_where_and_cases()
    {
        Formula leaky = WhereOf(X);
        leaky.ToString().ShouldBe("where(x < 0, 0.1 * x, x)");
        leaky.ToLatex().ShouldBe(@"\begin{cases} 0.1 \cdot x & x < 0 \\ x & \text{otherwise} \end{cases}");
    }

    [Fact]
    public void Neutral_elements_signs_and_constants_vanish()
    {
        (0 + X).ToString().ShouldBe("x");
        (1 * X).ToString().ShouldBe("x");
        (0 * X).ToString().ShouldBe("0");
        (X - 0).ToString().ShouldBe("x");
        (-(-X)).ToString().ShouldBe("x");
        (X + X).ToString().ShouldBe("2 * x");
        (X - X).ToString().ShouldBe("0");
        (X + -Y).ToString().ShouldBe("x - y");
        (2 * (3 * X)).ToString().ShouldBe("6 * x");
        (Formula.Constant(2) + 3).ToString().ShouldBe("5");
        default(Formula).ToString().ShouldBe("0");
    }

    [Fact]
    public void A_derivative_reads_well()
    {
        (X * X).Derivative("x").ToString().ShouldBe("2 * x");
        Formula.Tanh(X).Derivative("x").ToString().ShouldBe("1 - tanh(x) * tanh(x)");
        WhereOf(X).Derivative("x").ToString().ShouldBe("where(x < 0, 0.1, 1)");
        Formula.Pow(X, Formula.Constant(3)).Derivative("x").ToString().ShouldBe("3 * x^2");
        (X * Y).Derivative("y").ToString().ShouldBe("x");
        Formula.Log(X).Derivative("x").ToString().ShouldBe("1 / x");
        Formula.Exp(-X).Derivative("x").ToString().ShouldBe("-exp(-x)");
    }

    [Fact]
    public void A_formula_has_a_value()
    {
        Sigmoid(X).Evaluate(_ => 2.0).ShouldBe(1 / (1 + Math.Exp(-2)), 1e-15);
        Sigmoid(X).Derivative("x").Evaluate(_ => 2.0).ShouldBe(0.10499358540350662, 1e-15);
        Formula.Clamp(X, Formula.Constant(0), Formula.Constant(1)).Evaluate(_ => 2.0).ShouldBe(1);
    }

    static V Sigmoid<V>(V x) where V : struct, IReal<V> => V.One / (V.One + V.Exp(-x));

    static V WhereOf<V>(V x) where V : struct, IReal<V> => V.Where(x < V.Zero, 0.1 * x, x);
}
