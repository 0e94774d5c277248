using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Nabla.Numbers;

namespace Nabla;

/// <summary>Normal numbers of a stream, two from each block (Box–Muller).</summary>
/// <remarks>
/// <see cref="Pair"/> defines them. Many floats are computed by registers of float64, whose logarithm, sine and cosine may differ from the machine's own in the last two
/// bits: where numbers within <see cref="Doubt"/> round to more than one float, once in a hundred thousand, the definition decides. So every bit is that of the definition.
/// 512 × 1024 floats on one core with AVX-512: 4.0 ms, one at a time 16.6; with all functions inlined 11.6.
/// </remarks>
internal static class NormalNumbers
{
    /// <summary>Numbers at a time, on their way from float64 to float32.</summary>
    const int Chunk = 64;

    /// <summary>256 times the relative error that two different logarithms, square roots, sines, cosines, three products and a sum can make of a float64.</summary>
    const double Doubt = 1.0 / (1L << 41);

    /// <summary>The two numbers of a block.</summary>
    public static (double First, double Second) Pair(ulong key, ulong high, ulong position, double mean, double deviation)
    {
        var (a, b, c, d) = Philox.Block(key, high, position);
        double radius = Math.Sqrt(-2 * Math.Log(((((ulong)a << 32 | b) >> 11) + 1) * RandomWords.Ulp));
        var (sin, cos) = Math.SinCos(2 * Math.PI * ((((ulong)c << 32 | d) >> 11) * RandomWords.Ulp));
        return (mean + deviation * radius * cos, mean + deviation * radius * sin);
    }

    /// <summary>Fills elements with the numbers of the blocks from a position on.</summary>
    public static void Fill(Span<double> to, ulong key, ulong high, ulong position, double mean, double deviation)
    {
        for (int i = 0; i < to.Length; i += 2, position++)
        {
            (to[i], double second) = Pair(key, high, position, mean, deviation);
            if (i + 1 < to.Length) to[i + 1] = second;
        }
    }

    /// <inheritdoc cref="Fill(Span{double}, ulong, ulong, ulong, double, double)"/>
    public static void Fill(Span<float> to, ulong key, ulong high, ulong position, double mean, double deviation)
    {
        int done = to.Length < RandomWords.Worthwhile ? 0
            : Avx512F.IsSupported ? Chunks<Lane512<double>>(to, key, high, position, mean, deviation)
            : Vector256.IsHardwareAccelerated ? Chunks<Lane256<double>>(to, key, high, position, mean, deviation)
            : Chunks<Lane128<double>>(to, key, high, position, mean, deviation);
        position += (ulong)done / 2;
        for (int i = done; i < to.Length; i += 2, position++)
        {
            (double first, double second) = Pair(key, high, position, mean, deviation);
            to[i] = (float)first;
            if (i + 1 < to.Length) to[i + 1] = (float)second;
        }
    }

    /// <summary>Fills whole chunks, and says how many elements they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static int Chunks<V>(Span<float> to, ulong key, ulong high, ulong position, double mean, double deviation) where V : struct, ILane<V, double>
    {
        Span<double> values = stackalloc double[Chunk], errors = stackalloc double[Chunk];
        V centre = V.Broadcast(mean), scale = V.Broadcast(deviation), doubt = V.Constant(Doubt);
        int done = 0;
        for (; done + Chunk <= to.Length; done += Chunk, position += Chunk / 2)
        {
            for (int i = 0; i < Chunk; i += 2 * V.Count)
            {
                Fractions(key, high, RandomWords.From<V>(position + (ulong)i / 2), out V u, out V angle);
                Directions(angle, out V sine, out V cosine);
                V radius = scale * Radius(u);
                V across = radius * cosine, along = radius * sine, first = centre + across, second = centre + along;
                V firstDoubt = (V.Abs(across) + V.Abs(first)) * doubt, secondDoubt = (V.Abs(along) + V.Abs(second)) * doubt;
                V.Store(V.ZipLow(first, second), ref values[i]);
                V.Store(V.ZipHigh(first, second), ref values[i + V.Count]);
                V.Store(V.ZipLow(firstDoubt, secondDoubt), ref errors[i]);
                V.Store(V.ZipHigh(firstDoubt, secondDoubt), ref errors[i + V.Count]);
            }
            Round(values, errors, to.Slice(done, Chunk), key, high, position, mean, deviation);
        }
        return done;
    }

    // Called, not inlined: together they exceed the compiler's budget, and the last of them would consist of calls.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Fractions<V>(ulong key, ulong high, V counters, out V u, out V angle) where V : struct, ILane<V, double>
    {
        Philox.Blocks(key, high, counters, out V a, out V b, out V c, out V d);
        u = RandomWords.Fraction(a, b, V.One);
        angle = V.Constant(2 * Math.PI) * RandomWords.Fraction(c, d, V.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static V Radius<V>(V u) where V : struct, ILane<V, double> => V.Sqrt(V.Constant(-2) * V.Log(u));

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Directions<V>(V angle, out V sine, out V cosine) where V : struct, ILane<V, double> => (sine, cosine) = (V.Sin(angle), V.Cos(angle));

    /// <summary>Rounds float64 to float32 where their errors leave no doubt, and else computes the numbers by their definition.</summary>
    static void Round(ReadOnlySpan<double> values, ReadOnlySpan<double> errors, Span<float> to, ulong key, ulong high, ulong position, double mean, double deviation)
    {
        for (int i = 0; i < Chunk; i += Vector256<float>.Count)
        {
            Vector256<double> left = Vector256.Create(values[i..]), right = Vector256.Create(values[(i + 4)..]);
            Vector256<double> leftError = Vector256.Create(errors[i..]), rightError = Vector256.Create(errors[(i + 4)..]);
            Vector256<float> least = Vector256.Narrow(left - leftError, right - rightError), most = Vector256.Narrow(left + leftError, right + rightError);
            Vector256.Narrow(left, right).CopyTo(to[i..]);
            if (Vector256.EqualsAll(least, most)) continue;
            for (int j = i; j < i + Vector256<float>.Count; j += 2)
            {
                (double first, double second) = Pair(key, high, position + (ulong)j / 2, mean, deviation);
                (to[j], to[j + 1]) = ((float)first, (float)second);
            }
        }
    }
}
