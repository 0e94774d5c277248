using System.Text;

namespace Nabla;

/// <summary>A stream of random numbers that a seed and a name determine: the same on every machine, for any number of threads.</summary>
/// <remarks>
/// Counter-based (Philox4x32-10): <see cref="Position"/> is the whole state, so a stream can be saved and resumed. Streams
/// of different names or seeds are independent. Not safe for use from several threads at once; give each its own name.
/// </remarks>
public sealed class RandomStream
{
    /// <summary>The upper half of every counter: the name.</summary>
    readonly ulong name;

    /// <summary>The stream of a seed and a name.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="name">What the numbers are for, e.g. <c>"shuffle"</c>.</param>
    public RandomStream(ulong seed, string name = "")
    {
        ArgumentNullException.ThrowIfNull(name);
        Seed = seed;
        Name = name;
        this.name = Hash(name);
    }

    /// <summary>The seed.</summary>
    public ulong Seed { get; }

    /// <summary>What the numbers are for.</summary>
    public string Name { get; }

    /// <summary>How many 128-bit blocks were drawn: the stream's whole state.</summary>
    public ulong Position { get; set; }

    /// <summary>An independent stream of the same seed.</summary>
    /// <param name="name">Its name, appended to this stream's.</param>
    public RandomStream Named(string name) => new(Seed, $"{Name}/{name}");

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        var (a, b, _, _) = Next();
        return (ulong)a << 32 | b;
    }

    /// <summary>A number in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * RandomWords.Ulp;

    /// <summary>A whole number in [0, <paramref name="bound"/>), without bias.</summary>
    /// <param name="bound">The exclusive bound, ≥ 1.</param>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return (int)NextBelow((ulong)bound);
    }

    /// <summary>A random order of the numbers 0 to <paramref name="count"/> − 1 (Fisher–Yates).</summary>
    /// <param name="count">How many, ≥ 0.</param>
    public int[] Permutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var order = new int[count];
        for (int i = 0; i < count; i++) order[i] = i;
        for (int i = count - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    /// <summary>A tensor of numbers drawn evenly from [low, high).</summary>
    /// <param name="shape">The sizes of the axes.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    /// <param name="type">float32 (default) or float64.</param>
    public Tensor Uniform(Shape shape, double low = 0, double high = 1, DType type = DType.Float32)
    {
        Tensor y = AllocateFloating(shape, type, "RandomStream.Uniform");
        ulong position = Take(type == DType.Float32 ? (y.ElementCount + 3) / 4 : y.ElementCount);
        if (type == DType.Float32) UniformNumbers.Fill(y.Span<float>(), Seed, name, position, low, high);
        else UniformNumbers.Fill(y.Span<double>(), Seed, name, position, low, high);
        return y;
    }

    /// <summary>A tensor of normally distributed numbers (Box–Muller).</summary>
    /// <param name="shape">The sizes of the axes.</param>
    /// <param name="mean">Their mean.</param>
    /// <param name="deviation">Their standard deviation, ≥ 0.</param>
    /// <param name="type">float32 (default) or float64.</param>
    public Tensor Normal(Shape shape, double mean = 0, double deviation = 1, DType type = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        Tensor y = AllocateFloating(shape, type, "RandomStream.Normal");
        ulong position = Take((y.ElementCount + 1) / 2);
        if (type == DType.Float32) NormalNumbers.Fill(y.Span<float>(), Seed, name, position, mean, deviation);
        else NormalNumbers.Fill(y.Span<double>(), Seed, name, position, mean, deviation);
        return y;
    }

    /// <summary>A tensor of whole numbers drawn evenly from [low, high).</summary>
    /// <param name="shape">The sizes of the axes.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The exclusive upper bound, above <paramref name="low"/>.</param>
    /// <returns>An int64 tensor.</returns>
    public Tensor Integers(Shape shape, int low, int high)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(high, low);
        Tensor y = Tensor.Allocate(shape, DType.Int64);
        foreach (ref long element in y.Span<long>()) element = low + (long)NextBelow((ulong)((long)high - low));
        return y;
    }

    ulong NextBelow(ulong bound)
    {
        ulong reject = ulong.MaxValue - (ulong.MaxValue % bound + 1) % bound;
        ulong bits = NextUInt64();
        while (bits > reject) bits = NextUInt64();
        return bits % bound;
    }

    (uint A, uint B, uint C, uint D) Next() => Philox.Block(Seed, name, Take(1));

    /// <summary>Passes over blocks that are about to be drawn, and says where they begin.</summary>
    ulong Take(long blocks)
    {
        ulong position = Position;
        if (blocks == 0) return position;
        ThreadWatch.Current?.Replay?.Note(this);
        Position += (ulong)blocks;
        return position;
    }

    static Tensor AllocateFloating(in Shape shape, DType type, string what) => type.IsFloatingPoint
        ? Tensor.Allocate(shape, type)
        : throw new DTypeException($"{what}: cannot draw {type.Name}: only float32 and float64 are drawn. Use Integers for whole numbers.");

    /// <summary>FNV-1a over the name's UTF-8 bytes: stable across processes, unlike string.GetHashCode.</summary>
    static ulong Hash(string name)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte b in Encoding.UTF8.GetBytes(name)) hash = (hash ^ b) * 0x100000001B3;
        return hash;
    }
}
