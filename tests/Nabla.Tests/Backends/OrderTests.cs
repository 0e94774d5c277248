using System.Numerics;

namespace Nabla.Tests.Backends;

/// <summary>Sorting and the first few of an order, beside a sort by comparisons.</summary>
public sealed class OrderTests
{
    static readonly double[] Special = [double.NaN, -double.NaN, 0.0, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, -double.MaxValue, 1, -1];

    public static TheoryData<int, int> Sizes => new() { { 0, 0 }, { 1, 1 }, { 10, 3 }, { 64, 5 }, { 65, 65 }, { 200, 7 }, { 1000, 10 }, { 1000, 249 }, { 1000, 250 }, { 3000, 40 } };

    [Theory, MemberData(nameof(Sizes))]
    public void Every_type_is_ordered_stably_with_NaN_as_the_largest(int size, int count)
    {
        var random = new Random(size);
        Check(size, count, _ => random.Next(4) == 0 ? Special[random.Next(Special.Length)] : random.NextDouble() - 0.5);
        Check(size, count, _ => (float)(random.Next(4) == 0 ? Special[random.Next(Special.Length)] : random.NextDouble() - 0.5));
        Check(size, count, i => i - 500L + ((i & 1) << 40));
        Check(size, count, _ => random.NextInt64(long.MinValue, long.MaxValue));
        Check(size, count, _ => random.Next(-300, 300));
        Check(size, count, _ => (byte)random.Next(256));
        Check(size, count, i => -i);
        Check(size, count, _ => 1f);
        bool[] mask = [.. Enumerable.Range(0, size).Select(_ => random.Next(2) == 0)];
        Tensor.From(mask).ArgSort().ToArray<long>().ShouldBe(Enumerable.Range(0, size).OrderBy(i => mask[i]).Select(i => (long)i));
    }

    static void Check<T>(int size, int count, Func<int, T> element) where T : unmanaged, INumber<T>
    {
        const int Rows = 40; // several parts for the largest sizes
        T[] x = [.. Enumerable.Range(0, Rows * size).Select(element)];
        Tensor rows = Tensor.From(x).Reshape([Rows, size]);
        foreach (bool descending in new[] { false, true })
        {
            long[][] expected = [.. Enumerable.Range(0, Rows).Select(row => Order(x.AsSpan(row * size, size).ToArray(), descending))];
            Equal(rows.ArgSort(1, descending), expected);
            Equal(rows.Transpose().ArgSort(0, descending).Transpose(), expected);
            Equal(rows.Transpose().Contiguous().ArgSort(0, descending).Transpose(), expected);
            expected = [.. expected.Select(row => row[..count])];
            Equal(rows.TopK(count, 1, descending).Places, expected);
            Equal(rows.Transpose().Contiguous().TopK(count, 0, descending).Places.Transpose(), expected);
        }
    }

    static void Equal(Tensor places, long[][] expected) => places.ToArray<long>().ShouldBe(expected.SelectMany(row => row));

    static long[] Order<T>(T[] row, bool descending) where T : INumber<T>
    {
        var order = Comparer<T>.Create((a, b) => T.IsNaN(a) || T.IsNaN(b) ? T.IsNaN(a).CompareTo(T.IsNaN(b)) : a.CompareTo(b));
        IEnumerable<int> places = Enumerable.Range(0, row.Length);
        return [.. (descending ? places.OrderByDescending(i => row[i], order) : places.OrderBy(i => row[i], order)).Select(i => (long)i)];
    }
}
