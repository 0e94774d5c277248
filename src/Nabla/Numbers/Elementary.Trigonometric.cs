using System.Runtime.CompilerServices;

namespace Nabla.Numbers;

internal static partial class Elementary<V, T>
{
    /// <summary>sin x within 2 ulp for every x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sin(V x)
    {
        V r = Reduce(x, out V quadrant);
        V y = V.WhereEqual(x, V.Zero, x, Quadrant(r, quadrant));
        return V.AnyLess(Limit, V.Abs(x)) ? SinEach(x, y) : y;
    }

    /// <summary>cos x within 2 ulp for every x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cos(V x)
    {
        V r = Reduce(x, out V quadrant);
        V y = Quadrant(r, V.AddBits(quadrant, V.Bits(1)));
        return V.AnyLess(Limit, V.Abs(x)) ? CosEach(x, y) : y;
    }

    /// <summary>The angle whose tangent is x, within 2 ulp.</summary>
    /// <remarks>Above tan(3π/8) by −1/x, above tan(π/8) by (x − 1)/(x + 1), so that one polynomial to tan(π/8) serves.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Atan(V x)
    {
        V a = V.Abs(x);
        V low = V.Constant(0.41421356237309503);
        V high = V.Constant(2.4142135623730950);
        V above = V.WhereLess(low, a, a - V.One, a);
        V below = V.WhereLess(low, a, a + V.One, V.One);
        V t = V.WhereLess(high, a, V.Constant(-1), above) / V.WhereLess(high, a, a, below);
        V angle = V.WhereLess(high, a, V.Constant(1.5707963267948966), V.WhereLess(low, a, V.Constant(0.78539816339744831), V.Zero));

        // What the angle's rounding to T lost: 6.1e-17 of π/2 in double, -4.4e-8 in float, half of it for π/4.
        V lost = angle * V.Constant(typeof(T) == typeof(float) ? -2.7827534e-08 : 3.8981718325193755e-17);
        V z = t * t;
        V y = angle + (V.FusedMultiplyAdd(t * z, ArcTangentTail(z), lost) + t);
        return V.Or(y, V.And(x, V.Constant(-0.0)));
    }

