using System.Runtime.CompilerServices;

namespace Nabla.Numbers;

internal static partial class Elementary<V, T>
{
    /// <summary>aᵇ by the rules of <see cref="Math.Pow"/>; float rounds a double result, within 0.51 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pow(V a, V b) => typeof(T) == typeof(float) ? PowByLogarithm(a, b) : PowOneByOne(a, b);

    /// <summary>|a|ᵇ by logarithm in doubles, whose error of some 10⁻¹⁴ a float does not see; then the sign, and what a logarithm cannot know.</summary>
    /// <remarks>524,288 elements on one core with AVX-512: 1.5 ms; a call for each takes 20.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V PowByLogarithm(V a, V b)
    {
        // The largest number does for ∞: with it (±1)^±∞ is 1, and every other power is 0 or ∞ all the same.
        V largest = V.Constant(float.MaxValue);
        V y = V.InDoubles<PowOfMagnitude>(V.Abs(a), V.Clamp(b, -largest, largest));

        V half = b * V.Constant(0.5);
        V sign = V.WhereEqual(V.Floor(half), half, V.Zero, V.And(a, V.Bits(0x80000000L)));
        V fraction = V.WhereLess(a, V.Zero, V.WhereLess(a, -largest, y, V.Constant(double.NaN)), y);
        y = V.WhereEqual(V.Floor(b), b, V.Or(y, sign), fraction);
        return V.WhereEqual(a, V.One, V.One, V.WhereEqual(b, V.Zero, V.One, y));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static V PowOneByOne(V a, V b)
    {
        V y = V.Zero;
        for (int i = 0; i < V.Count; i++)
            SetElement(ref y, i, Math.Pow(Element(ref a, i), Element(ref b, i)));
        return y;
    }

    static double Element(ref V v, int index) => typeof(T) == typeof(float)
        ? Unsafe.Add(ref Unsafe.As<V, float>(ref v), index)
        : Unsafe.Add(ref Unsafe.As<V, double>(ref v), index);

    static void SetElement(ref V v, int index, double value)
    {
        if (typeof(T) == typeof(float))
            Unsafe.Add(ref Unsafe.As<V, float>(ref v), index) = (float)value;
        else
            Unsafe.Add(ref Unsafe.As<V, double>(ref v), index) = value;
    }

    /// <summary>2 to b·log₂ a, so that powers of two are exact and halves between two floats, subnormal ones included, fall as they must.</summary>
    readonly struct PowOfMagnitude : IDoubleFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static W Of<W>(W a, W b) where W : struct, ILane<W, double>
        {
            W.Split(a, out W m, out W e);
            W logarithm = W.FusedMultiplyAdd(Elementary<W, double>.LogReduced(m - W.One, W.Zero), W.Constant(1.4426950408889634), e);
            W octaves = W.Clamp(b * W.LogarithmEdges(a, logarithm), W.Constant(-1100), W.Constant(1100)), n = W.Round(octaves);
            W r = (octaves - n) * W.Constant(0.69314718055994531);
            return W.Scale(W.One + W.FusedMultiplyAdd(r * r, Elementary<W, double>.ExponentialTail(r), r), n);
        }
    }
}
