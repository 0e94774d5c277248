using System.Globalization;

namespace Nabla.Numbers;

/// <summary>What a vertex of a formula is.</summary>
internal enum FormulaKind
{
    Constant,
    Variable,
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
    Function,
    WhereLess,
    WhereLessOrEqual,
}

/// <summary>A vertex of a formula: shared, never changed.</summary>
internal sealed class FormulaNode(FormulaKind kind, string name, double value, FormulaNode[] inputs)
{
    internal static readonly FormulaNode Zero = Constant(0);

    internal FormulaKind Kind { get; } = kind;

    internal string Name { get; } = name;

    internal double Value { get; } = value;

    internal FormulaNode[] Inputs { get; } = inputs;

    internal bool IsConstant => Kind == FormulaKind.Constant;

    internal static FormulaNode Constant(double value) =>
        new(FormulaKind.Constant, value.ToString("R", CultureInfo.InvariantCulture), value, []);

    internal static FormulaNode Variable(string name) => new(FormulaKind.Variable, name, 0, []);

    internal static FormulaNode Of(FormulaKind kind, params FormulaNode[] inputs) => new(kind, "", 0, inputs);

    internal static FormulaNode Function(string name, params FormulaNode[] inputs) => new(FormulaKind.Function, name, 0, inputs);

    internal bool Is(double value) => IsConstant && Value == value;

    // One vertex, or two leaves that mean the same; deeper comparison could take exponential time on shared vertices.
    internal bool Same(FormulaNode other) => ReferenceEquals(this, other)
        || (Inputs.Length == 0 && other.Inputs.Length == 0 && Kind == other.Kind && Value.Equals(other.Value)
            && (IsConstant || string.Equals(Name, other.Name, StringComparison.Ordinal)));
}
