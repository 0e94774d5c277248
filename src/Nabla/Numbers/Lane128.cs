using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Numbers;

/// <summary>128 bits at a time: 4 floats or 2 doubles. At home on every processor.</summary>
internal readonly struct Lane128<T> : ILane<Lane128<T>, T> where T : unmanaged
{
    readonly Vector128<T> _v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Lane128(Vector128<T> v) => _v = v;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<T>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Constant(double value) => new(typeof(T) == typeof(float)
        ? Vector128.Create((float)value).As<float, T>()
        : Vector128.Create(value).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Broadcast(T value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Load(ref readonly T source) => new(Vector128.LoadUnsafe(in source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane128<T> value, ref T destination) => value._v.StoreUnsafe(ref destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Lane128<T> LoadFirst(ref T source, int count, Lane128<T> rest)
    {
        if (!Avx.IsSupported) return PartOfLane.Load(ref source, count, rest);
        fixed (T* from = &source)
        {
            if (typeof(T) == typeof(float))
            {
                Vector128<float> mask = Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count)).AsSingle();
                return new(Vector128.ConditionalSelect(mask, Avx.MaskLoad((float*)from, mask), rest._v.As<T, float>()).As<float, T>());
            }
            Vector128<double> wide = Vector128.LessThan(Vector128<long>.Indices, Vector128.Create((long)count)).AsDouble();
            return new(Vector128.ConditionalSelect(wide, Avx.MaskLoad((double*)from, wide), rest._v.As<T, double>()).As<double, T>());
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StoreFirst(Lane128<T> value, ref T destination, int count)
    {
        if (!Avx.IsSupported)
        {
            PartOfLane.Store(value, ref destination, count);
            return;
        }
        fixed (T* to = &destination)
        {
            if (typeof(T) == typeof(float)) Avx.MaskStore((float*)to, Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count)).AsSingle(), value._v.As<T, float>());
            else Avx.MaskStore((double*)to, Vector128.LessThan(Vector128<long>.Indices, Vector128.Create((long)count)).AsDouble(), value._v.As<T, double>());
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator +(Lane128<T> a, Lane128<T> b) => new(a._v + b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator -(Lane128<T> a, Lane128<T> b) => new(a._v - b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator *(Lane128<T> a, Lane128<T> b) => new(a._v * b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator /(Lane128<T> a, Lane128<T> b) => new(a._v / b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator -(Lane128<T> x) => new(-x._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> WhereLess(Lane128<T> a, Lane128<T> b, Lane128<T> yes, Lane128<T> no) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(a._v, b._v), yes._v, no._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> WhereLessOrEqual(Lane128<T> a, Lane128<T> b, Lane128<T> yes, Lane128<T> no) =>
        new(Vector128.ConditionalSelect(Vector128.LessThanOrEqual(a._v, b._v), yes._v, no._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> WhereEqual(Lane128<T> a, Lane128<T> b, Lane128<T> yes, Lane128<T> no) =>
        new(Vector128.ConditionalSelect(Vector128.Equals(a._v, b._v), yes._v, no._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> FusedMultiplyAdd(Lane128<T> a, Lane128<T> b, Lane128<T> c)
    {
        if (!Hardware.Fuses)
            return new(a._v * b._v + c._v);
        return new(typeof(T) == typeof(float)
            ? Vector128.FusedMultiplyAdd(a._v.As<T, float>(), b._v.As<T, float>(), c._v.As<T, float>()).As<float, T>()
            : Vector128.FusedMultiplyAdd(a._v.As<T, double>(), b._v.As<T, double>(), c._v.As<T, double>()).As<double, T>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Abs(Lane128<T> x) => new(Vector128.Abs(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Sqrt(Lane128<T> x) => new(Vector128.Sqrt(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Floor(Lane128<T> x) => new(typeof(T) == typeof(float)
        ? Vector128.Floor(x._v.As<T, float>()).As<float, T>()
        : Vector128.Floor(x._v.As<T, double>()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Round(Lane128<T> x) => new(typeof(T) == typeof(float)
        ? Vector128.Round(x._v.As<T, float>()).As<float, T>()
        : Vector128.Round(x._v.As<T, double>()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Max(Lane128<T> a, Lane128<T> b) =>
        new(Vector128.ConditionalSelect(Vector128.Equals(a._v, a._v), Vector128.MaxNative(a._v, b._v), a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Min(Lane128<T> a, Lane128<T> b) =>
        new(Vector128.ConditionalSelect(Vector128.Equals(a._v, a._v), Vector128.MinNative(a._v, b._v), a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> MaxNative(Lane128<T> a, Lane128<T> b) => new(Vector128.MaxNative(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> MinNative(Lane128<T> a, Lane128<T> b) => new(Vector128.MinNative(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Clamp(Lane128<T> x, Lane128<T> low, Lane128<T> high) =>
        new(Vector128.MinNative(high._v, Vector128.MaxNative(low._v, x._v)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLess(Lane128<T> a, Lane128<T> b) => Vector128.LessThanAny(a._v, b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Bits(long pattern) => new(typeof(T) == typeof(float)
        ? Vector128.Create((int)pattern).As<int, T>()
        : Vector128.Create(pattern).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> And(Lane128<T> a, Lane128<T> b) => new(a._v & b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Or(Lane128<T> a, Lane128<T> b) => new(a._v | b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Xor(Lane128<T> a, Lane128<T> b) => new(a._v ^ b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> AddBits(Lane128<T> a, Lane128<T> b) => new(typeof(T) == typeof(float)
        ? (a._v.As<T, int>() + b._v.As<T, int>()).As<int, T>()
        : (a._v.As<T, long>() + b._v.As<T, long>()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> SubtractBits(Lane128<T> a, Lane128<T> b) => new(typeof(T) == typeof(float)
        ? (a._v.As<T, int>() - b._v.As<T, int>()).As<int, T>()
        : (a._v.As<T, long>() - b._v.As<T, long>()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Evens(Lane128<T> a, Lane128<T> b) => new(Evens(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Odds(Lane128<T> a, Lane128<T> b) => new(Odds(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> ZipLow(Lane128<T> a, Lane128<T> b) => new(ZipLow(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> ZipHigh(Lane128<T> a, Lane128<T> b) => new(ZipHigh(a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<T> Evens(Vector128<T> a, Vector128<T> b)
    {
        if (typeof(T) != typeof(float)) return Vector128.Create(a.GetLower(), b.GetLower());
        Vector128<float> x = a.As<T, float>(), y = b.As<T, float>();
        return Sse.IsSupported ? Sse.Shuffle(x, y, 0b10_00_10_00).As<float, T>() : Vector128.Create(x[0], x[2], y[0], y[2]).As<float, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<T> Odds(Vector128<T> a, Vector128<T> b)
    {
        if (typeof(T) != typeof(float)) return Vector128.Create(a.GetUpper(), b.GetUpper());
        Vector128<float> x = a.As<T, float>(), y = b.As<T, float>();
        return Sse.IsSupported ? Sse.Shuffle(x, y, 0b11_01_11_01).As<float, T>() : Vector128.Create(x[1], x[3], y[1], y[3]).As<float, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<T> ZipLow(Vector128<T> a, Vector128<T> b)
    {
        if (typeof(T) != typeof(float)) return Vector128.Create(a.GetLower(), b.GetLower());
        Vector128<float> x = a.As<T, float>(), y = b.As<T, float>();
        return Sse.IsSupported ? Sse.UnpackLow(x, y).As<float, T>() : Vector128.Create(x[0], y[0], x[1], y[1]).As<float, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<T> ZipHigh(Vector128<T> a, Vector128<T> b)
    {
        if (typeof(T) != typeof(float)) return Vector128.Create(a.GetUpper(), b.GetUpper());
        Vector128<float> x = a.As<T, float>(), y = b.As<T, float>();
        return Sse.IsSupported ? Sse.UnpackHigh(x, y).As<float, T>() : Vector128.Create(x[2], y[2], x[3], y[3]).As<float, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> MultiplyWords(Lane128<T> a, Lane128<T> b) => new(MultiplyWords(a._v, b._v));

    /// <summary>The product of the low 32 bits of a and of b, in every 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<T> MultiplyWords(Vector128<T> a, Vector128<T> b)
    {
        if (Sse2.IsSupported) return Sse2.Multiply(a.As<T, uint>(), b.As<T, uint>()).As<ulong, T>();
        Vector128<ulong> low = Vector128.Create((ulong)uint.MaxValue);
        return ((a.As<T, ulong>() & low) * (b.As<T, ulong>() & low)).As<ulong, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> ShiftLeft(Lane128<T> x, int bits) => new(typeof(T) == typeof(float)
        ? (x._v.As<T, int>() << bits).As<int, T>()
        : (x._v.As<T, long>() << bits).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> ShiftRight(Lane128<T> x, int bits) => new(typeof(T) == typeof(float)
        ? (x._v.As<T, int>() >>> bits).As<int, T>()
        : (x._v.As<T, long>() >>> bits).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTruth(Lane128<T> value, ref bool destination) => Truths.Store(value._v, ref destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> WhereTrue(ref bool condition, Lane128<T> yes, Lane128<T> no) => new(Vector128.ConditionalSelect(Truths.Load128<T>(ref condition), yes._v, no._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Scale(Lane128<T> x, Lane128<T> n) => Binade<Lane128<T>, T>.Scale(x, n);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> LogarithmEdges(Lane128<T> x, Lane128<T> y) => Binade<Lane128<T>, T>.LogarithmEdges(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(Lane128<T> x, out Lane128<T> mantissa, out Lane128<T> exponent) =>
        Binade<Lane128<T>, T>.Split(x, out mantissa, out exponent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> InDoubles<TFunction>(Lane128<T> a, Lane128<T> b) where TFunction : struct, IDoubleFunction
    {
        (Vector128<double> lowA, Vector128<double> highA) = Vector128.Widen(a._v.As<T, float>());
        (Vector128<double> lowB, Vector128<double> highB) = Vector128.Widen(b._v.As<T, float>());
        Lane128<double> low = TFunction.Of(new Lane128<double>(lowA), new Lane128<double>(lowB));
        Lane128<double> high = TFunction.Of(new Lane128<double>(highA), new Lane128<double>(highB));
        return new(Vector128.Narrow(low._v, high._v).As<float, T>());
    }
}
