using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Numbers;

/// <summary>512 bits at a time: 16 floats or 8 doubles. Wants AVX-512, and is right, if slow, without.</summary>
internal readonly struct Lane512<T> : ILane<Lane512<T>, T> where T : unmanaged
{
    readonly Vector512<T> _v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Lane512(Vector512<T> v) => _v = v;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Constant(double value) => new(typeof(T) == typeof(float)
        ? Vector512.Create((float)value).As<float, T>()
        : Vector512.Create(value).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Broadcast(T value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Load(ref readonly T source) => new(Vector512.LoadUnsafe(in source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane512<T> value, ref T destination) => value._v.StoreUnsafe(ref destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Lane512<T> LoadFirst(ref T source, int count, Lane512<T> rest)
    {
        if (!Avx512F.IsSupported) return PartOfLane.Load(ref source, count, rest);
        fixed (T* from = &source)
        {
            return new(typeof(T) == typeof(float)
                ? Avx512F.MaskLoad((float*)from, Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle(), rest._v.As<T, float>()).As<float, T>()
                : Avx512F.MaskLoad((double*)from, Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count)).AsDouble(), rest._v.As<T, double>()).As<double, T>());
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StoreFirst(Lane512<T> value, ref T destination, int count)
    {
        if (!Avx512F.IsSupported)
        {
            PartOfLane.Store(value, ref destination, count);
            return;
        }
        fixed (T* to = &destination)
        {
            if (typeof(T) == typeof(float)) Avx512F.MaskStore((float*)to, Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle(), value._v.As<T, float>());
            else Avx512F.MaskStore((double*)to, Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count)).AsDouble(), value._v.As<T, double>());
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> operator +(Lane512<T> a, Lane512<T> b) => new(a._v + b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> operator -(Lane512<T> a, Lane512<T> b) => new(a._v - b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> operator *(Lane512<T> a, Lane512<T> b) => new(a._v * b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> operator /(Lane512<T> a, Lane512<T> b) => new(a._v / b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> operator -(Lane512<T> x) => new(-x._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> WhereLess(Lane512<T> a, Lane512<T> b, Lane512<T> yes, Lane512<T> no) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(a._v, b._v), yes._v, no._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> WhereLessOrEqual(Lane512<T> a, Lane512<T> b, Lane512<T> yes, Lane512<T> no) =>
        new(Vector512.ConditionalSelect(Vector512.LessThanOrEqual(a._v, b._v), yes._v, no._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> WhereEqual(Lane512<T> a, Lane512<T> b, Lane512<T> yes, Lane512<T> no) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(a._v, b._v), yes._v, no._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> FusedMultiplyAdd(Lane512<T> a, Lane512<T> b, Lane512<T> c)
    {
        if (!Hardware.Fuses)
            return new(a._v * b._v + c._v);
        return new(typeof(T) == typeof(float)
            ? Vector512.FusedMultiplyAdd(a._v.As<T, float>(), b._v.As<T, float>(), c._v.As<T, float>()).As<float, T>()
            : Vector512.FusedMultiplyAdd(a._v.As<T, double>(), b._v.As<T, double>(), c._v.As<T, double>()).As<double, T>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Abs(Lane512<T> x) => new(Vector512.Abs(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Sqrt(Lane512<T> x) => new(Vector512.Sqrt(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Floor(Lane512<T> x) => new(typeof(T) == typeof(float)
        ? Vector512.Floor(x._v.As<T, float>()).As<float, T>()
        : Vector512.Floor(x._v.As<T, double>()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Round(Lane512<T> x) => new(typeof(T) == typeof(float)
        ? Vector512.Round(x._v.As<T, float>()).As<float, T>()
        : Vector512.Round(x._v.As<T, double>()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Max(Lane512<T> a, Lane512<T> b) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(a._v, a._v), Vector512.MaxNative(a._v, b._v), a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Min(Lane512<T> a, Lane512<T> b) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(a._v, a._v), Vector512.MinNative(a._v, b._v), a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> MaxNative(Lane512<T> a, Lane512<T> b) => new(Vector512.MaxNative(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> MinNative(Lane512<T> a, Lane512<T> b) => new(Vector512.MinNative(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Clamp(Lane512<T> x, Lane512<T> low, Lane512<T> high) =>
        new(Vector512.MinNative(high._v, Vector512.MaxNative(low._v, x._v)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLess(Lane512<T> a, Lane512<T> b) => Vector512.LessThanAny(a._v, b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Bits(long pattern) => new(typeof(T) == typeof(float)
        ? Vector512.Create((int)pattern).As<int, T>()
        : Vector512.Create(pattern).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> And(Lane512<T> a, Lane512<T> b) => new(a._v & b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Or(Lane512<T> a, Lane512<T> b) => new(a._v | b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Xor(Lane512<T> a, Lane512<T> b) => new(a._v ^ b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> AddBits(Lane512<T> a, Lane512<T> b) => new(typeof(T) == typeof(float)
        ? (a._v.As<T, int>() + b._v.As<T, int>()).As<int, T>()
        : (a._v.As<T, long>() + b._v.As<T, long>()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> SubtractBits(Lane512<T> a, Lane512<T> b) => new(typeof(T) == typeof(float)
        ? (a._v.As<T, int>() - b._v.As<T, int>()).As<int, T>()
        : (a._v.As<T, long>() - b._v.As<T, long>()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Evens(Lane512<T> a, Lane512<T> b)
    {
        if (!Avx512F.IsSupported)
            return new(Vector512.Create(Lane256<T>.Evens(a._v.GetLower(), a._v.GetUpper()), Lane256<T>.Evens(b._v.GetLower(), b._v.GetUpper())));
        return new(typeof(T) == typeof(float)
            ? Avx512F.PermuteVar16x32x2(a._v.As<T, float>(), Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), b._v.As<T, float>()).As<float, T>()
            : Avx512F.PermuteVar8x64x2(a._v.As<T, double>(), Vector512.Create(0L, 2, 4, 6, 8, 10, 12, 14), b._v.As<T, double>()).As<double, T>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Odds(Lane512<T> a, Lane512<T> b)
    {
        if (!Avx512F.IsSupported)
            return new(Vector512.Create(Lane256<T>.Odds(a._v.GetLower(), a._v.GetUpper()), Lane256<T>.Odds(b._v.GetLower(), b._v.GetUpper())));
        return new(typeof(T) == typeof(float)
            ? Avx512F.PermuteVar16x32x2(a._v.As<T, float>(), Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), b._v.As<T, float>()).As<float, T>()
            : Avx512F.PermuteVar8x64x2(a._v.As<T, double>(), Vector512.Create(1L, 3, 5, 7, 9, 11, 13, 15), b._v.As<T, double>()).As<double, T>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> ZipLow(Lane512<T> a, Lane512<T> b)
    {
        if (!Avx512F.IsSupported)
            return new(Vector512.Create(Lane256<T>.ZipLow(a._v.GetLower(), b._v.GetLower()), Lane256<T>.ZipHigh(a._v.GetLower(), b._v.GetLower())));
        return new(typeof(T) == typeof(float)
            ? Avx512F.PermuteVar16x32x2(a._v.As<T, float>(), Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23), b._v.As<T, float>()).As<float, T>()
            : Avx512F.PermuteVar8x64x2(a._v.As<T, double>(), Vector512.Create(0L, 8, 1, 9, 2, 10, 3, 11), b._v.As<T, double>()).As<double, T>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> ZipHigh(Lane512<T> a, Lane512<T> b)
    {
        if (!Avx512F.IsSupported)
            return new(Vector512.Create(Lane256<T>.ZipLow(a._v.GetUpper(), b._v.GetUpper()), Lane256<T>.ZipHigh(a._v.GetUpper(), b._v.GetUpper())));
        return new(typeof(T) == typeof(float)
            ? Avx512F.PermuteVar16x32x2(a._v.As<T, float>(), Vector512.Create(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), b._v.As<T, float>()).As<float, T>()
            : Avx512F.PermuteVar8x64x2(a._v.As<T, double>(), Vector512.Create(4L, 12, 5, 13, 6, 14, 7, 15), b._v.As<T, double>()).As<double, T>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> MultiplyWords(Lane512<T> a, Lane512<T> b) => Avx512F.IsSupported
        ? new(Avx512F.Multiply(a._v.As<T, uint>(), b._v.As<T, uint>()).As<ulong, T>())
        : new(Vector512.Create(Lane256<T>.MultiplyWords(a._v.GetLower(), b._v.GetLower()), Lane256<T>.MultiplyWords(a._v.GetUpper(), b._v.GetUpper())));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> ShiftLeft(Lane512<T> x, int bits) => new(typeof(T) == typeof(float)
        ? (x._v.As<T, int>() << bits).As<int, T>()
        : (x._v.As<T, long>() << bits).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> ShiftRight(Lane512<T> x, int bits) => new(typeof(T) == typeof(float)
        ? (x._v.As<T, int>() >>> bits).As<int, T>()
        : (x._v.As<T, long>() >>> bits).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTruth(Lane512<T> value, ref bool destination) => Truths.Store(value._v, ref destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> WhereTrue(ref bool condition, Lane512<T> yes, Lane512<T> no) => new(Vector512.ConditionalSelect(Truths.Load512<T>(ref condition), yes._v, no._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> Scale(Lane512<T> x, Lane512<T> n)
    {
        if (!Avx512F.IsSupported)
            return Binade<Lane512<T>, T>.Scale(x, n);
        return new(typeof(T) == typeof(float)
            ? Avx512F.Scale(x._v.As<T, float>(), n._v.As<T, float>()).As<float, T>()
            : Avx512F.Scale(x._v.As<T, double>(), n._v.As<T, double>()).As<double, T>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(Lane512<T> x, out Lane512<T> mantissa, out Lane512<T> exponent)
    {
        if (!Avx512F.IsSupported)
        {
            Binade<Lane512<T>, T>.Split(x, out mantissa, out exponent);
            return;
        }

        const byte ThreeQuartersToThreeHalvesUnsigned = 0b0111;
        if (typeof(T) == typeof(float))
        {
            Vector512<float> v = x._v.As<T, float>();
            mantissa = new(Avx512F.GetMantissa(v, ThreeQuartersToThreeHalvesUnsigned).As<float, T>());
            exponent = new(Avx512F.GetExponent(v).As<float, T>());
        }
        else
        {
            Vector512<double> v = x._v.As<T, double>();
            mantissa = new(Avx512F.GetMantissa(v, ThreeQuartersToThreeHalvesUnsigned).As<double, T>());
            exponent = new(Avx512F.GetExponent(v).As<double, T>());
        }

        exponent = WhereLess(mantissa, Constant(1), exponent + Constant(1), exponent);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> LogarithmEdges(Lane512<T> x, Lane512<T> y)
    {
        if (!Avx512F.IsSupported)
            return Binade<Lane512<T>, T>.LogarithmEdges(x, y);

        // One answer for each class of x, from the low end: NaNs, 0 (4: -∞), 1, -∞ (3: NaN), ∞ (5: ∞), negative (3: NaN), positive; 0 keeps y.
        const int Answers = 0x03530400;
        return new(typeof(T) == typeof(float)
            ? Avx512F.Fixup(y._v.As<T, float>(), x._v.As<T, float>(), Vector512.Create(Answers), 0).As<float, T>()
            : Avx512F.Fixup(y._v.As<T, double>(), x._v.As<T, double>(), Vector512.Create((long)Answers), 0).As<double, T>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512<T> InDoubles<TFunction>(Lane512<T> a, Lane512<T> b) where TFunction : struct, IDoubleFunction
    {
        (Vector512<double> lowA, Vector512<double> highA) = Vector512.Widen(a._v.As<T, float>());
        (Vector512<double> lowB, Vector512<double> highB) = Vector512.Widen(b._v.As<T, float>());
        Lane512<double> low = TFunction.Of(new Lane512<double>(lowA), new Lane512<double>(lowB));
        Lane512<double> high = TFunction.Of(new Lane512<double>(highA), new Lane512<double>(highB));
        return new(Vector512.Narrow(low._v, high._v).As<float, T>());
    }
}
