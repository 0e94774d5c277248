using System.Runtime.CompilerServices;

namespace Nabla.Numbers;

/// <summary>What an operation must keep for its derivative.</summary>
[Flags]
public enum Saves
{
    /// <summary>Nothing: the derivative is constant.</summary>
    Nothing = 0,

    /// <summary>The inputs.</summary>
    Inputs = 1,

    /// <summary>The output.</summary>
    Output = 2,

    /// <summary>Inputs and output.</summary>
    Both = Inputs | Output,
}

/// <summary>What every elementwise definition states about itself.</summary>
public interface IElementwise
{
    /// <summary>What the derivative needs; the inputs unless stated.</summary>
    static virtual Saves Saves => Saves.Inputs;

    /// <summary>Whether the definition also holds, exactly, on whole numbers; integer inputs become float32 otherwise.</summary>
    static virtual bool Integers => false;
}

/// <summary>y = f(x), element by element.</summary>
/// <typeparam name="TSelf">The struct that defines it.</typeparam>
public interface IUnary<TSelf> : IElementwise where TSelf : struct, IUnary<TSelf>
{
    /// <summary>f(x).</summary>
    static abstract V Value<V>(V x) where V : struct, IReal<V>;

    /// <summary>f'(x), given x and y = f(x) (of which only what <see cref="IElementwise.Saves"/> names is there).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Derivative<V>(V x, V y) where V : struct, IReal<V> => TSelf.Value(Dual<V>.Variable(x)).Tangent;

    /// <summary>f' where it is the same everywhere, else null.</summary>
    static virtual double? Slope => null;

    /// <summary>Where f is defined and moderate: gradient checks draw their points there.</summary>
    static virtual (double Low, double High) Domain => (-3, 3);

    /// <summary>Points where f' jumps: gradient checks keep away from them, and pinned tests cover them.</summary>
    static virtual IReadOnlyList<double> Kinks => [];
}

/// <summary>y = f(a, b), element by element.</summary>
/// <typeparam name="TSelf">The struct that defines it.</typeparam>
public interface IBinary<TSelf> : IElementwise where TSelf : struct, IBinary<TSelf>
{
    /// <summary>f(a, b).</summary>
    static abstract V Value<V>(V a, V b) where V : struct, IReal<V>;

    /// <summary>∂f/∂a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V PartialA<V>(V a, V b, V y) where V : struct, IReal<V> =>
        TSelf.Value(Dual<V>.Variable(a), Dual<V>.Fixed(b)).Tangent;

    /// <summary>∂f/∂b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V PartialB<V>(V a, V b, V y) where V : struct, IReal<V> =>
        TSelf.Value(Dual<V>.Fixed(a), Dual<V>.Variable(b)).Tangent;

    /// <summary>∂f/∂a where it is the same everywhere, else null.</summary>
    static virtual double? SlopeA => null;

    /// <summary>∂f/∂b where it is the same everywhere, else null.</summary>
    static virtual double? SlopeB => null;

    /// <summary>Where a may lie in a gradient check.</summary>
    static virtual (double Low, double High) DomainA => (-3, 3);

    /// <summary>Where b may lie in a gradient check.</summary>
    static virtual (double Low, double High) DomainB => (-3, 3);
}

/// <summary>y = f(a, b, c), element by element.</summary>
/// <typeparam name="TSelf">The struct that defines it.</typeparam>
public interface ITernary<TSelf> : IElementwise where TSelf : struct, ITernary<TSelf>
{
    /// <summary>f(a, b, c).</summary>
    static abstract V Value<V>(V a, V b, V c) where V : struct, IReal<V>;

    /// <summary>∂f/∂a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V PartialA<V>(V a, V b, V c, V y) where V : struct, IReal<V> =>
        TSelf.Value(Dual<V>.Variable(a), Dual<V>.Fixed(b), Dual<V>.Fixed(c)).Tangent;

    /// <summary>∂f/∂b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V PartialB<V>(V a, V b, V c, V y) where V : struct, IReal<V> =>
        TSelf.Value(Dual<V>.Fixed(a), Dual<V>.Variable(b), Dual<V>.Fixed(c)).Tangent;

    /// <summary>∂f/∂c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V PartialC<V>(V a, V b, V c, V y) where V : struct, IReal<V> =>
        TSelf.Value(Dual<V>.Fixed(a), Dual<V>.Fixed(b), Dual<V>.Variable(c)).Tangent;

    /// <summary>Where a, b and c may lie in a gradient check.</summary>
    static virtual ((double Low, double High) A, (double Low, double High) B, (double Low, double High) C) Domain =>
        ((-3, 3), (-3, 3), (-3, 3));
}

/// <summary>A statement about one element: 1 where it holds, 0 where not. It has no derivative; its tensor is boolean.</summary>
/// <typeparam name="TSelf">The struct that defines it.</typeparam>
public interface IPredicate<TSelf> where TSelf : struct, IPredicate<TSelf>
{
    /// <summary>1 where the statement holds of x, else 0.</summary>
    static abstract V Holds<V>(V x) where V : struct, IReal<V>;
}

/// <summary>A statement about two elements: 1 where it holds, 0 where not. It has no derivative; its tensor is boolean.</summary>
/// <typeparam name="TSelf">The struct that defines it.</typeparam>
public interface IRelation<TSelf> where TSelf : struct, IRelation<TSelf>
{
    /// <summary>1 where the statement holds of a and b, else 0.</summary>
    static abstract V Holds<V>(V a, V b) where V : struct, IReal<V>;
}

/// <summary>Many elements folded into one by an associative rule.</summary>
/// <typeparam name="TSelf">The struct that defines it.</typeparam>
public interface IReduction<TSelf> where TSelf : struct, IReduction<TSelf>
{
    /// <summary>The value of no elements at all; over whole numbers −∞ and ∞ stand for the least and the largest.</summary>
    static abstract double Identity { get; }

    /// <summary>The fold of two partial results.</summary>
    static abstract V Combine<V>(V a, V b) where V : struct, IReal<V>;
}

/// <summary>One optimizer step on a parameter, element by element, in place.</summary>
/// <typeparam name="TSelf">The struct that defines it.</typeparam>
public interface IUpdateRule<TSelf> where TSelf : struct, IUpdateRule<TSelf>
{
    /// <summary>How many of the three states the rule has, the first ones; the others are neither read nor written.</summary>
    static virtual int States => 2;

    /// <summary>Moves parameter <paramref name="p"/> along gradient <paramref name="g"/>; <paramref name="s"/>, <paramref name="t"/> and <paramref name="u"/> are the rule's states.</summary>
    /// <param name="p">The parameter.</param>
    /// <param name="g">Its gradient.</param>
    /// <param name="s">First state (momentum, first moment).</param>
    /// <param name="t">Second state (second moment).</param>
    /// <param name="u">Third state (the largest second moment).</param>
    /// <param name="c">The step's constants, in an order the rule fixes.</param>
    static abstract void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>;
}

/// <summary>The constants of an optimizer step, as numbers of the kind that computes it.</summary>
public struct StepConstants<V>
{
    /// <summary>How many there are.</summary>
    public const int Count = 9;

    /// <summary>The constants.</summary>
    public V C0, C1, C2, C3, C4, C5, C6, C7;

    /// <summary>The ninth: what rules that decay weights around another rule use, so that the other keeps all its own.</summary>
    public V Decay;
}
