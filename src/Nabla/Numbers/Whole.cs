using System.Runtime.CompilerServices;

namespace Nabla.Numbers;

/// <summary>One whole number with the exact, wrapping arithmetic of unchecked C#: what definitions over integer tensors compute with.</summary>
/// <remarks>
/// Quotients are cut towards zero, and dividing by zero throws. <see cref="Constant"/> cuts towards zero and saturates, so −∞ and ∞
/// are the least and the largest value, the identities of max and min. What has no whole result throws <see cref="NotSupportedException"/>.
/// </remarks>
/// <typeparam name="T">int, long or byte.</typeparam>
internal readonly struct Whole<T> : ILane<Whole<T>, T> where T : unmanaged
{
    // Always in the range of T, so that comparisons see what memory would hold.
    readonly long _v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Whole(long v) => _v = v;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Whole<T> Wrap(long value)
    {
        if (typeof(T) == typeof(int))
            return new((int)value);
        if (typeof(T) == typeof(byte))
            return new((byte)value);
        return new(value);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Constant(double value)
    {
        if (typeof(T) == typeof(int))
            return new((int)value);
        if (typeof(T) == typeof(byte))
            return new((byte)Math.Clamp(value, byte.MinValue, byte.MaxValue));
        return new((long)value);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Broadcast(T value)
    {
        if (typeof(T) == typeof(int))
            return new(Unsafe.As<T, int>(ref value));
        if (typeof(T) == typeof(byte))
            return new(Unsafe.As<T, byte>(ref value));
        if (typeof(T) == typeof(long))
            return new(Unsafe.As<T, long>(ref value));
        throw new NotSupportedException($"Whole numbers are int, long or byte, not {typeof(T).Name}.");
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Load(ref readonly T source) => Broadcast(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Whole<T> value, ref T destination)
    {
        long v = value._v;
        if (typeof(T) == typeof(int))
            Unsafe.As<T, int>(ref destination) = (int)v;
        else if (typeof(T) == typeof(byte))
            Unsafe.As<T, byte>(ref destination) = (byte)v;
        else
            Unsafe.As<T, long>(ref destination) = v;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTruth(Whole<T> value, ref bool destination) => destination = value._v != 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> WhereTrue(ref bool condition, Whole<T> yes, Whole<T> no) => condition ? yes : no;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> LoadFirst(ref T source, int count, Whole<T> rest) => count > 0 ? Load(in source) : rest;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(Whole<T> value, ref T destination, int count)
    {
        if (count > 0) Store(value, ref destination);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> operator +(Whole<T> a, Whole<T> b) => Wrap(a._v + b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> operator -(Whole<T> a, Whole<T> b) => Wrap(a._v - b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> operator *(Whole<T> a, Whole<T> b) => Wrap(a._v * b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> operator /(Whole<T> a, Whole<T> b) => b._v == -1 ? Wrap(-a._v) : Wrap(a._v / b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> operator -(Whole<T> x) => Wrap(-x._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> WhereLess(Whole<T> a, Whole<T> b, Whole<T> yes, Whole<T> no) => a._v < b._v ? yes : no;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> WhereLessOrEqual(Whole<T> a, Whole<T> b, Whole<T> yes, Whole<T> no) => a._v <= b._v ? yes : no;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> WhereEqual(Whole<T> a, Whole<T> b, Whole<T> yes, Whole<T> no) => a._v == b._v ? yes : no;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLess(Whole<T> a, Whole<T> b) => a._v < b._v;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Abs(Whole<T> x) => x._v < 0 ? -x : x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Max(Whole<T> a, Whole<T> b) => new(Math.Max(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> MaxNative(Whole<T> a, Whole<T> b) => Max(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Min(Whole<T> a, Whole<T> b) => new(Math.Min(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> MinNative(Whole<T> a, Whole<T> b) => Min(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Floor(Whole<T> x) => x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Round(Whole<T> x) => x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Exp(Whole<T> x) => throw None();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Expm1(Whole<T> x) => throw None();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Log(Whole<T> x) => throw None();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Log1p(Whole<T> x) => throw None();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Sqrt(Whole<T> x) => throw None();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Sin(Whole<T> x) => throw None();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Cos(Whole<T> x) => throw None();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Atan(Whole<T> x) => throw None();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Tanh(Whole<T> x) => throw None();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Erf(Whole<T> x) => throw None();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Pow(Whole<T> a, Whole<T> b) => throw None();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> InDoubles<TFunction>(Whole<T> a, Whole<T> b) where TFunction : struct, IDoubleFunction => throw None();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Scale(Whole<T> x, Whole<T> n) => throw None();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(Whole<T> x, out Whole<T> mantissa, out Whole<T> exponent) => throw None();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> LogarithmEdges(Whole<T> x, Whole<T> y) => throw None();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Bits(long pattern) => Wrap(pattern);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> And(Whole<T> a, Whole<T> b) => new(a._v & b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Or(Whole<T> a, Whole<T> b) => new(a._v | b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Xor(Whole<T> a, Whole<T> b) => new(a._v ^ b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> AddBits(Whole<T> a, Whole<T> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> SubtractBits(Whole<T> a, Whole<T> b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Evens(Whole<T> a, Whole<T> b) => a;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> Odds(Whole<T> a, Whole<T> b) => b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> ZipLow(Whole<T> a, Whole<T> b) => a;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> ZipHigh(Whole<T> a, Whole<T> b) => b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> MultiplyWords(Whole<T> a, Whole<T> b) => Wrap((long)((ulong)(uint)a._v * (uint)b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> ShiftLeft(Whole<T> x, int bits) => Wrap(x._v << bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Whole<T> ShiftRight(Whole<T> x, int bits) =>
        typeof(T) == typeof(int) ? new((int)((uint)x._v >>> bits)) : new(x._v >>> bits);

    // Not inlined: it would weigh on every definition that is never computed over whole numbers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    static NotSupportedException None() => new("This function has no whole-number result; integers become float32 first.");
}
