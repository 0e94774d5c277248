using System.Runtime.CompilerServices;
using Nabla.Numbers;

namespace Nabla;

/// <summary>Philox4x32-10: random bits as a function of a key and a counter.</summary>
/// <remarks>
/// J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. The
/// value of a counter does not depend on what was drawn before, so any thread may compute any part of a stream.
/// </remarks>
internal static class Philox
{
    const uint MultiplierA = 0xD2511F53, MultiplierB = 0xCD9E8D57, WeylA = 0x9E3779B9, WeylB = 0xBB67AE85;

    /// <summary>The four words of a counter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (uint A, uint B, uint C, uint D) Block(ulong key, ulong counterHigh, ulong counterLow)
    {
        uint a = (uint)counterLow, b = (uint)(counterLow >> 32), c = (uint)counterHigh, d = (uint)(counterHigh >> 32);
        uint p = (uint)key, q = (uint)(key >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong x = (ulong)MultiplierA * a, y = (ulong)MultiplierB * c;
            (a, b, c, d) = ((uint)(y >> 32) ^ b ^ p, (uint)y, (uint)(x >> 32) ^ d ^ q, (uint)x);
            p += WeylA;
            q += WeylB;
        }
        return (a, b, c, d);
    }

    /// <summary>The four words of some counters at a time, each word in the low half of 64 bits; the other half holds nothing of meaning.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Blocks<V>(ulong key, ulong counterHigh, V counterLow, out V a, out V b, out V c, out V d) where V : struct, ILane<V, double>
    {
        (a, b, c, d) = (counterLow, V.ShiftRight(counterLow, 32), V.Bits((long)counterHigh), V.Bits((long)(counterHigh >> 32)));
        V p = V.Bits((long)key), q = V.Bits((long)(key >> 32));
        for (int round = 0; round < 10; round++)
        {
            V x = V.MultiplyWords(V.Bits(MultiplierA), a), y = V.MultiplyWords(V.Bits(MultiplierB), c);
            a = V.Xor(V.Xor(V.ShiftRight(y, 32), b), p);
            c = V.Xor(V.Xor(V.ShiftRight(x, 32), d), q);
            (b, d) = (y, x);
            p = V.AddBits(p, V.Bits(WeylA));
            q = V.AddBits(q, V.Bits(WeylB));
        }
    }
}
