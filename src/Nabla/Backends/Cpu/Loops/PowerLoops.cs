using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nabla.Backends.Cpu;

/// <summary>Σ|x|ᵖ in float64, and the largest |x| for p = ∞, in an order that depends on the length alone.</summary>
/// <remarks>Two times eight sums side by side, whatever the processor has: where it has no lanes of 512 bits they are computed in pieces, to the same bits.</remarks>
internal static class PowerLoops
{
    const int Width = 16;

    /// <summary>Over float32.</summary>
    public static double Sum(ReadOnlySpan<float> x, double power) => power switch
    {
        1 => Sum<Absolute>(x),
        2 => Sum<Square>(x),
        double.PositiveInfinity => Sum<Largest>(x),
        _ => Powers(x, power),
    };

    /// <summary>Over float64.</summary>
    public static double Sum(ReadOnlySpan<double> x, double power) => power switch
    {
        1 => Sum<Absolute>(x),
        2 => Sum<Square>(x),
        double.PositiveInfinity => Sum<Largest>(x),
        _ => Powers(x, power),
    };

    static double Sum<TTerm>(ReadOnlySpan<float> x) where TTerm : struct, ITerm
    {
        Vector512<double> low = Vector512<double>.Zero, high = Vector512<double>.Zero;
        int i = 0;
        for (; i <= x.Length - Width; i += Width)
        {
            (Vector512<double> a, Vector512<double> b) = Vector512.Widen(Vector512.Create(x.Slice(i, Width)));
            (low, high) = (TTerm.Add(low, a), TTerm.Add(high, b));
        }
        Span<double> rest = stackalloc double[Width];
        rest.Clear();
        for (int j = 0; i < x.Length; i++, j++) rest[j] = x[i];
        return Fold<TTerm>(low, high, rest);
    }

    static double Sum<TTerm>(ReadOnlySpan<double> x) where TTerm : struct, ITerm
    {
        Vector512<double> low = Vector512<double>.Zero, high = Vector512<double>.Zero;
        int i = 0;
        for (; i <= x.Length - Width; i += Width)
            (low, high) = (TTerm.Add(low, Vector512.Create(x.Slice(i, Width / 2))), TTerm.Add(high, Vector512.Create(x.Slice(i + Width / 2, Width / 2))));
        Span<double> rest = stackalloc double[Width];
        rest.Clear();
        x[i..].CopyTo(rest);
        return Fold<TTerm>(low, high, rest);
    }

    /// <summary>The two rows of sums with the elements that are left, then lane by lane.</summary>
    static double Fold<TTerm>(Vector512<double> low, Vector512<double> high, ReadOnlySpan<double> rest) where TTerm : struct, ITerm
    {
        low = TTerm.Add(low, Vector512.Create(rest[..(Width / 2)]));
        high = TTerm.Add(high, Vector512.Create(rest[(Width / 2)..]));
        Vector512<double> lanes = TTerm.Join(low, high);
        Vector256<double> four = Vector512.GetLower(TTerm.Join(lanes, Vector512.Create(lanes.GetUpper(), lanes.GetLower())));
        (double a, double b, double c, double d) = (four[0], four[1], four[2], four[3]);
        return TTerm.IsLargest ? Math.Max(Math.Max(a, b), Math.Max(c, d)) : a + b + (c + d);
    }

    static double Powers<T>(ReadOnlySpan<T> x, double power) where T : struct
    {
        double sum = 0;
        foreach (T value in x) sum += Math.Pow(Math.Abs(typeof(T) == typeof(float) ? (float)(object)value : (double)(object)value), power);
        return sum;
    }

    interface ITerm
    {
        static virtual bool IsLargest => false;

        static abstract Vector512<double> Add(Vector512<double> sum, Vector512<double> x);

        static virtual Vector512<double> Join(Vector512<double> a, Vector512<double> b) => a + b;
    }

    readonly struct Square : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Add(Vector512<double> sum, Vector512<double> x) => sum + x * x;
    }

    readonly struct Absolute : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Add(Vector512<double> sum, Vector512<double> x) => sum + Vector512.Abs(x);
    }

    readonly struct Largest : ITerm
    {
        public static bool IsLargest => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Add(Vector512<double> sum, Vector512<double> x) => Vector512.Max(sum, Vector512.Abs(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Join(Vector512<double> a, Vector512<double> b) => Vector512.Max(a, b);
    }
}
