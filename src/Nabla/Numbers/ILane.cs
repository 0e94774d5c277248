using System.Runtime.CompilerServices;

namespace Nabla.Numbers;

/// <summary>A real number that is several elements of memory side by side: what kernels compute with.</summary>
/// <remarks>
/// A lane of one element (<see cref="Scalar{T}"/>) runs the very same arithmetic as the wide ones, so an element's bits
/// depend neither on the width that computed it nor on its neighbours. The elementary functions are written once, in
/// <see cref="Elementary{V, T}"/>, over the members below.
/// </remarks>
/// <typeparam name="V">The lane itself.</typeparam>
/// <typeparam name="T">The element: float or double.</typeparam>
internal interface ILane<V, T> : IReal<V>
    where V : struct, ILane<V, T>
    where T : unmanaged
{
    /// <summary>Elements in a lane.</summary>
    static abstract int Count { get; }

    /// <summary>All elements equal to <paramref name="value"/>.</summary>
    static abstract V Broadcast(T value);

    /// <summary>The elements that begin at <paramref name="source"/>; no alignment is asked for.</summary>
    static abstract V Load(ref readonly T source);

    /// <summary>Writes the elements from <paramref name="destination"/> on; no alignment is asked for.</summary>
    static abstract void Store(V value, ref T destination);

    /// <summary>The first <paramref name="count"/> elements from <paramref name="source"/>, and those of <paramref name="rest"/> behind them; nothing else is read.</summary>
    static abstract V LoadFirst(ref T source, int count, V rest);

    /// <summary>Writes the first <paramref name="count"/> elements from <paramref name="destination"/> on, and nothing else.</summary>
    static abstract void StoreFirst(V value, ref T destination, int count);

    /// <summary>Writes true where an element is not 0, from <paramref name="destination"/> on.</summary>
    static abstract void StoreTruth(V value, ref bool destination);

    /// <summary><paramref name="yes"/> where the booleans from <paramref name="condition"/> on are true, else <paramref name="no"/>.</summary>
    static abstract V WhereTrue(ref bool condition, V yes, V no);

    /// <summary>The larger by one instruction: <paramref name="b"/> where b is NaN, either where only a is.</summary>
    static abstract V MaxNative(V a, V b);

    /// <summary>The smaller by one instruction: <paramref name="b"/> where b is NaN, either where only a is.</summary>
    static abstract V MinNative(V a, V b);

    /// <summary><paramref name="yes"/> where a = b, else <paramref name="no"/> (also where a or b is NaN).</summary>
    static abstract V WhereEqual(V a, V b, V yes, V no);

    /// <summary>Whether a &lt; b in any element.</summary>
    static abstract bool AnyLess(V a, V b);

    /// <summary>x·2ⁿ, rounded once; n is whole and at most twice the largest exponent in size.</summary>
    static abstract V Scale(V x, V n);

    /// <summary>|x| = mantissa·2^exponent with the mantissa in [3/4, 3/2), subnormal x included; unspecified for 0, ∞ and NaN.</summary>
    static abstract void Split(V x, out V mantissa, out V exponent);

    /// <summary><paramref name="y"/>, but −∞ where x = 0, ∞ where x = ∞ and NaN where x &lt; 0 or x is NaN: the edges of a logarithm.</summary>
    static abstract V LogarithmEdges(V x, V y);

    /// <summary>A function of floats, computed in doubles and rounded once; of no other elements.</summary>
    static abstract V InDoubles<TFunction>(V a, V b) where TFunction : struct, IDoubleFunction;

    /// <summary>All elements with these bits (the low half of them, where the element is a float).</summary>
    static abstract V Bits(long pattern);

    /// <summary>Bitwise and.</summary>
    static abstract V And(V a, V b);

    /// <summary>Bitwise or.</summary>
    static abstract V Or(V a, V b);

    /// <summary>Bitwise exclusive or.</summary>
    static abstract V Xor(V a, V b);

    /// <summary>Sum of the bits taken as whole numbers, wrapping.</summary>
    static abstract V AddBits(V a, V b);

    /// <summary>Difference of the bits taken as whole numbers, wrapping.</summary>
    static abstract V SubtractBits(V a, V b);

    /// <summary>The elements in even places of a and, behind them, of b.</summary>
    static abstract V Evens(V a, V b);

    /// <summary>The elements in odd places of a and, behind them, of b.</summary>
    static abstract V Odds(V a, V b);

    /// <summary>The elements of the lower halves of a and b in turn.</summary>
    static abstract V ZipLow(V a, V b);

    /// <summary>The elements of the upper halves of a and b in turn.</summary>
    static abstract V ZipHigh(V a, V b);

    /// <summary>The product of the low 32 bits of a and of b, in every 64 bits.</summary>
    static abstract V MultiplyWords(V a, V b);

    /// <summary>The bits moved up.</summary>
    static abstract V ShiftLeft(V x, int bits);

    /// <summary>The bits moved down, zeros following.</summary>
    static abstract V ShiftRight(V x, int bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V IReal<V>.Exp(V x) => Elementary<V, T>.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V IReal<V>.Expm1(V x) => Elementary<V, T>.Expm1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V IReal<V>.Log(V x) => Elementary<V, T>.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V IReal<V>.Log1p(V x) => Elementary<V, T>.Log1p(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V IReal<V>.Sin(V x) => Elementary<V, T>.Sin(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V IReal<V>.Cos(V x) => Elementary<V, T>.Cos(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V IReal<V>.Atan(V x) => Elementary<V, T>.Atan(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V IReal<V>.Tanh(V x) => Elementary<V, T>.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V IReal<V>.Erf(V x) => Elementary<V, T>.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V IReal<V>.Pow(V a, V b) => Elementary<V, T>.Pow(a, b);
}
