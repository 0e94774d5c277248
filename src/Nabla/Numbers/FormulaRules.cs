using static Nabla.Numbers.FormulaKind;

namespace Nabla.Numbers;

/// <summary>The light simplifications by which derivatives read well: neutral elements, signs moved outwards, constants folded.</summary>
/// <remarks>As algebra does, they take 0·x for 0 whatever x becomes.</remarks>
internal static class FormulaRules
{
    internal static FormulaNode Sum(FormulaNode a, FormulaNode b)
    {
        if (a.IsConstant && b.IsConstant)
            return FormulaNode.Constant(a.Value + b.Value);
        if (a.Is(0))
            return b;
        if (b.Is(0))
            return a;
        if (b.Kind == Negate)
            return Difference(a, b.Inputs[0]);
        if (a.Kind == Negate)
            return Difference(b, a.Inputs[0]);
        if (b.IsConstant && b.Value < 0)
            return Difference(a, FormulaNode.Constant(-b.Value));
        return a.Same(b) ? Product(FormulaNode.Constant(2), a) : FormulaNode.Of(Add, a, b);
    }

    internal static FormulaNode Difference(FormulaNode a, FormulaNode b)
    {
        if (a.IsConstant && b.IsConstant)
            return FormulaNode.Constant(a.Value - b.Value);
        if (b.Is(0))
            return a;
        if (a.Is(0))
            return Negative(b);
        if (b.Kind == Negate)
            return Sum(a, b.Inputs[0]);
        if (b.IsConstant && b.Value < 0)
            return Sum(a, FormulaNode.Constant(-b.Value));
        return a.Same(b) ? FormulaNode.Zero : FormulaNode.Of(Subtract, a, b);
    }

    internal static FormulaNode Product(FormulaNode a, FormulaNode b)
    {
        if (a.IsConstant && b.IsConstant)
            return FormulaNode.Constant(a.Value * b.Value);
        if (b.IsConstant)
            return Product(b, a);
        if (a.Is(0) || b.Is(0))
            return FormulaNode.Zero;
        if (a.Is(1))
            return b;
        if (a.Is(-1))
            return Negative(b);
        if (a.Kind == Negate)
            return Negative(Product(a.Inputs[0], b));
        if (b.Kind == Negate)
            return Negative(Product(a, b.Inputs[0]));
        if (b.Kind == Multiply && b.Inputs[0].IsConstant)
            return Product(a.IsConstant ? FormulaNode.Constant(a.Value * b.Inputs[0].Value) : b.Inputs[0], a.IsConstant ? b.Inputs[1] : Product(a, b.Inputs[1]));
        if (a.Kind == Multiply && a.Inputs[0].IsConstant)
            return Product(a.Inputs[0], Product(a.Inputs[1], b));
        if (a.Kind == Divide && a.Inputs[0].Is(1))
            return Quotient(b, a.Inputs[1]);
        if (b.Kind == Divide && b.Inputs[0].Is(1))
            return Quotient(a, b.Inputs[1]);
        return FormulaNode.Of(Multiply, a, b);
    }

    internal static FormulaNode Quotient(FormulaNode a, FormulaNode b)
    {
        if (a.IsConstant && b.IsConstant && IsShort(a.Value / b.Value))
            return FormulaNode.Constant(a.Value / b.Value);
        if (b.Is(1))
            return a;
        if (a.Is(0) && !b.Is(0))
            return FormulaNode.Zero;
        if (a.Kind == Negate)
            return Negative(Quotient(a.Inputs[0], b));
        if (b.Kind == Negate)
            return Negative(Quotient(a, b.Inputs[0]));
        if (a.IsConstant && a.Value < 0)
            return Negative(Quotient(FormulaNode.Constant(-a.Value), b));
        return FormulaNode.Of(Divide, a, b);
    }

    internal static FormulaNode Negative(FormulaNode x)
    {
        if (x.IsConstant)
            return FormulaNode.Constant(-x.Value);
        if (x.Kind == Negate)
            return x.Inputs[0];
        if (x.Kind == Subtract)
            return FormulaNode.Of(Subtract, x.Inputs[1], x.Inputs[0]);
        return FormulaNode.Of(Negate, x);
    }

    /// <summary>A function's value where it is a short number (exp 0 = 1), else the function (log 2 stays log 2).</summary>
    internal static FormulaNode Function(string name, FormulaNode x, double folded) =>
        x.IsConstant && IsShort(folded) ? FormulaNode.Constant(folded) : FormulaNode.Function(name, x);

    internal static FormulaNode Power(FormulaNode a, FormulaNode b)
    {
        if (a.IsConstant && b.IsConstant && IsShort(Math.Pow(a.Value, b.Value)))
            return FormulaNode.Constant(Math.Pow(a.Value, b.Value));
        if (b.Is(0) || a.Is(1))
            return FormulaNode.Constant(1);
        return b.Is(1) ? a : FormulaNode.Function("pow", a, b);
    }

    internal static FormulaNode Choice(FormulaKind kind, FormulaNode a, FormulaNode b, FormulaNode yes, FormulaNode no)
    {
        if (a.IsConstant && b.IsConstant)
            return (kind == WhereLess ? a.Value < b.Value : a.Value <= b.Value) ? yes : no;
        return yes.Same(no) ? yes : FormulaNode.Of(kind, a, b, yes, no);
    }

    static bool IsShort(double value) => double.IsFinite(value) && Math.Round(value, 4) == value;
}
