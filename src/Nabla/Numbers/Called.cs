using System.Runtime.CompilerServices;

namespace Nabla.Numbers;

/// <summary>Functions that are called and not inlined, for definitions of many of them.</summary>
/// <remarks>
/// The compiler inlines up to a multiple of a method's own size, forced or not. A definition of five exponentials goes beyond, and then every
/// multiplication of the last of them is a call; a call for each function costs less: the forward pass of an LSTM of
/// width 128 takes 30 to 40 % less time.
/// </remarks>
internal static class Called
{
    /// <summary>σ(x).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static V Sigmoid<V>(V x) where V : struct, IReal<V> => V.Sigmoid(x);

    /// <summary>tanh x.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static V Tanh<V>(V x) where V : struct, IReal<V> => V.Tanh(x);
}
