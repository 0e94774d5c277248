using System.Runtime.CompilerServices;
using Nabla.Numbers;

namespace Nabla.Operations;

/// <summary>A step of a long short-term memory; gates i, f, g, o.</summary>
/// <remarks>
/// i, f, o = σ(x + a), g = tanh(x + a), c' = f·c + i·g, h' = o·tanh(c'). S. Hochreiter, J. Schmidhuber, "Long short-term memory",
/// 1997; with the forget gate of F. Gers and others, 2000.
/// </remarks>
internal readonly struct LstmStep : IRecurrentStep<LstmStep>
{
    public static int Gates => 4;

    public static int Kept => 4;

    public static bool HasMemory => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RecurrentValue<V> Value<V>(in Four<V> x, in Four<V> a, V h, V c) where V : struct, IReal<V>
    {
        V i = Called.Sigmoid(x.First + a.First);
        V f = Called.Sigmoid(x.Second + a.Second);
        V g = Called.Tanh(x.Third + a.Third);
        V o = Called.Sigmoid(x.Fourth + a.Fourth);
        V next = f * c + i * g;
        return new() { Hidden = o * Called.Tanh(next), Memory = next, Kept = new() { First = i, Second = f, Third = g, Fourth = o } };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RecurrentGradient<V> Gradient<V>(in Four<V> kept, V h, V c, V next, V dh, V dc) where V : struct, IReal<V>
    {
        V i = kept.First, f = kept.Second, g = kept.Third, o = kept.Fourth;
        V t = Called.Tanh(next);
        V dNext = dc + dh * o * (1 - t * t);
        return new()
        {
            Input = new()
            {
                First = dNext * g * (i * (1 - i)),
                Second = dNext * c * (f * (1 - f)),
                Third = dNext * i * (1 - g * g),
                Fourth = dh * t * (o * (1 - o)),
            },
            Memory = dNext * f,
        };
    }
}

/// <summary>An <see cref="LstmStep"/> for every element of a sequence.</summary>
internal sealed class LstmSequence(long[]? lengths = null, bool reverse = false) : RecurrentSequence<LstmStep>(lengths, reverse)
{
    internal static IEnumerable<Sample> Samples(RandomStream random) => SamplesOf((lengths, reverse) => new LstmSequence(lengths, reverse), random);
}
