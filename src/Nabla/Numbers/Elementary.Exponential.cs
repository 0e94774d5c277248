using System.Runtime.CompilerServices;

namespace Nabla.Numbers;

/// <summary>The elementary functions, written once over lanes of any width; float and double differ in constants only.</summary>
/// <remarks>Coefficients are minimax (Remez, in 50 digits); each states its interval and its largest error.</remarks>
/// <typeparam name="V">The lane.</typeparam>
/// <typeparam name="T">The element: float or double; the branches on it vanish in compilation.</typeparam>
internal static partial class Elementary<V, T>
    where V : struct, ILane<V, T>
    where T : unmanaged
{
    /// <summary>eˣ within 1.1 ulp, subnormal results included.</summary>
    /// <remarks>x = n·ln 2 + r with |r| ≤ ln 2 / 2; eˣ = 2ⁿ·(1 + expm1(r)).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp(V x)
    {
        // Beyond these bounds the result is 0 or ∞ all the same, and n stays a sane exponent.
        x = typeof(T) == typeof(float)
            ? V.Clamp(x, V.Constant(-104), V.Constant(89))
            : V.Clamp(x, V.Constant(-746), V.Constant(710));
        V n = Octaves(x);
        return V.Scale(V.One + Expm1Reduced(x, n), n);
    }

    /// <summary>eˣ − 1 within 2 ulp (2.2 where nothing is fused); x itself where |x| is tiny.</summary>
    /// <remarks>2ⁿ is halved and the result doubled, so that 2ⁿ cannot overflow before the result does.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Expm1(V x)
    {
        V c = typeof(T) == typeof(float)
            ? V.Clamp(x, V.Constant(-18), V.Constant(89))
            : V.Clamp(x, V.Constant(-40), V.Constant(710));
        V n = Octaves(c);
        V half = Binade<V, T>.PowerOfTwo(n - V.One);
        V y = V.FusedMultiplyAdd(Expm1Reduced(c, n), half, half - V.Constant(0.5));
        V tiny = V.Constant(typeof(T) == typeof(float) ? 1e-10 : 1e-20);
        return V.WhereLess(V.Abs(x), tiny, x, y + y);
    }

    // The whole number nearest to x / ln 2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Octaves(V x) => V.Round(x * V.Constant(1.4426950408889634));

    // expm1(x − n·ln 2), ln 2 in two parts of which the first is short enough for n times it to be exact.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Expm1Reduced(V x, V n)
    {
        V r = typeof(T) == typeof(float)
            ? V.FusedMultiplyAdd(n, V.Constant(-1.428606765330187e-06), V.FusedMultiplyAdd(n, V.Constant(-0.693145751953125), x))
            : V.FusedMultiplyAdd(n, V.Constant(-5.4979230187083712e-14), V.FusedMultiplyAdd(n, V.Constant(-0.69314718055989033), x));
        return V.FusedMultiplyAdd(r * r, ExponentialTail(r), r);
    }

    // e^x − 1 without overflow or cancellation, for −50 < x < 50 where the result is used beside 1 or 2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Expm1Moderate(V x)
    {
        // The sum is rounded to a whole number and holds it in its low bits: what the power of two is made of.
        V whole = V.FusedMultiplyAdd(x, V.Constant(1.4426950408889634), Binade<V, T>.Magic);
        V power = Binade<V, T>.PowerOfTwoOf(whole);
        return V.FusedMultiplyAdd(Expm1Reduced(x, whole - Binade<V, T>.Magic), power, power - V.One);
    }

    // (eʳ − 1 − r) / r² on |r| ≤ 0.347, relative to expm1: float degree 4, 2^-26.2; double degree 9, 2^-55.6.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V ExponentialTail(V r)
    {
        if (typeof(T) == typeof(float))
        {
            V p = V.Constant(0.00138825062);
            p = V.FusedMultiplyAdd(p, r, V.Constant(0.00836658012));
            p = V.FusedMultiplyAdd(p, r, V.Constant(0.0416672006));
            p = V.FusedMultiplyAdd(p, r, V.Constant(0.166665435));
            p = V.FusedMultiplyAdd(p, r, V.Constant(0.49999997));
            return p;
        }
        else
        {
            V p = V.Constant(2.5053809615255457e-08);
            p = V.FusedMultiplyAdd(p, r, V.Constant(2.7626160707270901e-07));
            p = V.FusedMultiplyAdd(p, r, V.Constant(2.7557407768592453e-06));
            p = V.FusedMultiplyAdd(p, r, V.Constant(2.4801504980881386e-05));
            p = V.FusedMultiplyAdd(p, r, V.Constant(0.00019841269718437322));
            p = V.FusedMultiplyAdd(p, r, V.Constant(0.0013888888931793105));
            p = V.FusedMultiplyAdd(p, r, V.Constant(0.0083333333333899216));
            p = V.FusedMultiplyAdd(p, r, V.Constant(0.041666666666576119));
            p = V.FusedMultiplyAdd(p, r, V.Constant(0.16666666666666588));
            p = V.FusedMultiplyAdd(p, r, V.Constant(0.50000000000000056));
            return p;
        }
    }
}
