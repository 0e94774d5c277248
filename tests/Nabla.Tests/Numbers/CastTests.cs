using System.Numerics;
using System.Runtime.InteropServices;
using Nabla.Backends.Cpu;

namespace Nabla.Tests.Numbers;

/// <summary>Casts of rows against casts one by one, to the bit, what does not fit included.</summary>
public class CastTests
{
    public static TheoryData<int> Lengths => [0, 1, 15, 16, 17, 33, 1000];

    [Theory, MemberData(nameof(Lengths))]
    public void A_row_is_cast_as_its_elements_are(int length)
    {
        var random = new Random(length);
        float[] edges = [0, -0f, 0.5f, -0.5f, 1.5f, -1.9f, 2_147_483_520f, 2_147_483_648f, -2_147_483_648f, -2_147_483_904f, 1e20f, -1e20f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e-45f];
        float[] floats = [.. Enumerable.Range(0, length).Select(i => i % 2 == 0 ? edges[i / 2 % edges.Length] : BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)))];
        double[] doubles = [.. floats.Select((v, i) => v * (1 + i * 1e-9)), .. Enumerable.Range(0, length).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)))];

        // Wholes that a float or a double cannot hold, some of them just beside the middle of two floats.
        long[] longs = [.. Enumerable.Range(0, length).Select(i => i % 3 == 0 ? (1L << 53) + (1L << 29) + (i % 2 == 0 ? 1 : -1) : random.NextInt64(long.MinValue, long.MaxValue) >> i % 60)];
        All(floats);
        All(doubles);
        All(longs);
        All([.. longs.Select(v => (int)v)]);
        All([.. longs.Select(v => (byte)v)]);
    }

    [Fact]
    public void Views_of_any_strides_are_cast()
    {
        Tensor x = new RandomStream(3).Normal([37, 70]) * 100;
        foreach (DType type in new[] { DType.Float64, DType.Int32, DType.Int64, DType.UInt8, DType.Bool })
        {
            Tensor y = x.Cast(type);
            x.Transpose().Cast(type).Cast(DType.Float64).ToArray<double>().ShouldBe(y.Transpose().Contiguous().Cast(DType.Float64).ToArray<double>());
            x[.., 3..20].Cast(type).Cast(DType.Float64).ToArray<double>().ShouldBe(y[.., 3..20].Contiguous().Cast(DType.Float64).ToArray<double>());
        }
    }

    static void All<T>(T[] x) where T : unmanaged, INumber<T>
    {
        One<T, float>(x);
        One<T, double>(x);
        One<T, long>(x);
        One<T, int>(x);
        One<T, byte>(x);
    }

    static void One<TFrom, TTo>(TFrom[] x)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        var y = new TTo[x.Length];
        CastLoops.Run<TFrom, TTo>(x, y);
        byte[] got = MemoryMarshal.AsBytes<TTo>(y).ToArray(), expected = MemoryMarshal.AsBytes<TTo>(x.Select(v => TTo.CreateTruncating(v)).ToArray()).ToArray();
        got.ShouldBe(expected, $"{typeof(TFrom).Name} to {typeof(TTo).Name}");
    }
}
