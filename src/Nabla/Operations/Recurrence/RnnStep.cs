using System.Runtime.CompilerServices;
using Nabla.Numbers;

namespace Nabla.Operations;

/// <summary>A step of a plain recurrent network: h' = tanh(x + a) (J. Elman, "Finding structure in time", 1990).</summary>
internal readonly struct TanhStep : IRecurrentStep<TanhStep>
{
    public static int Gates => 1;

    public static int Kept => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RecurrentValue<V> Value<V>(in Four<V> x, in Four<V> a, V h, V c) where V : struct, IReal<V>
    {
        V y = V.Tanh(x.First + a.First);
        return new() { Hidden = y, Kept = new() { First = y } };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RecurrentGradient<V> Gradient<V>(in Four<V> kept, V h, V c, V next, V dh, V dc) where V : struct, IReal<V> =>
        new() { Input = new() { First = dh * (1 - kept.First * kept.First) } };
}

/// <summary>A step of a plain recurrent network with max(·, 0) in place of tanh: h' = max(x + a, 0), with slope 0 at 0.</summary>
internal readonly struct ReluStep : IRecurrentStep<ReluStep>
{
    public static int Gates => 1;

    public static int Kept => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RecurrentValue<V> Value<V>(in Four<V> x, in Four<V> a, V h, V c) where V : struct, IReal<V>
    {
        V y = Relu.Value(x.First + a.First);
        return new() { Hidden = y, Kept = new() { First = y } };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RecurrentGradient<V> Gradient<V>(in Four<V> kept, V h, V c, V next, V dh, V dc) where V : struct, IReal<V> =>
        new() { Input = new() { First = dh * Relu.Derivative(kept.First, kept.First) } };
}

/// <summary>A <see cref="TanhStep"/> for every element of a sequence.</summary>
internal sealed class TanhSequence(long[]? lengths = null, bool reverse = false) : RecurrentSequence<TanhStep>(lengths, reverse)
{
    internal static IEnumerable<Sample> Samples(RandomStream random) => SamplesOf((lengths, reverse) => new TanhSequence(lengths, reverse), random);
}

/// <summary>A <see cref="ReluStep"/> for every element of a sequence.</summary>
internal sealed class ReluSequence(long[]? lengths = null, bool reverse = false) : RecurrentSequence<ReluStep>(lengths, reverse)
{
    internal static IEnumerable<Sample> Samples(RandomStream random) => SamplesOf((lengths, reverse) => new ReluSequence(lengths, reverse), random);
}
