using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>Elements as unsigned whole numbers of the same order: what a sort compares and takes apart into digits.</summary>
internal static class OrderKey
{
    /// <summary>The key of an element: −0 has that of 0, every NaN the largest one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TKey Of<T, TKey>(T x) where T : unmanaged where TKey : IBinaryInteger<TKey>
    {
        if (typeof(T) == typeof(float)) return TKey.CreateTruncating(Of(Unsafe.BitCast<T, float>(x)));
        if (typeof(T) == typeof(double)) return TKey.CreateTruncating(Of(Unsafe.BitCast<T, double>(x)));
        if (typeof(T) == typeof(long)) return TKey.CreateTruncating(Unsafe.BitCast<T, long>(x) ^ long.MinValue);
        if (typeof(T) == typeof(int)) return TKey.CreateTruncating(Unsafe.BitCast<T, int>(x) ^ int.MinValue);
        return TKey.CreateTruncating(Unsafe.BitCast<T, byte>(x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint Of(float x)
    {
        int bits = BitConverter.SingleToInt32Bits(x + 0f);
        return float.IsNaN(x) ? uint.MaxValue : (uint)(bits ^ ((bits >> 31) | int.MinValue));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Of(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x + 0.0);
        return double.IsNaN(x) ? ulong.MaxValue : (ulong)(bits ^ ((bits >> 63) | long.MinValue));
    }
}
