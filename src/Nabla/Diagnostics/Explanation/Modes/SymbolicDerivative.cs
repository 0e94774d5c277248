using Nabla.Numbers;

namespace Nabla.Diagnostics;

/// <summary>The derivative by one name as an expression.</summary>
/// <remarks>
/// The library's operations are written out in elementary functions, so that <c>sigmoid(x)</c> is 1 / (1 + exp(-x)). Where parts are
/// shared by <c>let</c>, the expression as a tree can have 2ᵏ vertices though the formula has k; with shared parts it stays linear.
/// </remarks>
public sealed class SymbolicDerivative
{
    /// <summary>The vertices of the largest tree that is written out.</summary>
    public const int MostWritten = 2_000;

    internal SymbolicDerivative(string name, double ruleSize, FormulaNode raw, FormulaNode simple, double value, double gradient)
    {
        Name = name;
        RuleSize = ruleSize;
        TreeSize = FormulaOrder.TreeSize(raw);
        SimplifiedTreeSize = FormulaOrder.TreeSize(simple);
        SharedSize = FormulaOrder.Of(simple).Count;
        Expression = SimplifiedTreeSize <= MostWritten ? FormulaText.Plain(simple) : null;
        Latex = SimplifiedTreeSize <= MostWritten ? FormulaText.Latex(simple) : null;
        Value = value;
        Gradient = gradient;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The simplified expression; null where its tree has more than <see cref="MostWritten"/> vertices.</summary>
    public string? Expression { get; }

    /// <summary>The simplified expression in LaTeX; null with <see cref="Expression"/>.</summary>
    public string? Latex { get; }

    /// <summary>The vertices of the tree that the rules of differentiation give, nothing simplified.</summary>
    public double RuleSize { get; }

    /// <summary>The vertices of the tree where neutral elements and zeros are left out.</summary>
    public double TreeSize { get; }

    /// <summary>The vertices of the simplified tree: like terms and powers together.</summary>
    public double SimplifiedTreeSize { get; }

    /// <summary>The vertices of the simplified expression where equal parts are one.</summary>
    public int SharedSize { get; }

    /// <summary>The expression's value at the point.</summary>
    public double Value { get; }

    /// <summary>What reverse mode finds there.</summary>
    public double Gradient { get; }

    /// <summary>|value − gradient| / max(1, |gradient|); 0 where both are NaN or the same infinity.</summary>
    public double Disagreement => Value.Equals(Gradient) ? 0 : Math.Abs(Value - Gradient) / Math.Max(1, Math.Abs(Gradient));
}
