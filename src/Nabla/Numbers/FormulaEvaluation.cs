using static Nabla.Numbers.FormulaKind;

namespace Nabla.Numbers;

/// <summary>A formula computed over any number, each shared vertex once, without recursion.</summary>
internal static class FormulaEvaluation
{
    internal static V Evaluate<V>(FormulaNode x, Func<string, V> valueOf, Dictionary<FormulaNode, V> known) where V : struct, IReal<V>
    {
        foreach (FormulaNode node in FormulaOrder.Of(x)) known.Add(node, Apply(node, valueOf, known));
        return known[x];
    }

    static V Apply<V>(FormulaNode x, Func<string, V> valueOf, Dictionary<FormulaNode, V> known) where V : struct, IReal<V>
    {
        V At(int input) => known[x.Inputs[input]];
        return x.Kind switch
        {
            Constant => V.Constant(x.Value),
            Variable => valueOf(x.Name),
            Add => At(0) + At(1),
            Subtract => At(0) - At(1),
            Multiply => At(0) * At(1),
            Divide => At(0) / At(1),
            Negate => -At(0),
            WhereLess => V.WhereLess(At(0), At(1), At(2), At(3)),
            WhereLessOrEqual => V.WhereLessOrEqual(At(0), At(1), At(2), At(3)),
            _ => x.Name switch
            {
                "abs" => V.Abs(At(0)),
                "exp" => V.Exp(At(0)),
                "expm1" => V.Expm1(At(0)),
                "log" => V.Log(At(0)),
                "log1p" => V.Log1p(At(0)),
                "sqrt" => V.Sqrt(At(0)),
                "sin" => V.Sin(At(0)),
                "cos" => V.Cos(At(0)),
                "atan" => V.Atan(At(0)),
                "tanh" => V.Tanh(At(0)),
                "floor" => V.Floor(At(0)),
                "round" => V.Round(At(0)),
                "erf" => V.Erf(At(0)),
                "max" => V.Max(At(0), At(1)),
                "min" => V.Min(At(0), At(1)),
                "pow" => V.Pow(At(0), At(1)),
                "clamp" => V.Clamp(At(0), At(1), At(2)),
                _ => throw new InvalidOperationException($"A formula knows no function '{x.Name}'."),
            },
        };
    }
}
