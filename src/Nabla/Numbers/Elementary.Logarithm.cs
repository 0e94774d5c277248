using System.Runtime.CompilerServices;

namespace Nabla.Numbers;

internal static partial class Elementary<V, T>
{
    /// <summary>ln x within 1 ulp: −∞ at 0, NaN below, subnormal x included.</summary>
    /// <remarks>x = m·2ᵉ with m in [3/4, 3/2), so that near 1 nothing cancels; ln x = e·ln 2 + ln m.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log(V x)
    {
        V.Split(x, out V m, out V e);
        return V.LogarithmEdges(x, LogReduced(m - V.One, e));
    }

    /// <summary>ln(1 + x) within 2 ulp: −∞ at −1, NaN below; ±0 stays.</summary>
    /// <remarks>The rounding error of 1 + x is added back to the mantissa, in its scale.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1p(V x)
    {
        V u = V.One + x;
        V lost = V.WhereLess(V.One, x, V.One - (u - x), x - (u - V.One));
        V.Split(u, out V m, out V e);

        // From 2^60 on nothing is lost that matters, and 2^-e would leave the normal range.
        V power = Binade<V, T>.PowerOfTwo(-V.MinNative(V.Constant(60), e));
        V y = V.LogarithmEdges(u, LogReduced(V.FusedMultiplyAdd(lost, power, m - V.One), e));
        return V.WhereEqual(x, V.Zero, x, y);
    }

    // e·ln 2 + ln(1 + r) for r in [-1/4, 1/2).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V LogReduced(V r, V e)
    {
        if (typeof(T) == typeof(float))
        {
            V z = r * r;
            V y = r * z * LogarithmTail(r);
            y = V.FusedMultiplyAdd(e, V.Constant(1.428606765330187e-06), y);
            y = V.FusedMultiplyAdd(z, V.Constant(-0.5), y);
            return V.FusedMultiplyAdd(e, V.Constant(0.693145751953125), r + y);
        }
        else
        {
            // With s = r / (2 + r), ln(1 + r) = 2·atanh(s), half as many coefficients as in r.
            V s = r / (r + V.Constant(2));
            V z = s * s;
            V h = V.Constant(0.5) * r * r;
            V y = V.FusedMultiplyAdd(s, V.FusedMultiplyAdd(z, LogarithmTail(z), h), e * V.Constant(5.4979230187083712e-14)) - h;
            return V.FusedMultiplyAdd(e, V.Constant(0.69314718055989033), r + y);
        }
    }

    // float: (ln(1 + r) − r + r²/2) / r³ on [-1/4, 1/2], degree 8, 2^-30.0; double: (2·atanh(s) − 2s) / s³ in s² ≤ 0.0401, degree 7, 2^-61.6.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V LogarithmTail(V r)
    {
        if (typeof(T) == typeof(float))
        {
            V p = V.Constant(0.037672475);
            p = V.FusedMultiplyAdd(p, r, V.Constant(-0.0911612511));
            p = V.FusedMultiplyAdd(p, r, V.Constant(0.117006332));
            p = V.FusedMultiplyAdd(p, r, V.Constant(-0.127277792));
            p = V.FusedMultiplyAdd(p, r, V.Constant(0.142762423));
            p = V.FusedMultiplyAdd(p, r, V.Constant(-0.166552976));
            p = V.FusedMultiplyAdd(p, r, V.Constant(0.199996054));
            p = V.FusedMultiplyAdd(p, r, V.Constant(-0.250001639));
            p = V.FusedMultiplyAdd(p, r, V.Constant(0.333333403));
            return p;
        }
        else
        {
            V p = V.Constant(0.13844271582215409);
            p = V.FusedMultiplyAdd(p, r, V.Constant(0.13173412779594004));
            p = V.FusedMultiplyAdd(p, r, V.Constant(0.15391123389167427));
            p = V.FusedMultiplyAdd(p, r, V.Constant(0.18181665511282644));
            p = V.FusedMultiplyAdd(p, r, V.Constant(0.22222224302874077));
            p = V.FusedMultiplyAdd(p, r, V.Constant(0.28571428555767586));
            p = V.FusedMultiplyAdd(p, r, V.Constant(0.40000000000056957));
            p = V.FusedMultiplyAdd(p, r, V.Constant(0.66666666666666596));
            return p;
        }
    }
}
