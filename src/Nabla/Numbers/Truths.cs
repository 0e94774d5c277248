using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Numbers;

/// <summary>Between booleans, a byte each, and registers as wide as numbers: all bits of an element set where one is true.</summary>
/// <remarks>Registers that the processor does not have are put together from halves.</remarks>
internal static class Truths
{
    /// <summary>The booleans from <paramref name="source"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load128<T>(ref bool source) where T : unmanaged
    {
        ref byte bytes = ref Unsafe.As<bool, byte>(ref source);
        if (typeof(T) == typeof(float))
        {
            Vector128<byte> four = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<uint>(ref bytes)).AsByte();
            return Vector128.GreaterThan(Vector128.WidenLower(Vector128.WidenLower(four)).AsInt32(), Vector128<int>.Zero).As<int, T>();
        }
        Vector128<byte> two = Vector128.CreateScalarUnsafe((uint)Unsafe.ReadUnaligned<ushort>(ref bytes)).AsByte();
        return Vector128.GreaterThan(Vector128.WidenLower(Vector128.WidenLower(Vector128.WidenLower(two))).AsInt64(), Vector128<long>.Zero).As<long, T>();
    }

    /// <inheritdoc cref="Load128{T}"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load256<T>(ref bool source) where T : unmanaged
    {
        if (!Avx2.IsSupported) return Vector256.Create(Load128<T>(ref source), Load128<T>(ref Unsafe.Add(ref source, Vector128<T>.Count)));
        ref byte bytes = ref Unsafe.As<bool, byte>(ref source);
        return typeof(T) == typeof(float)
            ? Vector256.GreaterThan(Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref bytes)).AsByte()), Vector256<int>.Zero).As<int, T>()
            : Vector256.GreaterThan(Avx2.ConvertToVector256Int64(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<uint>(ref bytes)).AsByte()), Vector256<long>.Zero).As<long, T>();
    }

    /// <inheritdoc cref="Load128{T}"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load512<T>(ref bool source) where T : unmanaged
    {
        if (!Avx512F.IsSupported) return Vector512.Create(Load256<T>(ref source), Load256<T>(ref Unsafe.Add(ref source, Vector256<T>.Count)));
        ref byte bytes = ref Unsafe.As<bool, byte>(ref source);
        return typeof(T) == typeof(float)
            ? Vector512.GreaterThan(Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref bytes)), Vector512<int>.Zero).As<int, T>()
            : Vector512.GreaterThan(Avx512F.ConvertToVector512Int64(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref bytes)).AsByte()), Vector512<long>.Zero).As<long, T>();
    }

    /// <summary>Writes true where an element is not 0, from <paramref name="destination"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector128<T> value, ref bool destination) where T : unmanaged
    {
        Vector128<T> isZero = Vector128.Equals(value, Vector128<T>.Zero);
        Vector128<uint> words = typeof(T) == typeof(float) ? isZero.AsUInt32() : Vector128.Narrow(isZero.AsUInt64(), isZero.AsUInt64());
        Vector128<ushort> shorts = Vector128.Narrow(words, words);
        Vector128<uint> truths = Vector128.AndNot(Vector128<byte>.One, Vector128.Narrow(shorts, shorts)).AsUInt32();
        ref byte bytes = ref Unsafe.As<bool, byte>(ref destination);
        if (typeof(T) == typeof(float)) Unsafe.WriteUnaligned(ref bytes, truths.ToScalar());
        else Unsafe.WriteUnaligned(ref bytes, (ushort)truths.ToScalar());
    }

    /// <inheritdoc cref="Store{T}(Vector128{T}, ref bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector256<T> value, ref bool destination) where T : unmanaged
    {
        Store(value.GetLower(), ref destination);
        Store(value.GetUpper(), ref Unsafe.Add(ref destination, Vector128<T>.Count));
    }

    /// <inheritdoc cref="Store{T}(Vector128{T}, ref bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector512<T> value, ref bool destination) where T : unmanaged
    {
        if (!Avx512F.IsSupported)
        {
            Store(value.GetLower(), ref destination);
            Store(value.GetUpper(), ref Unsafe.Add(ref destination, Vector256<T>.Count));
            return;
        }
        Vector512<T> isZero = Vector512.Equals(value, Vector512<T>.Zero);
        ref byte bytes = ref Unsafe.As<bool, byte>(ref destination);
        if (typeof(T) == typeof(float)) Avx512F.ConvertToVector128Byte(Vector512.AndNot(Vector512<uint>.One, isZero.AsUInt32())).StoreUnsafe(ref bytes);
        else Unsafe.WriteUnaligned(ref bytes, Avx512F.ConvertToVector128Byte(Vector512.AndNot(Vector512<ulong>.One, isZero.AsUInt64())).AsUInt64().ToScalar());
    }
}
