using System.Globalization;
using static Nabla.Numbers.FormulaKind;

namespace Nabla.Numbers;

/// <summary>A formula as plain text and as LaTeX, with no more parentheses than it needs.</summary>
internal static class FormulaText
{
    static readonly (double Value, string Plain, string Latex)[] Known =
    [
        (Math.PI, "pi", @"\pi"),
        (Math.PI / 2, "pi/2", @"\frac{\pi}{2}"),
        (Math.E, "e", "e"),
        (Math.Sqrt(2), "sqrt(2)", @"\sqrt{2}"),
        (Math.Sqrt(0.5), "sqrt(1/2)", @"\sqrt{\tfrac{1}{2}}"),
        (Math.Sqrt(2 / Math.PI), "sqrt(2/pi)", @"\sqrt{\tfrac{2}{\pi}}"),
        (2 / Math.Sqrt(Math.PI), "2/sqrt(pi)", @"\tfrac{2}{\sqrt{\pi}}"),
        (Math.Log(2), "log(2)", @"\ln 2"),
    ];

    // How tightly a vertex holds together: sums and signs least, then products, powers, and what needs no parentheses.
    private enum Bond
    {
        Sum = 1,
        Product = 2,
        Power = 3,
        Atom = 4,
    }

    internal static string Plain(FormulaNode x) => x.Kind switch
    {
        Constant => KnownOr(x.Value, latex: false),
        Variable => x.Name,
        Add => $"{Plain(x.Inputs[0])} + {Plain(x.Inputs[1], IsSigned(x.Inputs[1]) ? Bond.Product : Bond.Sum)}",
        Subtract => $"{Plain(x.Inputs[0])} - {Plain(x.Inputs[1], Bond.Product)}",
        Multiply => $"{Plain(x.Inputs[0], Bond.Product)} * {Plain(x.Inputs[1], x.Inputs[1].Kind == Divide ? Bond.Power : Bond.Product)}",
        Divide => $"{Plain(x.Inputs[0], Bond.Product)} / {Plain(x.Inputs[1], Bond.Power)}",
        Negate => $"-{Plain(x.Inputs[0], Bond.Product)}",
        WhereLess => $"where({Plain(x.Inputs[0])} < {Plain(x.Inputs[1])}, {Plain(x.Inputs[2])}, {Plain(x.Inputs[3])})",
        WhereLessOrEqual => $"where({Plain(x.Inputs[0])} <= {Plain(x.Inputs[1])}, {Plain(x.Inputs[2])}, {Plain(x.Inputs[3])})",
        _ when IsPower(x) => $"{Plain(x.Inputs[0], Bond.Atom)}^{Plain(x.Inputs[1], Bond.Atom)}",
        _ => $"{x.Name}({string.Join(", ", x.Inputs.Select(Plain))})",
    };

    internal static string Latex(FormulaNode x) => x.Kind switch
    {
        Constant => KnownOr(x.Value, latex: true),
        Variable => x.Name,
        Add => $"{Latex(x.Inputs[0])} + {Latex(x.Inputs[1], IsSigned(x.Inputs[1]) ? Bond.Product : Bond.Sum)}",
        Subtract => $"{Latex(x.Inputs[0])} - {Latex(x.Inputs[1], Bond.Product)}",
        Multiply => $@"{Latex(x.Inputs[0], Bond.Product)} \cdot {Latex(x.Inputs[1], Bond.Product)}",
        Divide => $@"\frac{{{Latex(x.Inputs[0])}}}{{{Latex(x.Inputs[1])}}}",
        Negate => $"-{Latex(x.Inputs[0], Bond.Product)}",
        WhereLess => Cases(x, "<"),
        WhereLessOrEqual => Cases(x, @"\le"),
        _ when IsPower(x) => $"{Latex(x.Inputs[0], Bond.Atom)}^{{{Latex(x.Inputs[1])}}}",
        _ => x.Name switch
        {
            "exp" => $"e^{{{Latex(x.Inputs[0])}}}",
            "expm1" => $@"\left(e^{{{Latex(x.Inputs[0])}}} - 1\right)",
            "log" => $@"\ln\left({Latex(x.Inputs[0])}\right)",
            "log1p" => $@"\ln\left(1 + {Latex(x.Inputs[0], IsSigned(x.Inputs[0]) ? Bond.Product : Bond.Sum)}\right)",
            "sqrt" => $@"\sqrt{{{Latex(x.Inputs[0])}}}",
            "abs" => $@"\left|{Latex(x.Inputs[0])}\right|",
            "floor" => $@"\left\lfloor {Latex(x.Inputs[0])} \right\rfloor",
            "atan" => Call(@"\arctan", x),
            "erf" or "round" or "clamp" => Call($@"\operatorname{{{x.Name}}}", x),
            _ => Call($@"\{x.Name}", x),
        },
    };

    static string Plain(FormulaNode x, Bond least) => BondOf(x) < least ? $"({Plain(x)})" : Plain(x);

    static string Latex(FormulaNode x, Bond least)
    {
        // A fraction's bar and the braces of an exponent hold together by themselves, except under a power.
        Bond bond = x.Kind == Divide && least < Bond.Atom ? Bond.Atom : BondOf(x);
        return bond < least ? $@"\left({Latex(x)}\right)" : Latex(x);
    }

    static string Call(string name, FormulaNode x) => $@"{name}\left({string.Join(", ", x.Inputs.Select(Latex))}\right)";

    static string Cases(FormulaNode x, string relation) =>
        $@"\begin{{cases}} {Latex(x.Inputs[2])} & {Latex(x.Inputs[0])} {relation} {Latex(x.Inputs[1])} \\ {Latex(x.Inputs[3])} & \text{{otherwise}} \end{{cases}}";

    static bool IsPower(FormulaNode x) => x.Kind == Function && string.Equals(x.Name, "pow", StringComparison.Ordinal);

    static bool IsSigned(FormulaNode x) => x.Kind == Negate || (x.IsConstant && x.Value < 0);

    static Bond BondOf(FormulaNode x) => x.Kind switch
    {
        Add or Subtract or Negate => Bond.Sum,
        Constant when x.Value < 0 => Bond.Sum,
        Constant when KnownOr(x.Value, latex: false).Contains('/', StringComparison.Ordinal)
            && !KnownOr(x.Value, latex: false).EndsWith(')') => Bond.Product,
        Constant when x.Value == 2 / Math.Sqrt(Math.PI) => Bond.Product,
        Multiply or Divide => Bond.Product,
        _ when IsPower(x) || string.Equals(x.Name, "exp", StringComparison.Ordinal) => Bond.Power,
        _ => Bond.Atom,
    };

    static string KnownOr(double value, bool latex)
    {
        foreach ((double known, string plain, string inLatex) in Known)
        {
            if (value.Equals(known))
                return latex ? inLatex : plain;
            if (value.Equals(-known))
                return "-" + (latex ? inLatex : plain);
        }

        return value switch
        {
            double.PositiveInfinity => latex ? @"\infty" : "inf",
            double.NegativeInfinity => latex ? @"-\infty" : "-inf",
            _ => value.ToString("R", CultureInfo.InvariantCulture),
        };
    }
}
