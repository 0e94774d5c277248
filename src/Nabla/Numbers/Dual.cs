using System.Runtime.CompilerServices;

namespace Nabla.Numbers;

/// <summary>A value with its tangent: a + ȧε with ε² = 0. An operation computed over duals yields its own derivative.</summary>
/// <remarks>
/// At the points where a derivative jumps: Max and Min give each of two equal values half, Abs gives 0 the slope 0,
/// Floor and Round have slope 0 everywhere.
/// </remarks>
/// <typeparam name="V">The number that value and tangent are.</typeparam>
public readonly struct Dual<V> : IReal<Dual<V>> where V : struct, IReal<V>
{
    /// <summary>The value.</summary>
    public readonly V Value;

    /// <summary>The derivative along the chosen direction.</summary>
    public readonly V Tangent;

    /// <summary>A value with its tangent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Dual(V value, V tangent)
    {
        Value = value;
        Tangent = tangent;
    }

    /// <summary>The variable that is differentiated by: tangent 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> Variable(V x) => new(x, V.One);

    /// <summary>Anything else: tangent 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> Fixed(V x) => new(x, V.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> Constant(double value) => Fixed(V.Constant(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> operator +(Dual<V> a, Dual<V> b) => new(a.Value + b.Value, a.Tangent + b.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> operator -(Dual<V> a, Dual<V> b) => new(a.Value - b.Value, a.Tangent - b.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> operator *(Dual<V> a, Dual<V> b) => new(a.Value * b.Value, a.Tangent * b.Value + a.Value * b.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> operator /(Dual<V> a, Dual<V> b)
    {
        V y = a.Value / b.Value;
        return new(y, (a.Tangent - y * b.Tangent) / b.Value);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> operator -(Dual<V> x) => new(-x.Value, -x.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> operator +(double a, Dual<V> b) => new(a + b.Value, b.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> operator +(Dual<V> a, double b) => new(a.Value + b, a.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> operator -(double a, Dual<V> b) => new(a - b.Value, -b.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> operator -(Dual<V> a, double b) => new(a.Value - b, a.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> operator *(double a, Dual<V> b) => new(a * b.Value, a * b.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> operator *(Dual<V> a, double b) => new(a.Value * b, a.Tangent * b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> operator /(double a, Dual<V> b)
    {
        V y = a / b.Value;
        return new(y, -y * b.Tangent / b.Value);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> operator /(Dual<V> a, double b) => new(a.Value / b, a.Tangent / b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> WhereLess(Dual<V> a, Dual<V> b, Dual<V> yes, Dual<V> no) =>
        new(V.WhereLess(a.Value, b.Value, yes.Value, no.Value), V.WhereLess(a.Value, b.Value, yes.Tangent, no.Tangent));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> WhereLessOrEqual(Dual<V> a, Dual<V> b, Dual<V> yes, Dual<V> no) =>
        new(V.WhereLessOrEqual(a.Value, b.Value, yes.Value, no.Value), V.WhereLessOrEqual(a.Value, b.Value, yes.Tangent, no.Tangent));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> Abs(Dual<V> x) => new(V.Abs(x.Value), V.WhereLess(x.Value, V.Zero, -x.Tangent, V.WhereLess(V.Zero, x.Value, x.Tangent, V.Zero)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> Max(Dual<V> a, Dual<V> b) =>
        new(V.Max(a.Value, b.Value), V.WhereLess(a.Value, b.Value, b.Tangent, V.WhereLess(b.Value, a.Value, a.Tangent, 0.5 * (a.Tangent + b.Tangent))));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> Min(Dual<V> a, Dual<V> b) =>
        new(V.Min(a.Value, b.Value), V.WhereLess(a.Value, b.Value, a.Tangent, V.WhereLess(b.Value, a.Value, b.Tangent, 0.5 * (a.Tangent + b.Tangent))));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> Clamp(Dual<V> x, Dual<V> low, Dual<V> high) =>
        new(V.Clamp(x.Value, low.Value, high.Value), V.WhereLess(x.Value, low.Value, low.Tangent, V.WhereLess(high.Value, x.Value, high.Tangent, x.Tangent)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> Exp(Dual<V> x)
    {
        V y = V.Exp(x.Value);
        return new(y, y * x.Tangent);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> Expm1(Dual<V> x)
    {
        V y = V.Expm1(x.Value);
        return new(y, (y + 1) * x.Tangent);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> Log(Dual<V> x) => new(V.Log(x.Value), x.Tangent / x.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> Log1p(Dual<V> x) => new(V.Log1p(x.Value), x.Tangent / (1 + x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> Sqrt(Dual<V> x)
    {
        V y = V.Sqrt(x.Value);
        return new(y, 0.5 * x.Tangent / y);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> Pow(Dual<V> a, Dual<V> b)
    {
        V y = V.Pow(a.Value, b.Value);

        // A factor 0 wins over the other factor's infinity: x² is differentiable at 0 and below, where ln x is not finite.
        V byBase = WhereNotZero(b.Value, b.Value * V.Pow(a.Value, b.Value - 1) * a.Tangent);
        V byExponent = WhereNotZero(b.Tangent, WhereNotZero(y, y * V.Log(a.Value) * b.Tangent));
        return new(y, byBase + byExponent);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V WhereNotZero(V factor, V product) => V.WhereLessOrEqual(V.Abs(factor), V.Zero, V.Zero, product);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> Sin(Dual<V> x) => new(V.Sin(x.Value), V.Cos(x.Value) * x.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> Cos(Dual<V> x) => new(V.Cos(x.Value), -V.Sin(x.Value) * x.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> Atan(Dual<V> x) => new(V.Atan(x.Value), x.Tangent / (1 + x.Value * x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> Tanh(Dual<V> x)
    {
        V y = V.Tanh(x.Value);
        return new(y, (1 - y * y) * x.Tangent);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> Erf(Dual<V> x) => new(V.Erf(x.Value), 2 / Math.Sqrt(Math.PI) * V.Exp(-x.Value * x.Value) * x.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> Floor(Dual<V> x) => Fixed(V.Floor(x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<V> Round(Dual<V> x) => Fixed(V.Round(x.Value));
}
