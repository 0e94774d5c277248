using System.Runtime.CompilerServices;

namespace Nabla.Numbers;

/// <summary>Exponents taken apart and put together by whole-number arithmetic on the bits, for any width of lane.</summary>
/// <remarks>AVX-512 has instructions for it (<see cref="Lane512{T}"/>); they give the same bits.</remarks>
/// <typeparam name="V">The lane.</typeparam>
/// <typeparam name="T">The element: float or double.</typeparam>
internal static class Binade<V, T>
    where V : struct, ILane<V, T>
    where T : unmanaged
{
    /// <summary>1.5 times the first power of two whose neighbours are whole: adding it writes a whole number into the low bits.</summary>
    public static V Magic
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => V.Constant(typeof(T) == typeof(float) ? 12582912.0 : 6755399441055744.0);
    }

    /// <summary>2ⁿ for a whole n in the range of normal exponents.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V PowerOfTwo(V n) => PowerOfTwoOf(n + Magic);

    /// <summary>2ⁿ of n + <see cref="Magic"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V PowerOfTwoOf(V sum) => V.AddBits(typeof(T) == typeof(float) ? V.ShiftLeft(sum, 23) : V.ShiftLeft(sum, 52), V.One);

    /// <summary>x·2ⁿ in two steps: the first is exact for moderate x, so the result is rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Scale(V x, V n)
    {
        V half = n * V.Constant(0.5) + Magic - Magic;
        return x * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    /// <summary>|x| = mantissa·2^exponent with the mantissa in [3/4, 3/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(V x, out V mantissa, out V exponent)
    {
        V smallestNormal = V.Constant(typeof(T) == typeof(float) ? 1.1754943508222875e-38 : 2.2250738585072014e-308);
        V lift = V.Constant(typeof(T) == typeof(float) ? 16777216.0 : 18014398509481984.0);
        V lifted = V.Constant(typeof(T) == typeof(float) ? 24 : 54);
        V a = V.Abs(x);
        V shift = V.WhereLess(a, smallestNormal, lifted, V.Zero);
        a = V.WhereLess(a, smallestNormal, a * lift, a);

        V threeQuarters = V.Constant(0.75);
        V bits = V.SubtractBits(a, threeQuarters);
        V fraction = V.Bits(typeof(T) == typeof(float) ? 0x7FFFFF : 0xFFFFFFFFFFFFF);
        mantissa = V.AddBits(V.And(bits, fraction), threeQuarters);

        // bits / 2^23 or 2^52, rounded down, is the exponent; 128 or 1024 keeps it positive while it moves into a fraction.
        V raised = typeof(T) == typeof(float)
            ? V.ShiftRight(V.AddBits(bits, V.Bits(128L << 23)), 23)
            : V.ShiftRight(V.AddBits(bits, V.Bits(1024L << 52)), 52);
        V whole = V.Constant(typeof(T) == typeof(float) ? 8388608.0 : 4503599627370496.0);
        V bias = V.Constant(typeof(T) == typeof(float) ? 8388608.0 + 128 : 4503599627370496.0 + 1024);
        exponent = V.Or(raised, whole) - bias - shift;
    }

    /// <summary>What <see cref="ILane{V, T}.LogarithmEdges"/> asks for, by comparisons.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LogarithmEdges(V x, V y)
    {
        V infinity = V.Constant(double.PositiveInfinity);
        V zeroOrLess = V.WhereEqual(x, V.Zero, V.Constant(double.NegativeInfinity), V.Constant(double.NaN));
        return V.WhereEqual(x, infinity, infinity, V.WhereLess(V.Zero, x, y, zeroOrLess));
    }
}
