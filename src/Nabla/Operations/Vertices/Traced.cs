using System.Globalization;
using Nabla.Numbers;

namespace Nabla.Operations;

/// <summary>A tensor, or a constant, as a number: a definition computed over it records its graph, whose derivative is the next order.</summary>
/// <remarks>Constants stay plain numbers until they meet a tensor, so a definition's own constants cost no operations.</remarks>
internal readonly struct Traced : IReal<Traced>
{
    readonly Tensor? tensor;
    readonly double constant;

    public Traced(Tensor? tensor) => this.tensor = tensor;

    Traced(double constant) => this.constant = constant;

    /// <summary>dy·factor.</summary>
    public static Tensor Scale(Tensor dy, Traced factor) => factor.tensor is { } t ? dy * t : Scale(dy, factor.constant);

    /// <summary>dy·factor; the same tensor for 1.</summary>
    public static Tensor Scale(Tensor dy, double factor) => factor switch { 1 => dy, -1 => -dy, _ => dy * factor };

    public static Traced Constant(double value) => new(value);

    public static Traced operator +(Traced a, Traced b) => Binary<Add>(a, b);

    public static Traced operator -(Traced a, Traced b) => Binary<Subtract>(a, b);

    public static Traced operator *(Traced a, Traced b)
    {
        if (a.tensor is null && a.constant == 1) return b;
        if (b.tensor is null && b.constant == 1) return a;
        return Binary<Multiply>(a, b);
    }

    public static Traced operator /(Traced a, Traced b) => Binary<Divide>(a, b);

    public static Traced operator -(Traced x) => Unary<Negate>(x);

    public static Traced WhereLess(Traced a, Traced b, Traced yes, Traced no) =>
        a.tensor is null && b.tensor is null ? (a.constant < b.constant ? yes : no) : Choose(Relate<LessThan>(a, b), yes, no);

    public static Traced WhereLessOrEqual(Traced a, Traced b, Traced yes, Traced no) =>
        a.tensor is null && b.tensor is null ? (a.constant <= b.constant ? yes : no) : Choose(Relate<AtMost>(a, b), yes, no);

    public static Traced Abs(Traced x) => Unary<Abs>(x);

    public static Traced Max(Traced a, Traced b) => Binary<Maximum>(a, b);

    public static Traced Min(Traced a, Traced b) => Binary<Minimum>(a, b);

    public static Traced Exp(Traced x) => Unary<Exp>(x);

    public static Traced Expm1(Traced x) => Unary<Expm1>(x);

    public static Traced Log(Traced x) => Unary<Log>(x);

    public static Traced Log1p(Traced x) => Unary<Log1p>(x);

    public static Traced Sqrt(Traced x) => Unary<Sqrt>(x);

    public static Traced Pow(Traced a, Traced b) => Binary<Pow>(a, b);

    public static Traced Sin(Traced x) => Unary<Sin>(x);

    public static Traced Cos(Traced x) => Unary<Cos>(x);

    public static Traced Atan(Traced x) => Unary<Atan>(x);

    public static Traced Tanh(Traced x) => Unary<Tanh>(x);

    // One vertex, whose derivative is y·(1 − y): that of 1/(1 + e⁻ˣ) is NaN where e⁻ˣ overflows.
    public static Traced Sigmoid(Traced x) => Unary<Sigmoid>(x);

    public static Traced Erf(Traced x) => Unary<Erf>(x);

    public static Traced Floor(Traced x) => Unary<Floor>(x);

    public static Traced Round(Traced x) => Unary<Round>(x);

    /// <inheritdoc/>
    public override string ToString() => tensor?.ToString() ?? constant.ToString(CultureInfo.InvariantCulture);

    static Traced Unary<TOp>(Traced x) where TOp : struct, IUnary<TOp> =>
        x.tensor is { } t ? new(Elementwise.Apply<TOp>(t)) : new(Number(TOp.Value(Scalar<double>.Constant(x.constant))));

    static Traced Binary<TOp>(Traced a, Traced b) where TOp : struct, IBinary<TOp> => (a.tensor, b.tensor) switch
    {
        ({ } p, { } q) => new(Elementwise.Apply<TOp>(p, q)),
        ({ } p, null) => new(Elementwise.Apply<TOp>(p, b.constant)),
        (null, { } q) => new(Elementwise.Apply<TOp>(a.constant, q)),
        _ => new(Number(TOp.Value(Scalar<double>.Constant(a.constant), Scalar<double>.Constant(b.constant)))),
    };

    static Tensor Relate<TOp>(Traced a, Traced b) where TOp : struct, IRelation<TOp> => a.tensor is { } p
        ? b.tensor is { } q ? Elementwise.Compare<TOp>(p, q) : Elementwise.Compare<TOp>(p, b.constant)
        : Elementwise.Compare<TOp>(a.constant, b.tensor!);

    static Traced Choose(Tensor condition, Traced yes, Traced no)
    {
        DType type = (yes.tensor ?? no.tensor)?.DType ?? DType.Float64;
        return new(Tensor.Where(condition, yes.AsTensor(type), no.AsTensor(type)));
    }

    static double Number(Scalar<double> x)
    {
        double number = 0;
        Scalar<double>.Store(x, ref number);
        return number;
    }

    /// <summary>The tensor, or the constant as a scalar.</summary>
    public Tensor AsTensor(DType type) => tensor ?? Tensor.Scalar(constant, type);
}
