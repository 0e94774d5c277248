using System.Runtime.CompilerServices;
using Nabla.Numbers;

namespace Nabla.Optimizers;

/// <summary>A rule along the gradient of the loss with an L2 penalty: g ← g + weightDecay·p first.</summary>
/// <remarks>Around another rule it stays one pass over memory. Its constant is <see cref="StepConstants{V}.Decay"/>: the weight decay.</remarks>
internal readonly struct Penalised<TRule> : IUpdateRule<Penalised<TRule>> where TRule : struct, IUpdateRule<TRule>
{
    public static int States => TRule.States;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V> =>
        TRule.Update(ref p, g + c.Decay * p, ref s, ref t, ref u, in c);
}

/// <summary>A rule with weight decay apart from the gradient: p ← p·(1 − learningRate·weightDecay) first.</summary>
/// <remarks>Its constant is <see cref="StepConstants{V}.Decay"/>: 1 − learningRate·weightDecay.</remarks>
internal readonly struct Shrinking<TRule> : IUpdateRule<Shrinking<TRule>> where TRule : struct, IUpdateRule<TRule>
{
    public static int States => TRule.States;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>
    {
        p *= c.Decay;
        TRule.Update(ref p, g, ref s, ref t, ref u, in c);
    }
}

/// <summary>A rule up the gradient instead of down: g ← −g first.</summary>
internal readonly struct Climbing<TRule> : IUpdateRule<Climbing<TRule>> where TRule : struct, IUpdateRule<TRule>
{
    public static int States => TRule.States;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V> =>
        TRule.Update(ref p, -g, ref s, ref t, ref u, in c);
}
