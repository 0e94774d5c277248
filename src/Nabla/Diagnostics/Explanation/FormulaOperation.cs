using Nabla.Numbers;

namespace Nabla.Diagnostics;

/// <summary>An elementwise operation of the library, applied to one number for each input.</summary>
internal abstract class FormulaOperation(string name, int arity)
{
    /// <summary>The operation's name, as vertices carry it.</summary>
    public string Name { get; } = name;

    /// <summary>The number of inputs.</summary>
    public int Arity { get; } = arity;

    /// <summary>The value.</summary>
    public abstract double Value(ReadOnlySpan<double> x);

    /// <summary>The derivative by the input at a position, given the value y.</summary>
    public abstract double Partial(int input, ReadOnlySpan<double> x, double y);

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
}

/// <summary>y = f(a, b).</summary>
internal sealed class BinaryFormulaOperation<TOp>() : FormulaOperation(typeof(TOp).Name, 2) where TOp : struct, IBinary<TOp>
{
    public override double Value(ReadOnlySpan<double> x) => Out(TOp.Value(In(x[0]), In(x[1])));

    public override double Partial(int input, ReadOnlySpan<double> x, double y) => Out(input == 0
        ? TOp.PartialA(In(x[0]), In(x[1]), In(y))
        : TOp.PartialB(In(x[0]), In(x[1]), In(y)));
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
}
