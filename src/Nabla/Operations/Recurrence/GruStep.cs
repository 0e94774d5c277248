using System.Runtime.CompilerServices;
using Nabla.Numbers;

namespace Nabla.Operations;

/// <summary>A step of a gated recurrent unit; gates r, z, n.</summary>
/// <remarks>
/// r, z = σ(x + a), n = tanh(x + r·a), h' = (1 − z)·n + z·h. K. Cho and others, 2014, arXiv:1406.1078; with r behind the product,
/// as PyTorch and cuDNN have it.
/// </remarks>
internal readonly struct GruStep : IRecurrentStep<GruStep>
{
    public static int Gates => 3;

    public static int Kept => 4;

    public static bool ReadsHidden => true;

    public static bool SeparatesSums => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RecurrentValue<V> Value<V>(in Four<V> x, in Four<V> a, V h, V c) where V : struct, IReal<V>
    {
        V r = Called.Sigmoid(x.First + a.First);
        V z = Called.Sigmoid(x.Second + a.Second);
        V n = Called.Tanh(x.Third + r * a.Third);
        return new() { Hidden = n + z * (h - n), Kept = new() { First = r, Second = z, Third = n, Fourth = a.Third } };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RecurrentGradient<V> Gradient<V>(in Four<V> kept, V h, V c, V next, V dh, V dc) where V : struct, IReal<V>
    {
        V r = kept.First, z = kept.Second, n = kept.Third, a = kept.Fourth;
        V dn = dh * (1 - z) * (1 - n * n);
        V dr = dn * a * (r * (1 - r));
        V dz = dh * (h - n) * (z * (1 - z));
        return new()
        {
            Input = new() { First = dr, Second = dz, Third = dn },
            State = new() { First = dr, Second = dz, Third = dn * r },
            Hidden = dh * z,
        };
    }
}

/// <summary>A <see cref="GruStep"/> for every element of a sequence.</summary>
internal sealed class GruSequence(long[]? lengths = null, bool reverse = false) : RecurrentSequence<GruStep>(lengths, reverse)
{
    internal static IEnumerable<Sample> Samples(RandomStream random) => SamplesOf((lengths, reverse) => new GruSequence(lengths, reverse), random);
}
