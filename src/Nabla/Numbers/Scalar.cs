using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nabla.Numbers;

/// <summary>One element by the arithmetic of the wide lanes, bit for bit: what hand calculations and references compute with.</summary>
/// <remarks>It lives in the lowest element of a 128-bit register; the others are never looked at.</remarks>
internal readonly struct Scalar<T> : ILane<Scalar<T>, T> where T : unmanaged
{
    readonly Vector128<T> _v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Scalar(Vector128<T> v) => _v = v;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Constant(double value) => new(typeof(T) == typeof(float)
        ? Vector128.Create((float)value).As<float, T>()
        : Vector128.Create(value).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Broadcast(T value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Load(ref readonly T source) => new(Vector128.CreateScalar(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Scalar<T> value, ref T destination) => destination = value._v.ToScalar();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> LoadFirst(ref T source, int count, Scalar<T> rest) => count > 0 ? Load(in source) : rest;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(Scalar<T> value, ref T destination, int count)
    {
        if (count > 0) Store(value, ref destination);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator +(Scalar<T> a, Scalar<T> b) => new(a._v + b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator -(Scalar<T> a, Scalar<T> b) => new(a._v - b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator *(Scalar<T> a, Scalar<T> b) => new(a._v * b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator /(Scalar<T> a, Scalar<T> b) => new(a._v / b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator -(Scalar<T> x) => new(-x._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> WhereLess(Scalar<T> a, Scalar<T> b, Scalar<T> yes, Scalar<T> no) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(a._v, b._v), yes._v, no._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> WhereLessOrEqual(Scalar<T> a, Scalar<T> b, Scalar<T> yes, Scalar<T> no) =>
        new(Vector128.ConditionalSelect(Vector128.LessThanOrEqual(a._v, b._v), yes._v, no._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> WhereEqual(Scalar<T> a, Scalar<T> b, Scalar<T> yes, Scalar<T> no) =>
        new(Vector128.ConditionalSelect(Vector128.Equals(a._v, b._v), yes._v, no._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> FusedMultiplyAdd(Scalar<T> a, Scalar<T> b, Scalar<T> c)
    {
        if (!Hardware.Fuses)
            return new(a._v * b._v + c._v);
        return new(typeof(T) == typeof(float)
            ? Vector128.FusedMultiplyAdd(a._v.As<T, float>(), b._v.As<T, float>(), c._v.As<T, float>()).As<float, T>()
            : Vector128.FusedMultiplyAdd(a._v.As<T, double>(), b._v.As<T, double>(), c._v.As<T, double>()).As<double, T>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Abs(Scalar<T> x) => new(Vector128.Abs(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Sqrt(Scalar<T> x) => new(Vector128.Sqrt(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Floor(Scalar<T> x) => new(typeof(T) == typeof(float)
        ? Vector128.Floor(x._v.As<T, float>()).As<float, T>()
        : Vector128.Floor(x._v.As<T, double>()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Round(Scalar<T> x) => new(typeof(T) == typeof(float)
        ? Vector128.Round(x._v.As<T, float>()).As<float, T>()
        : Vector128.Round(x._v.As<T, double>()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Max(Scalar<T> a, Scalar<T> b) =>
        new(Vector128.ConditionalSelect(Vector128.Equals(a._v, a._v), Vector128.MaxNative(a._v, b._v), a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Min(Scalar<T> a, Scalar<T> b) =>
        new(Vector128.ConditionalSelect(Vector128.Equals(a._v, a._v), Vector128.MinNative(a._v, b._v), a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> MaxNative(Scalar<T> a, Scalar<T> b) => new(Vector128.MaxNative(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> MinNative(Scalar<T> a, Scalar<T> b) => new(Vector128.MinNative(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Clamp(Scalar<T> x, Scalar<T> low, Scalar<T> high) =>
        new(Vector128.MinNative(high._v, Vector128.MaxNative(low._v, x._v)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLess(Scalar<T> a, Scalar<T> b) => Vector128.LessThan(a._v, b._v).AsByte().ToScalar() != 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Bits(long pattern) => new(typeof(T) == typeof(float)
        ? Vector128.Create((int)pattern).As<int, T>()
        : Vector128.Create(pattern).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> And(Scalar<T> a, Scalar<T> b) => new(a._v & b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Or(Scalar<T> a, Scalar<T> b) => new(a._v | b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Xor(Scalar<T> a, Scalar<T> b) => new(a._v ^ b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> AddBits(Scalar<T> a, Scalar<T> b) => new(typeof(T) == typeof(float)
        ? (a._v.As<T, int>() + b._v.As<T, int>()).As<int, T>()
        : (a._v.As<T, long>() + b._v.As<T, long>()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> SubtractBits(Scalar<T> a, Scalar<T> b) => new(typeof(T) == typeof(float)
        ? (a._v.As<T, int>() - b._v.As<T, int>()).As<int, T>()
        : (a._v.As<T, long>() - b._v.As<T, long>()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Evens(Scalar<T> a, Scalar<T> b) => a;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Odds(Scalar<T> a, Scalar<T> b) => b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> ZipLow(Scalar<T> a, Scalar<T> b) => a;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> ZipHigh(Scalar<T> a, Scalar<T> b) => b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> MultiplyWords(Scalar<T> a, Scalar<T> b) => new(Lane128<T>.MultiplyWords(a._v, b._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> ShiftLeft(Scalar<T> x, int bits) => new(typeof(T) == typeof(float)
        ? (x._v.As<T, int>() << bits).As<int, T>()
        : (x._v.As<T, long>() << bits).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> ShiftRight(Scalar<T> x, int bits) => new(typeof(T) == typeof(float)
        ? (x._v.As<T, int>() >>> bits).As<int, T>()
        : (x._v.As<T, long>() >>> bits).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTruth(Scalar<T> value, ref bool destination) =>
        destination = !EqualityComparer<T>.Default.Equals(value._v.ToScalar(), default);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> WhereTrue(ref bool condition, Scalar<T> yes, Scalar<T> no) => condition ? yes : no;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Scale(Scalar<T> x, Scalar<T> n) => Binade<Scalar<T>, T>.Scale(x, n);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> LogarithmEdges(Scalar<T> x, Scalar<T> y) => Binade<Scalar<T>, T>.LogarithmEdges(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(Scalar<T> x, out Scalar<T> mantissa, out Scalar<T> exponent) =>
        Binade<Scalar<T>, T>.Split(x, out mantissa, out exponent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> InDoubles<TFunction>(Scalar<T> a, Scalar<T> b) where TFunction : struct, IDoubleFunction
    {
        var y = TFunction.Of(new Scalar<double>(Vector128.WidenLower(a._v.As<T, float>())), new Scalar<double>(Vector128.WidenLower(b._v.As<T, float>())));
        return new(Vector128.Narrow(y._v, y._v).As<float, T>());
    }
}
