using System.Runtime.CompilerServices;

namespace Nabla.Numbers;

/// <summary>Whatever computes like a real number: an operation written over <see cref="IReal{V}"/> is written once.</summary>
/// <remarks>
/// The same two lines of an operation become a vector kernel (lanes), a scalar kernel, a derivative (<see cref="Dual{V}"/>),
/// a formula (<c>Formula</c>) or a piece of graph, according to the number that computes them. Implementations put
/// <c>AggressiveInlining</c> on every member, so that the JIT turns a definition over lanes into straight vector code.
/// </remarks>
/// <typeparam name="V">The number itself.</typeparam>
public interface IReal<V> where V : struct, IReal<V>
{
    /// <summary>The number nearest to <paramref name="value"/>.</summary>
    static abstract V Constant(double value);

    /// <summary>Zero.</summary>
    static virtual V Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => V.Constant(0);
    }

    /// <summary>One.</summary>
    static virtual V One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => V.Constant(1);
    }

    /// <summary>Sum.</summary>
    static abstract V operator +(V a, V b);

    /// <summary>Difference.</summary>
    static abstract V operator -(V a, V b);

    /// <summary>Product.</summary>
    static abstract V operator *(V a, V b);

    /// <summary>Quotient, by the rules of IEEE 754.</summary>
    static abstract V operator /(V a, V b);

    /// <summary>Negation.</summary>
    static abstract V operator -(V x);

    /// <summary>Sum with a constant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V operator +(double a, V b) => V.Constant(a) + b;

    /// <summary>Sum with a constant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V operator +(V a, double b) => a + V.Constant(b);

    /// <summary>Difference from a constant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V operator -(double a, V b) => V.Constant(a) - b;

    /// <summary>Difference with a constant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V operator -(V a, double b) => a - V.Constant(b);

    /// <summary>Product with a constant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V operator *(double a, V b) => V.Constant(a) * b;

    /// <summary>Product with a constant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V operator *(V a, double b) => a * V.Constant(b);

    /// <summary>Quotient of a constant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V operator /(double a, V b) => V.Constant(a) / b;

    /// <summary>Quotient by a constant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V operator /(V a, double b) => a / V.Constant(b);

    /// <summary>The condition a &lt; b, for <see cref="Where(Less{V}, V, V)"/>; false where either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Less<V> operator <(V a, V b) => new(a, b);

    /// <summary>The condition a &gt; b, for <see cref="Where(Less{V}, V, V)"/>; false where either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual Less<V> operator >(V a, V b) => new(b, a);

    /// <summary>The condition a ≤ b, for <see cref="Where(LessOrEqual{V}, V, V)"/>; false where either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual LessOrEqual<V> operator <=(V a, V b) => new(a, b);

    /// <summary>The condition a ≥ b, for <see cref="Where(LessOrEqual{V}, V, V)"/>; false where either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual LessOrEqual<V> operator >=(V a, V b) => new(b, a);

    /// <summary><paramref name="yes"/> where a &lt; b, else <paramref name="no"/> (also where a or b is NaN).</summary>
    static abstract V WhereLess(V a, V b, V yes, V no);

    /// <summary><paramref name="yes"/> where a ≤ b, else <paramref name="no"/> (also where a or b is NaN).</summary>
    static abstract V WhereLessOrEqual(V a, V b, V yes, V no);

    /// <summary><paramref name="yes"/> where the condition holds, else <paramref name="no"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Where(Less<V> condition, V yes, V no) => V.WhereLess(condition.Left, condition.Right, yes, no);

    /// <summary><paramref name="yes"/> where the condition holds, else <paramref name="no"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Where(LessOrEqual<V> condition, V yes, V no) => V.WhereLessOrEqual(condition.Left, condition.Right, yes, no);

    /// <summary>a·b + c, rounded once where the processor can.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V FusedMultiplyAdd(V a, V b, V c) => a * b + c;

    /// <summary>Absolute value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Abs(V x) => V.WhereLess(x, V.Zero, -x, x);

    /// <summary>The larger; NaN where either is NaN.</summary>
    static abstract V Max(V a, V b);

    /// <summary>The smaller; NaN where either is NaN.</summary>
    static abstract V Min(V a, V b);

    /// <summary>x held between <paramref name="low"/> and <paramref name="high"/> (low ≤ high, neither NaN); NaN where x is NaN.</summary>
    /// <remarks>Cheaper than <see cref="Max"/> and <see cref="Min"/> in lanes, and with slope 1 on both bounds.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Clamp(V x, V low, V high) => V.WhereLess(x, low, low, V.WhereLess(high, x, high, x));

    /// <summary>eˣ.</summary>
    static abstract V Exp(V x);

    /// <summary>eˣ − 1, accurate near 0.</summary>
    static abstract V Expm1(V x);

    /// <summary>Natural logarithm: −∞ at 0, NaN below.</summary>
    static abstract V Log(V x);

    /// <summary>ln(1 + x), accurate near 0.</summary>
    static abstract V Log1p(V x);

    /// <summary>Square root: NaN below 0.</summary>
    static abstract V Sqrt(V x);

    /// <summary>aᵇ, by the rules of <see cref="Math.Pow"/>.</summary>
    static abstract V Pow(V a, V b);

    /// <summary>Sine of an angle in radians.</summary>
    static abstract V Sin(V x);

    /// <summary>Cosine of an angle in radians.</summary>
    static abstract V Cos(V x);

    /// <summary>The angle in (−π/2, π/2) whose tangent is x.</summary>
    static abstract V Atan(V x);

    /// <summary>Hyperbolic tangent.</summary>
    static abstract V Tanh(V x);

    /// <summary>The logistic function 1/(1 + e⁻ˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Sigmoid(V x) => 1 / (1 + V.Exp(-x));

    /// <summary>The error function 2/√π·∫₀ˣ exp(−t²) dt.</summary>
    static abstract V Erf(V x);

    /// <summary>The largest whole number that is not above x.</summary>
    static abstract V Floor(V x);

    /// <summary>The nearest whole number, halves to the even one.</summary>
    static abstract V Round(V x);
}
