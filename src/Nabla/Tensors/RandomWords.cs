using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Nabla.Numbers;

namespace Nabla;

/// <summary>Words of a stream as numbers, some blocks at a time.</summary>
internal static class RandomWords
{
    /// <summary>Below this many numbers, one at a time: the machine's code for registers takes milliseconds to compile.</summary>
    public const int Worthwhile = 4096;

    /// <summary>2⁻⁵³, what the 53 bits of two words count.</summary>
    public const double Ulp = 1.0 / (1UL << 53);

    const double Above = 1.0 / (1UL << 32);

    static readonly double[] Steps = [.. Enumerable.Range(0, Vector512<double>.Count).Select(i => BitConverter.Int64BitsToDouble(i))];

    /// <summary>The counters from a position on, as whole numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V From<V>(ulong position) where V : struct, ILane<V, double> => V.AddBits(V.Bits((long)position), V.Load(in Steps[0]));

    /// <summary>A word without its last bits, exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Number<V>(V word, int without) where V : struct, ILane<V, double>
    {
        // The bits of 2⁵², whose last digit counts 1.
        V one = V.Constant(1L << 52);
        return V.Or(V.ShiftRight(V.And(word, V.Bits(uint.MaxValue)), without), one) - one;
    }

    /// <summary>The first 53 bits of two words, and a number below 2 more, as a fraction: exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Fraction<V>(V high, V low, V more) where V : struct, ILane<V, double> =>
        Number(high, 0) * V.Constant(Above) + (Number(low, 11) + more) * V.Constant(Ulp);
}
