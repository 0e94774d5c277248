using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Diagnostics;

/// <summary>An elementwise operation of the library, applied to one number for each input.</summary>
internal abstract class FormulaOperation(string name, int arity)
{
    FormulaSize? valueSize;
    FormulaSize?[]? partialSizes;

    /// <summary>The operation's name, as vertices carry it.</summary>
    public string Name { get; } = name;

    /// <summary>The number of inputs.</summary>
    public int Arity { get; } = arity;

    /// <summary>The value.</summary>
    public abstract double Value(ReadOnlySpan<double> x);

    /// <summary>The derivative by the input at a position, given the value y.</summary>
    public abstract double Partial(int input, ReadOnlySpan<double> x, double y);

    /// <summary>The value of tensors, recorded where they require gradients.</summary>
    public abstract Tensor Apply(ReadOnlySpan<Tensor> x);

    /// <summary>The operation's name where it is applied to values of these shapes.</summary>
    public virtual string NameOf(ReadOnlySpan<Tensor> x) => Name;

    /// <summary>Whether it is an operation on numbers, which tensors get element by element.</summary>
    public virtual bool IsElementwise => true;

    /// <summary>The value as a formula.</summary>
    public abstract Formula Value(ReadOnlySpan<Formula> x);

    /// <summary>The derivative by the input at a position as a formula, given the value y.</summary>
    public abstract Formula Partial(int input, ReadOnlySpan<Formula> x, Formula y);

    /// <summary>The vertices of the value's expression.</summary>
    public FormulaSize ValueSize => valueSize ??= FormulaSize.Count(Value(Places()), Arity);

    /// <summary>The vertices of a derivative's expression.</summary>
    public FormulaSize PartialSize(int input) =>
        (partialSizes ??= new FormulaSize?[Arity])[input] ??= FormulaSize.Count(Partial(input, Places(), Formula.Variable("y")), Arity);

    Formula[] Places() => [.. Enumerable.Range(0, Arity).Select(i => Formula.Variable(i.ToString(System.Globalization.CultureInfo.InvariantCulture)))];

    private protected static Scalar<double> In(double x) => Scalar<double>.Broadcast(x);

    private protected static double Out(Scalar<double> x)
    {
        double number = 0;
        Scalar<double>.Store(x, ref number);
        return number;
    }
}

/// <summary>y = f(x).</summary>
internal sealed class UnaryFormulaOperation<TOp>() : FormulaOperation(typeof(TOp).Name, 1) where TOp : struct, IUnary<TOp>
{
    public override double Value(ReadOnlySpan<double> x) => Out(TOp.Value(In(x[0])));

    public override double Partial(int input, ReadOnlySpan<double> x, double y) => Out(TOp.Derivative(In(x[0]), In(y)));

    public override Tensor Apply(ReadOnlySpan<Tensor> x) => Elementwise.Apply<TOp>(x[0]);

    public override Formula Value(ReadOnlySpan<Formula> x) => TOp.Value(x[0]);

    public override Formula Partial(int input, ReadOnlySpan<Formula> x, Formula y) => TOp.Derivative(x[0], y);
}

/// <summary>y = f(a, b).</summary>
internal class BinaryFormulaOperation<TOp>() : FormulaOperation(typeof(TOp).Name, 2) where TOp : struct, IBinary<TOp>
{
    public override double Value(ReadOnlySpan<double> x) => Out(TOp.Value(In(x[0]), In(x[1])));

    public override double Partial(int input, ReadOnlySpan<double> x, double y) => Out(input == 0
        ? TOp.PartialA(In(x[0]), In(x[1]), In(y))
        : TOp.PartialB(In(x[0]), In(x[1]), In(y)));

    public override Tensor Apply(ReadOnlySpan<Tensor> x) => Elementwise.Apply<TOp>(x[0], x[1]);

    public override Formula Value(ReadOnlySpan<Formula> x) => TOp.Value(x[0], x[1]);

    public override Formula Partial(int input, ReadOnlySpan<Formula> x, Formula y) => input == 0 ? TOp.PartialA(x[0], x[1], y) : TOp.PartialB(x[0], x[1], y);
}

/// <summary>y = f(a, b, c).</summary>
internal sealed class TernaryFormulaOperation<TOp>() : FormulaOperation(typeof(TOp).Name, 3) where TOp : struct, ITernary<TOp>
{
    public override double Value(ReadOnlySpan<double> x) => Out(TOp.Value(In(x[0]), In(x[1]), In(x[2])));

    public override double Partial(int input, ReadOnlySpan<double> x, double y) => Out(input switch
    {
        0 => TOp.PartialA(In(x[0]), In(x[1]), In(x[2]), In(y)),
        1 => TOp.PartialB(In(x[0]), In(x[1]), In(x[2]), In(y)),
        _ => TOp.PartialC(In(x[0]), In(x[1]), In(x[2]), In(y)),
    });

    public override Tensor Apply(ReadOnlySpan<Tensor> x) => Elementwise.Apply<TOp>(x[0], x[1], x[2]);

    public override Formula Value(ReadOnlySpan<Formula> x) => TOp.Value(x[0], x[1], x[2]);

    public override Formula Partial(int input, ReadOnlySpan<Formula> x, Formula y) => input switch
    {
        0 => TOp.PartialA(x[0], x[1], x[2], y),
        1 => TOp.PartialB(x[0], x[1], x[2], y),
        _ => TOp.PartialC(x[0], x[1], x[2], y),
    };
}
