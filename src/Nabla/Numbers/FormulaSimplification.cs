using static Nabla.Numbers.FormulaKind;

namespace Nabla.Numbers;

/// <summary>Makes a formula smaller: equal parts become one vertex, then products of equals become powers, and like terms one.</summary>
/// <remarks>
/// One pass over the vertices, the inputs first, in linear time: each is built again by <see cref="FormulaRules"/> from parts of
/// which no two are equal, so that equality of parts is equality of references. As algebra does, it takes a/a for 1 whatever a becomes.
/// </remarks>
internal sealed class FormulaSimplification
{
    readonly Dictionary<Key, FormulaNode> unique = [];
    readonly Dictionary<FormulaNode, int> numbers = new(ReferenceEqualityComparer.Instance);

    // A vertex is told by what it is and by the numbers of its (unique) inputs; no vertex has more than four.
    readonly record struct Key(FormulaKind Kind, string Name, double Value, int A, int B, int C, int D);

    internal static FormulaNode Of(FormulaNode root)
    {
        var pass = new FormulaSimplification();
        var simple = new Dictionary<FormulaNode, FormulaNode>(ReferenceEqualityComparer.Instance);
        foreach (FormulaNode node in FormulaOrder.Of(root))
            simple.Add(node, pass.Unique(pass.Built(node, [.. node.Inputs.Select(i => simple[i])])));
        return simple[root];
    }

    FormulaNode Built(FormulaNode x, FormulaNode[] of) => x.Kind switch
    {
        Constant or Variable => x,
        Add => Sum(of[0], of[1]),
        Subtract => FormulaRules.Difference(of[0], of[1]),
        Multiply => Product(of[0], of[1]),
        Divide => Quotient(of[0], of[1]),
        Negate => FormulaRules.Negative(of[0]),
        Function when x.Name is "pow" => Power(of[0], of[1]),
        Function => FormulaNode.Function(x.Name, of),
        _ => FormulaRules.Choice(x.Kind, of[0], of[1], of[2], of[3]),
    };

    /// <summary>m·a + n·a = (m + n)·a.</summary>
    static FormulaNode Sum(FormulaNode a, FormulaNode b)
    {
        (double m, FormulaNode p) = Factor(a);
        (double n, FormulaNode q) = Factor(b);
        return p.Same(q) && !p.IsConstant ? FormulaRules.Product(FormulaNode.Constant(m + n), p) : FormulaRules.Sum(a, b);
    }

    /// <summary>aᵐ·aⁿ = aᵐ⁺ⁿ.</summary>
    FormulaNode Product(FormulaNode a, FormulaNode b)
    {
        if (a.IsConstant || b.IsConstant) return FormulaRules.Product(a, b);
        (double m, FormulaNode p) = Factor(a);
        (double n, FormulaNode q) = Factor(b);
        (FormulaNode baseA, double powerA) = Exponent(p);
        (FormulaNode baseB, double powerB) = Exponent(q);
        if (!baseA.Same(baseB) || p.Kind == Divide || q.Kind == Divide) return FormulaRules.Product(a, b);
        FormulaNode power = Unique(Power(baseA, Unique(FormulaNode.Constant(powerA + powerB))));
        return m * n == 1 ? power : FormulaRules.Product(FormulaNode.Constant(m * n), power);
    }

    /// <summary>a/a = 1; (a·b)/b = a.</summary>
    static FormulaNode Quotient(FormulaNode a, FormulaNode b)
    {
        if (a.Same(b) && !a.Is(0)) return FormulaNode.Constant(1);
        if (a.Kind == Multiply && !b.IsConstant)
        {
            if (a.Inputs[1].Same(b)) return a.Inputs[0];
            if (a.Inputs[0].Same(b)) return a.Inputs[1];
        }
        return FormulaRules.Quotient(a, b);
    }

    /// <summary>(aᵐ)ⁿ = aᵐⁿ for whole m and n.</summary>
    static FormulaNode Power(FormulaNode a, FormulaNode b)
    {
        (FormulaNode inner, double power) = Exponent(a);
        return power != 1 && b.IsConstant && double.IsInteger(power) && double.IsInteger(b.Value)
            ? FormulaRules.Power(inner, FormulaNode.Constant(power * b.Value))
            : FormulaRules.Power(a, b);
    }

    static (double Factor, FormulaNode Of) Factor(FormulaNode x) => x.Kind switch
    {
        Multiply when x.Inputs[0].IsConstant => (x.Inputs[0].Value, x.Inputs[1]),
        Negate => (-1, x.Inputs[0]),
        _ => (1, x),
    };

    static (FormulaNode Base, double Power) Exponent(FormulaNode x) =>
        x is { Kind: Function, Name: "pow" } && x.Inputs[1].IsConstant ? (x.Inputs[0], x.Inputs[1].Value) : (x, 1);

    /// <summary>The one vertex that stands for all that are equal to this; parts that a rule made new are looked up too.</summary>
    FormulaNode Unique(FormulaNode x)
    {
        if (numbers.ContainsKey(x)) return x;
        FormulaNode[] inputs = [.. x.Inputs.Select(Unique)];
        var key = new Key(x.Kind, x.Name, x.Value, At(0), At(1), At(2), At(3));
        if (unique.TryGetValue(key, out FormulaNode? known)) return known;
        FormulaNode kept = inputs.AsSpan().SequenceEqual(x.Inputs) ? x : new FormulaNode(x.Kind, x.Name, x.Value, inputs);
        unique.Add(key, kept);
        numbers.Add(kept, numbers.Count);
        return kept;

        int At(int i) => i < inputs.Length ? numbers[inputs[i]] : -1;
    }
}
