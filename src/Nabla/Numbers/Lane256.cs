using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Numbers;

/// <summary>256 bits at a time: 8 floats or 4 doubles. Wants AVX2, and is right, if slow, without.</summary>
internal readonly struct Lane256<T> : ILane<Lane256<T>, T> where T : unmanaged
{
    readonly Vector256<T> _v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Lane256(Vector256<T> v) => _v = v;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<T>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Constant(double value) => new(typeof(T) == typeof(float)
        ? Vector256.Create((float)value).As<float, T>()
        : Vector256.Create(value).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Broadcast(T value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Load(ref readonly T source) => new(Vector256.LoadUnsafe(in source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane256<T> value, ref T destination) => value._v.StoreUnsafe(ref destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Lane256<T> LoadFirst(ref T source, int count, Lane256<T> rest)
    {
        if (!Avx.IsSupported) return PartOfLane.Load(ref source, count, rest);
        fixed (T* from = &source)
        {
            if (typeof(T) == typeof(float))
            {
                Vector256<float> mask = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();
                return new(Vector256.ConditionalSelect(mask, Avx.MaskLoad((float*)from, mask), rest._v.As<T, float>()).As<float, T>());
            }
            Vector256<double> wide = Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)count)).AsDouble();
            return new(Vector256.ConditionalSelect(wide, Avx.MaskLoad((double*)from, wide), rest._v.As<T, double>()).As<double, T>());
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StoreFirst(Lane256<T> value, ref T destination, int count)
    {
        if (!Avx.IsSupported)
        {
            PartOfLane.Store(value, ref destination, count);
            return;
        }
        fixed (T* to = &destination)
        {
            if (typeof(T) == typeof(float)) Avx.MaskStore((float*)to, Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle(), value._v.As<T, float>());
            else Avx.MaskStore((double*)to, Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)count)).AsDouble(), value._v.As<T, double>());
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> operator +(Lane256<T> a, Lane256<T> b) => new(a._v + b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> operator -(Lane256<T> a, Lane256<T> b) => new(a._v - b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> operator *(Lane256<T> a, Lane256<T> b) => new(a._v * b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> operator /(Lane256<T> a, Lane256<T> b) => new(a._v / b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> operator -(Lane256<T> x) => new(-x._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> WhereLess(Lane256<T> a, Lane256<T> b, Lane256<T> yes, Lane256<T> no) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(a._v, b._v), yes._v, no._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> WhereLessOrEqual(Lane256<T> a, Lane256<T> b, Lane256<T> yes, Lane256<T> no) =>
        new(Vector256.ConditionalSelect(Vector256.LessThanOrEqual(a._v, b._v), yes._v, no._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> WhereEqual(Lane256<T> a, Lane256<T> b, Lane256<T> yes, Lane256<T> no) =>
        new(Vector256.ConditionalSelect(Vector256.Equals(a._v, b._v), yes._v, no._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> FusedMultiplyAdd(Lane256<T> a, Lane256<T> b, Lane256<T> c)
    {
        if (!Hardware.Fuses)
            return new(a._v * b._v + c._v);
        return new(typeof(T) == typeof(float)
            ? Vector256.FusedMultiplyAdd(a._v.As<T, float>(), b._v.As<T, float>(), c._v.As<T, float>()).As<float, T>()
            : Vector256.FusedMultiplyAdd(a._v.As<T, double>(), b._v.As<T, double>(), c._v.As<T, double>()).As<double, T>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Abs(Lane256<T> x) => new(Vector256.Abs(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Sqrt(Lane256<T> x) => new(Vector256.Sqrt(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Floor(Lane256<T> x) => new(typeof(T) == typeof(float)
        ? Vector256.Floor(x._v.As<T, float>()).As<float, T>()
        : Vector256.Floor(x._v.As<T, double>()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Round(Lane256<T> x) => new(typeof(T) == typeof(float)
        ? Vector256.Round(x._v.As<T, float>()).As<float, T>()
        : Vector256.Round(x._v.As<T, double>()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Max(Lane256<T> a, Lane256<T> b) =>
        new(Vector256.ConditionalSelect(Vector256.Equals(a._v, a._v), Vector256.MaxNative(a._v, b._v), a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Min(Lane256<T> a, Lane256<T> b) =>
        new(Vector256.ConditionalSelect(Vector256.Equals(a._v, a._v), Vector256.MinNative(a._v, b._v), a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> MaxNative(Lane256<T> a, Lane256<T> b) => new(Vector256.MaxNative(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> MinNative(Lane256<T> a, Lane256<T> b) => new(Vector256.MinNative(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Clamp(Lane256<T> x, Lane256<T> low, Lane256<T> high) =>
        new(Vector256.MinNative(high._v, Vector256.MaxNative(low._v, x._v)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLess(Lane256<T> a, Lane256<T> b) => Vector256.LessThanAny(a._v, b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Bits(long pattern) => new(typeof(T) == typeof(float)
        ? Vector256.Create((int)pattern).As<int, T>()
        : Vector256.Create(pattern).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> And(Lane256<T> a, Lane256<T> b) => new(a._v & b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Or(Lane256<T> a, Lane256<T> b) => new(a._v | b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Xor(Lane256<T> a, Lane256<T> b) => new(a._v ^ b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> AddBits(Lane256<T> a, Lane256<T> b) => new(typeof(T) == typeof(float)
        ? (a._v.As<T, int>() + b._v.As<T, int>()).As<int, T>()
        : (a._v.As<T, long>() + b._v.As<T, long>()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> SubtractBits(Lane256<T> a, Lane256<T> b) => new(typeof(T) == typeof(float)
        ? (a._v.As<T, int>() - b._v.As<T, int>()).As<int, T>()
        : (a._v.As<T, long>() - b._v.As<T, long>()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Evens(Lane256<T> a, Lane256<T> b) => new(Evens(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Odds(Lane256<T> a, Lane256<T> b) => new(Odds(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> ZipLow(Lane256<T> a, Lane256<T> b) => new(ZipLow(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> ZipHigh(Lane256<T> a, Lane256<T> b) => new(ZipHigh(a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> Evens(Vector256<T> a, Vector256<T> b)
    {
        if (!Avx2.IsSupported) return Vector256.Create(Lane128<T>.Evens(a.GetLower(), a.GetUpper()), Lane128<T>.Evens(b.GetLower(), b.GetUpper()));
        // Both halves on their own, then the quarters in order.
        Vector256<double> halves = typeof(T) == typeof(float)
            ? Avx.Shuffle(a.As<T, float>(), b.As<T, float>(), 0b10_00_10_00).AsDouble()
            : Avx.UnpackLow(a.As<T, double>(), b.As<T, double>());
        return Avx2.Permute4x64(halves, 0b11_01_10_00).As<double, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> Odds(Vector256<T> a, Vector256<T> b)
    {
        if (!Avx2.IsSupported) return Vector256.Create(Lane128<T>.Odds(a.GetLower(), a.GetUpper()), Lane128<T>.Odds(b.GetLower(), b.GetUpper()));
        // Both halves on their own, then the quarters in order.
        Vector256<double> halves = typeof(T) == typeof(float)
            ? Avx.Shuffle(a.As<T, float>(), b.As<T, float>(), 0b11_01_11_01).AsDouble()
            : Avx.UnpackHigh(a.As<T, double>(), b.As<T, double>());
        return Avx2.Permute4x64(halves, 0b11_01_10_00).As<double, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> ZipLow(Vector256<T> a, Vector256<T> b) =>
        Vector256.Create(Lane128<T>.ZipLow(a.GetLower(), b.GetLower()), Lane128<T>.ZipHigh(a.GetLower(), b.GetLower()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> ZipHigh(Vector256<T> a, Vector256<T> b) =>
        Vector256.Create(Lane128<T>.ZipLow(a.GetUpper(), b.GetUpper()), Lane128<T>.ZipHigh(a.GetUpper(), b.GetUpper()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> MultiplyWords(Lane256<T> a, Lane256<T> b) => new(MultiplyWords(a._v, b._v));

    /// <summary>The product of the low 32 bits of a and of b, in every 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> MultiplyWords(Vector256<T> a, Vector256<T> b) => Avx2.IsSupported
        ? Avx2.Multiply(a.As<T, uint>(), b.As<T, uint>()).As<ulong, T>()
        : Vector256.Create(Lane128<T>.MultiplyWords(a.GetLower(), b.GetLower()), Lane128<T>.MultiplyWords(a.GetUpper(), b.GetUpper()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> ShiftLeft(Lane256<T> x, int bits) => new(typeof(T) == typeof(float)
        ? (x._v.As<T, int>() << bits).As<int, T>()
        : (x._v.As<T, long>() << bits).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> ShiftRight(Lane256<T> x, int bits) => new(typeof(T) == typeof(float)
        ? (x._v.As<T, int>() >>> bits).As<int, T>()
        : (x._v.As<T, long>() >>> bits).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTruth(Lane256<T> value, ref bool destination) => Truths.Store(value._v, ref destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> WhereTrue(ref bool condition, Lane256<T> yes, Lane256<T> no) => new(Vector256.ConditionalSelect(Truths.Load256<T>(ref condition), yes._v, no._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> Scale(Lane256<T> x, Lane256<T> n) => Binade<Lane256<T>, T>.Scale(x, n);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> LogarithmEdges(Lane256<T> x, Lane256<T> y) => Binade<Lane256<T>, T>.LogarithmEdges(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(Lane256<T> x, out Lane256<T> mantissa, out Lane256<T> exponent) =>
        Binade<Lane256<T>, T>.Split(x, out mantissa, out exponent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256<T> InDoubles<TFunction>(Lane256<T> a, Lane256<T> b) where TFunction : struct, IDoubleFunction
    {
        (Vector256<double> lowA, Vector256<double> highA) = Vector256.Widen(a._v.As<T, float>());
        (Vector256<double> lowB, Vector256<double> highB) = Vector256.Widen(b._v.As<T, float>());
        Lane256<double> low = TFunction.Of(new Lane256<double>(lowA), new Lane256<double>(lowB));
        Lane256<double> high = TFunction.Of(new Lane256<double>(highA), new Lane256<double>(highB));
        return new(Vector256.Narrow(low._v, high._v).As<float, T>());
    }
}
