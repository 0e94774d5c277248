using System.Runtime.InteropServices;
using Nabla.Backends.Cpu;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Tests.Numbers;

/// <summary>What reads or writes booleans, element by element and at every width.</summary>
public class TruthTests
{
    public static TheoryData<int> Lengths => [0, 1, 3, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 1000, 4097];

    [Theory, MemberData(nameof(Lengths))]
    public void A_choice_moves_bits_of_every_type(int length)
    {
        var random = new Random(length);
        bool[] condition = Truths(random, length);
        Choose(condition, Bytes(random, length), Bytes(random, length));
        Choose(condition, Truths(random, length), Truths(random, length));
        Choose(condition, Words(random, length), Words(random, length));
        Choose(condition, Longs(random, length), Longs(random, length));
        // NaNs with payloads among them.
        Choose(condition, [.. Words(random, length).Select(BitConverter.Int32BitsToSingle)], [.. Words(random, length).Select(BitConverter.Int32BitsToSingle)]);
        Choose(condition, [.. Longs(random, length).Select(BitConverter.Int64BitsToDouble)], [.. Longs(random, length).Select(BitConverter.Int64BitsToDouble)]);
    }

    [Fact]
    public void Every_width_reads_and_writes_the_same_booleans()
    {
        RoundTrip<Scalar<float>, float>([0, 1, -0f, float.NaN]);
        RoundTrip<Lane128<float>, float>([0, 1, -0f, float.NaN]);
        RoundTrip<Lane256<float>, float>([0, 1, -0f, float.NaN]);
        RoundTrip<Lane512<float>, float>([0, 1, -0f, float.NaN]);
        RoundTrip<Scalar<double>, double>([0, 1, -0d, double.Epsilon]);
        RoundTrip<Lane128<double>, double>([0, 1, -0d, double.Epsilon]);
        RoundTrip<Lane256<double>, double>([0, 1, -0d, double.Epsilon]);
        RoundTrip<Lane512<double>, double>([0, 1, -0d, double.Epsilon]);
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Statements_about_booleans_are_those_about_0_and_1(int length)
    {
        var random = new Random(length);
        bool[] a = Truths(random, length), b = Truths(random, length);
        Relation<LogicalAnd>(a, b, (p, q) => p && q);
        Relation<LogicalOr>(a, b, (p, q) => p || q);
        Relation<EqualTo>(a, b, (p, q) => p == q);
        Relation<NotEqualTo>(a, b, (p, q) => p != q);
        Relation<LessThan>(a, b, (p, q) => !p && q);
        Relation<GreaterThan>(a, b, (p, q) => p && !q);
        Relation<AtMost>(a, b, (p, q) => !p || q);
        Relation<AtLeast>(a, b, (p, q) => p || !q);
        Predicate<LogicalNot>(a, p => !p);
        Predicate<IsFinite>(a, _ => true);
        Predicate<IsNaN>(a, _ => false);
        Predicate<IsInfinite>(a, _ => false);
    }

    static void Choose<T>(bool[] condition, T[] a, T[] b) where T : unmanaged
    {
        var y = new T[condition.Length];
        ChoiceLoops.Run<T>(condition, a, b, y);
        MemoryMarshal.AsBytes<T>(y).ToArray()
            .ShouldBe(MemoryMarshal.AsBytes<T>(condition.Select((c, i) => c ? a[i] : b[i]).ToArray()).ToArray());
    }

    static void RoundTrip<V, T>(T[] pattern)
        where V : struct, ILane<V, T>
        where T : unmanaged
    {
        T[] x = [.. Enumerable.Range(0, V.Count).Select(i => pattern[(i * 7 + i / 3) % pattern.Length])], y = new T[V.Count], yes = new T[V.Count], no = new T[V.Count];
        V.Store(V.Constant(3), ref yes[0]);
        V.Store(V.Constant(-5), ref no[0]);
        var truths = new bool[V.Count + 1];
        V.StoreTruth(V.Load(ref x[0]), ref truths[0]);
        truths.ShouldBe([.. x.Select(v => !EqualityComparer<T>.Default.Equals(v, default)), false]);
        V.Store(V.WhereTrue(ref truths[0], V.Constant(3), V.Constant(-5)), ref y[0]);
        y.ShouldBe([.. truths.Take(V.Count).Select(t => t ? yes[0] : no[0])]);
    }

    static void Relation<TOp>(bool[] a, bool[] b, Func<bool, bool, bool> expected) where TOp : struct, IRelation<TOp>
    {
        var y = new bool[a.Length];
        BooleanLoops.Binary<TOp>(a, b, y);
        y.ShouldBe([.. a.Select((p, i) => expected(p, b[i]))]);
    }

    static void Predicate<TOp>(bool[] x, Func<bool, bool> expected) where TOp : struct, IPredicate<TOp>
    {
        var y = new bool[x.Length];
        BooleanLoops.Unary<TOp>(x, y);
        y.ShouldBe([.. x.Select(expected)]);
    }

    static bool[] Truths(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => random.Next(2) == 1)];

    static byte[] Bytes(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(256))];

    static int[] Words(Random random, int length) => [.. Enumerable.Range(0, length).Select(i => i % 3 == 0 ? 0x7F80_0001 + random.Next(100) : random.Next(int.MinValue, int.MaxValue))];

    static long[] Longs(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextInt64(long.MinValue, long.MaxValue))];
}
