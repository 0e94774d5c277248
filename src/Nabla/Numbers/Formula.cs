using System.Runtime.CompilerServices;

namespace Nabla.Numbers;

/// <summary>A number that remembers how it was computed: an operation computed over formulas yields its own text.</summary>
/// <remarks>
/// Over <c>Dual&lt;Formula&gt;</c> a definition yields the formula of its derivative. Simplification is light (neutral elements,
/// signs, constants) and takes 0·x for 0, as algebra does.
/// </remarks>
/// <example><code>
/// Formula x = Formula.Variable("x");
/// Formula y = 1 / (1 + Formula.Exp(-x));                 // 1 / (1 + exp(-x))
/// double at2 = y.Evaluate(name => 2.0);                  // 0.8807970779778823
/// </code></example>
public readonly struct Formula : IReal<Formula>
{
    readonly FormulaNode? _node;

    Formula(FormulaNode node) => _node = node;

    internal FormulaNode Node => _node ?? FormulaNode.Zero;

    /// <summary>A variable.</summary>
    /// <param name="name">Its name, as it shall be printed.</param>
    public static Formula Variable(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new(FormulaNode.Variable(name));
    }

    /// <summary>The formula of the derivative by one variable.</summary>
    /// <param name="variable">The variable's name.</param>
    /// <returns>∂/∂variable; 0 where the formula does not contain it.</returns>
    public Formula Derivative(string variable) => Evaluate(name =>
        string.Equals(name, variable, StringComparison.Ordinal) ? Dual<Formula>.Variable(Variable(name)) : Dual<Formula>.Fixed(Variable(name))).Tangent;

    /// <summary>The formula's value.</summary>
    /// <param name="valueOf">The value of each variable, by name.</param>
    public double Evaluate(Func<string, double> valueOf)
    {
        ArgumentNullException.ThrowIfNull(valueOf);
        double value = 0;
        Scalar<double>.Store(Evaluate(name => Scalar<double>.Broadcast(valueOf(name))), ref value);
        return value;
    }

    /// <summary>The formula computed over any number: duals, lanes, formulas again.</summary>
    /// <typeparam name="V">The number.</typeparam>
    /// <param name="valueOf">The value of each variable, by name.</param>
    public V Evaluate<V>(Func<string, V> valueOf) where V : struct, IReal<V>
    {
        ArgumentNullException.ThrowIfNull(valueOf);
        return FormulaEvaluation.Evaluate(Node, valueOf, new Dictionary<FormulaNode, V>(ReferenceEqualityComparer.Instance));
    }

    /// <summary>The formula as text, like <c>1 / (1 + exp(-x))</c>; conditions as <c>where(a &lt; b, p, q)</c>.</summary>
    public override string ToString() => FormulaText.Plain(Node);

    /// <summary>The formula in LaTeX, for display mathematics; conditions as cases.</summary>
    public string ToLatex() => FormulaText.Latex(Node);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula Constant(double value) => new(FormulaNode.Constant(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula operator +(Formula a, Formula b) => new(FormulaRules.Sum(a.Node, b.Node));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula operator +(double a, Formula b) => Constant(a) + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula operator +(Formula a, double b) => a + Constant(b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula operator -(Formula a, Formula b) => new(FormulaRules.Difference(a.Node, b.Node));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula operator -(double a, Formula b) => Constant(a) - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula operator -(Formula a, double b) => a - Constant(b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula operator *(Formula a, Formula b) => new(FormulaRules.Product(a.Node, b.Node));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula operator *(double a, Formula b) => Constant(a) * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula operator *(Formula a, double b) => a * Constant(b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula operator /(Formula a, Formula b) => new(FormulaRules.Quotient(a.Node, b.Node));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula operator /(double a, Formula b) => Constant(a) / b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula operator /(Formula a, double b) => a / Constant(b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula operator -(Formula x) => new(FormulaRules.Negative(x.Node));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula WhereLess(Formula a, Formula b, Formula yes, Formula no) =>
        new(FormulaRules.Choice(FormulaKind.WhereLess, a.Node, b.Node, yes.Node, no.Node));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula WhereLessOrEqual(Formula a, Formula b, Formula yes, Formula no) =>
        new(FormulaRules.Choice(FormulaKind.WhereLessOrEqual, a.Node, b.Node, yes.Node, no.Node));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula Max(Formula a, Formula b) => a.Node.IsConstant && b.Node.IsConstant
        ? Constant(Math.Max(a.Node.Value, b.Node.Value))
        : new(FormulaNode.Function("max", a.Node, b.Node));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula Min(Formula a, Formula b) => a.Node.IsConstant && b.Node.IsConstant
        ? Constant(Math.Min(a.Node.Value, b.Node.Value))
        : new(FormulaNode.Function("min", a.Node, b.Node));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula Clamp(Formula x, Formula low, Formula high) => new(FormulaNode.Function("clamp", x.Node, low.Node, high.Node));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula Pow(Formula a, Formula b) => new(FormulaRules.Power(a.Node, b.Node));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula Abs(Formula x) => new(FormulaRules.Function("abs", x.Node, Math.Abs(x.Node.Value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula Exp(Formula x) => new(FormulaRules.Function("exp", x.Node, Math.Exp(x.Node.Value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula Expm1(Formula x) => new(FormulaRules.Function("expm1", x.Node, Math.Exp(x.Node.Value) - 1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula Log(Formula x) => new(FormulaRules.Function("log", x.Node, Math.Log(x.Node.Value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula Log1p(Formula x) => new(FormulaRules.Function("log1p", x.Node, Math.Log(1 + x.Node.Value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula Sqrt(Formula x) => new(FormulaRules.Function("sqrt", x.Node, Math.Sqrt(x.Node.Value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula Sin(Formula x) => new(FormulaRules.Function("sin", x.Node, Math.Sin(x.Node.Value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula Cos(Formula x) => new(FormulaRules.Function("cos", x.Node, Math.Cos(x.Node.Value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula Atan(Formula x) => new(FormulaRules.Function("atan", x.Node, Math.Atan(x.Node.Value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula Tanh(Formula x) => new(FormulaRules.Function("tanh", x.Node, Math.Tanh(x.Node.Value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula Floor(Formula x) => new(FormulaRules.Function("floor", x.Node, Math.Floor(x.Node.Value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula Round(Formula x) => new(FormulaRules.Function("round", x.Node, Math.Round(x.Node.Value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Formula Erf(Formula x) => new(FormulaRules.Function("erf", x.Node, x.Node.Value == 0 ? 0 : double.NaN));
}