    // Cody–Waite parts of π/2 hold up to here; beyond, Math.Sin and Math.Cos take over, element by element.
    static V Limit
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => V.Constant(typeof(T) == typeof(float) ? (Hardware.Fuses ? 65536 : 8192) : 1048576);
    }

    // x = n·π/2 + r with |r| ≤ π/4; the low bits of quadrant are those of n (n added to 1.5·2^23 or 1.5·2^52 shows them).
    // Fused, full-length parts lose nothing; unfused, all but the last part are short enough for n times them to be exact.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Reduce(V x, out V quadrant)
    {
        V magic = Binade<V, T>.Magic;
        quadrant = x * V.Constant(0.63661977236758134) + magic;
        V n = quadrant - magic;
        if (typeof(T) == typeof(float))
        {
            if (Hardware.Fuses)
            {
                V r = V.FusedMultiplyAdd(n, V.Constant(-1.5707963705062866), x);
                r = V.FusedMultiplyAdd(n, V.Constant(4.3711388286737929e-08), r);
                return V.FusedMultiplyAdd(n, V.Constant(1.7151245100058819e-15), r);
            }
            else
            {
                V r = x - n * V.Constant(1.5703125) - n * V.Constant(0.00048375129699707031) - n * V.Constant(7.5495336204767227e-08);
                return r - n * V.Constant(2.5632829192545614e-12) - n * V.Constant(6.1232342629258393e-17);
            }
        }
        else
        {
            if (Hardware.Fuses)
            {
                V r = V.FusedMultiplyAdd(n, V.Constant(-1.5707963267948966), x);
                r = V.FusedMultiplyAdd(n, V.Constant(-6.123233995736766e-17), r);
                return V.FusedMultiplyAdd(n, V.Constant(1.4973849048591698e-33), r);
            }
            else
            {
                V r = x - n * V.Constant(1.5707963267341256) - n * V.Constant(6.077100506303966e-11);
                return r - n * V.Constant(2.0222662487111665e-21) - n * V.Constant(8.4784276603688996e-32);
            }
        }
    }

    // sin(r + quadrant·π/2): odd quadrants by the cosine, the upper two negated.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Quadrant(V r, V quadrant)
    {
        V z = r * r;
        V sine = V.FusedMultiplyAdd(r * z, SineTail(z), r);
        V cosine = V.FusedMultiplyAdd(z * z, CosineTail(z), V.FusedMultiplyAdd(z, V.Constant(-0.5), V.One));
        V odd = V.Or(typeof(T) == typeof(float) ? V.ShiftLeft(quadrant, 31) : V.ShiftLeft(quadrant, 63), V.One);
        V sign = V.And(typeof(T) == typeof(float) ? V.ShiftLeft(quadrant, 30) : V.ShiftLeft(quadrant, 62), V.Constant(-0.0));
        return V.Xor(V.WhereLess(odd, V.Zero, cosine, sine), sign);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static V SinEach(V x, V y)
    {
        V bound = Limit;
        double limit = Element(ref bound, 0);
        for (int i = 0; i < V.Count; i++)
        {
            double angle = Element(ref x, i);
            if (Math.Abs(angle) > limit)
                SetElement(ref y, i, Math.Sin(angle));
        }

        return y;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static V CosEach(V x, V y)
    {
        V bound = Limit;
        double limit = Element(ref bound, 0);
        for (int i = 0; i < V.Count; i++)
        {
            double angle = Element(ref x, i);
            if (Math.Abs(angle) > limit)
                SetElement(ref y, i, Math.Cos(angle));
        }

        return y;
    }

    // (sin r − r) / r³ in r² for |r| ≤ π/4: float degree 2, 2^-28.0; double degree 5, 2^-58.0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V SineTail(V z)
    {
        if (typeof(T) == typeof(float))
        {
            V p = V.Constant(-0.000195169778);
            p = V.FusedMultiplyAdd(p, z, V.Constant(0.00833217613));
            p = V.FusedMultiplyAdd(p, z, V.Constant(-0.166666552));
            return p;
        }
        else
        {
            V p = V.Constant(1.5896666732234403e-10);
            p = V.FusedMultiplyAdd(p, z, V.Constant(-2.5050755966053684e-08));
            p = V.FusedMultiplyAdd(p, z, V.Constant(2.7557313678702642e-06));
            p = V.FusedMultiplyAdd(p, z, V.Constant(-0.00019841269829771303));
            p = V.FusedMultiplyAdd(p, z, V.Constant(0.0083333333333223698));
            p = V.FusedMultiplyAdd(p, z, V.Constant(-0.16666666666666632));
            return p;
        }
    }

    // (cos r − 1 + r²/2) / r⁴ in r² for |r| ≤ π/4: float degree 2, 2^-33.0; double degree 5, 2^-63.9.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V CosineTail(V z)
    {
        if (typeof(T) == typeof(float))
        {
            V p = V.Constant(2.44327857e-05);
            p = V.FusedMultiplyAdd(p, z, V.Constant(-0.0013887313));
            p = V.FusedMultiplyAdd(p, z, V.Constant(0.0416666456));
            return p;
        }
        else
        {
            V p = V.Constant(-1.1358423761730516e-11);
            p = V.FusedMultiplyAdd(p, z, V.Constant(2.0875698713542929e-09));
            p = V.FusedMultiplyAdd(p, z, V.Constant(-2.7557314164016128e-07));
            p = V.FusedMultiplyAdd(p, z, V.Constant(2.4801587288800174e-05));
            p = V.FusedMultiplyAdd(p, z, V.Constant(-0.0013888888888872975));
            p = V.FusedMultiplyAdd(p, z, V.Constant(0.041666666666666595));
            return p;
        }
    }

    // (atan t − t) / t³ in t² for |t| ≤ tan(π/8): float degree 4, 2^-30.5; double degree 10, 2^-59.5.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V ArcTangentTail(V z)
    {
        if (typeof(T) == typeof(float))
        {
            V p = V.Constant(-0.0608116277);
            p = V.FusedMultiplyAdd(p, z, V.Constant(0.105951421));
            p = V.FusedMultiplyAdd(p, z, V.Constant(-0.142437384));
            p = V.FusedMultiplyAdd(p, z, V.Constant(0.199984834));
            p = V.FusedMultiplyAdd(p, z, V.Constant(-0.333333164));
            return p;
        }
        else
        {
            V p = V.Constant(-0.0179073340317886);
            p = V.FusedMultiplyAdd(p, z, V.Constant(0.038064944292827113));
            p = V.FusedMultiplyAdd(p, z, V.Constant(-0.050393303340903292));
            p = V.FusedMultiplyAdd(p, z, V.Constant(0.058478972629978518));
            p = V.FusedMultiplyAdd(p, z, V.Constant(-0.066631054349049174));
            p = V.FusedMultiplyAdd(p, z, V.Constant(0.076920603596556933));
            p = V.FusedMultiplyAdd(p, z, V.Constant(-0.090908977669396415));
            p = V.FusedMultiplyAdd(p, z, V.Constant(0.11111110783808789));
            p = V.FusedMultiplyAdd(p, z, V.Constant(-0.14285714280203887));
            p = V.FusedMultiplyAdd(p, z, V.Constant(0.1999999999995366));
            p = V.FusedMultiplyAdd(p, z, V.Constant(-0.33333333333333198));
            return p;
        }
    }
}
