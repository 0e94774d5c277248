using System.Runtime.CompilerServices;
using Nabla.Backends.Cpu;
using Nabla.Numbers;

namespace Nabla.Tests.Numbers;

public class LoopTests
{
    public static TheoryData<int> Lengths => [0, 1, 3, 7, 8, 15, 16, 17, 31, 63, 64, 65, 100, 1000, 4096, 5000];

    [Theory, MemberData(nameof(Lengths))]
    public void Maps_touch_exactly_their_elements(int length)
    {
        float[] x = Values(length + 1), z = Values(length + 1);
        float[] y = new float[length + 1];
        y[length] = 42;
        MapLoops.Unary<Square, float>(x.AsSpan(0, length), y.AsSpan(0, length));
        for (int i = 0; i < length; i++)
            y[i].ShouldBe(x[i] * x[i]);
        MapLoops.Binary<Product, float>(x.AsSpan(0, length), z.AsSpan(0, length), y.AsSpan(0, length));
        for (int i = 0; i < length; i++)
            y[i].ShouldBe(x[i] * z[i]);
        MapLoops.Ternary<ProductSum, float>(x.AsSpan(0, length), z.AsSpan(0, length), x.AsSpan(0, length), y.AsSpan(0, length));
        for (int i = 0; i < length; i++)
            y[i].ShouldBe(x[i] * z[i] + x[i]);
        y[length].ShouldBe(42);
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Derivatives_are_stored_or_added(int length)
    {
        double[] a = [.. Values(length).Select(v => (double)v)], b = [.. a.Reverse()], c = [.. a.Select(v => v + 1)], dy = [.. a.Select(v => 2 - v)];
        double[] d = new double[length];
        DerivativeLoops.Unary<Square, double>(a, default, dy, d, accumulate: false);
        DerivativeLoops.Unary<Square, double>(a, default, dy, d, accumulate: true);
        d.ShouldBe([.. a.Select((v, i) => 2 * (dy[i] * (v + v)))], 1e-12);
        DerivativeLoops.BinaryA<Product, double>(a, b, default, dy, d, accumulate: false);
        d.ShouldBe([.. b.Select((v, i) => dy[i] * v)]);
        DerivativeLoops.BinaryB<Product, double>(a, b, default, dy, d, accumulate: false);
        d.ShouldBe([.. a.Select((v, i) => dy[i] * v)]);
        DerivativeLoops.TernaryA<ProductSum, double>(a, b, c, default, dy, d, accumulate: false);
        d.ShouldBe([.. b.Select((v, i) => dy[i] * v)]);
        DerivativeLoops.TernaryB<ProductSum, double>(a, b, c, default, dy, d, accumulate: false);
        d.ShouldBe([.. a.Select((v, i) => dy[i] * v)]);
        DerivativeLoops.TernaryC<ProductSum, double>(a, b, c, default, dy, d, accumulate: false);
        d.ShouldBe(dy);
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Predicates_give_truths(int length)
    {
        float[] x = Values(length);
        bool[] y = new bool[length];
        PredicateLoops.Unary<Positive, float>(x, y);
        y.ShouldBe([.. x.Select(v => v > 0)]);
        int[] p = [.. x.Select(v => (int)(v * 100))], q = [.. p.Reverse()];
        PredicateLoops.Binary<Smaller, int>(p, q, y);
        y.ShouldBe([.. p.Select((v, i) => v < q[i])]);
        double[] d = [.. x];
        PredicateLoops.Unary<Positive, double>(d, y);
        y.ShouldBe([.. x.Select(v => v > 0)]);
    }

    [Theory, MemberData(nameof(Lengths))]
    public void An_update_rule_moves_parameter_and_state(int length)
    {
        float[] p = Values(length), g = Values(length + 1)[1..], s = new float[length];
        float[] before = [.. p];
        UpdateLoops.Run<Momentum, float>(p, g, s, default, default, [0.5, 0.25]);
        s.ShouldBe(g);
        p.ShouldBe([.. before.Select((v, i) => v - 0.25f * g[i])], 1e-6);
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Folds_are_right_and_the_same_at_every_width(int length)
    {
        float[] x = Values(length);
        ReduceLoops.Fold<Sum, float>(x).ShouldBe((float)x.Sum(v => (double)v), 1e-3f);
        ReduceLoops.Fold<Largest, float>(x).ShouldBe(length == 0 ? float.NegativeInfinity : x.Max());
        float folded = ReduceLoops.FoldOver<Sum, Scalar<float>, Scalar<float>, float>(x);
        ReduceLoops.FoldOver<Sum, Lane128<float>, Scalar<float>, float>(x).ShouldBe(folded);
        ReduceLoops.FoldOver<Sum, Lane256<float>, Scalar<float>, float>(x).ShouldBe(folded);
        ReduceLoops.FoldOver<Sum, Lane512<float>, Scalar<float>, float>(x).ShouldBe(folded);
        int[] whole = [.. x.Select(v => (int)(v * 1000))];
        ReduceLoops.Fold<Sum, int>(whole).ShouldBe(whole.Sum());
        ReduceLoops.Fold<Largest, int>(whole).ShouldBe(length == 0 ? int.MinValue : whole.Max());
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 1)]
    [InlineData(64, 10)]
    [InlineData(65, 70)]
    [InlineData(129, 300)]
    [InlineData(700, 33)]
    public void Rows_fold_column_by_column(int count, int length)
    {
        double[] rows = [.. Values(count * length).Select(v => (double)v)];
        double[] y = new double[length], other = new double[length];
        ReduceLoops.FoldRows<Sum, double>(rows, length, y);
        for (int j = 0; j < length; j++)
            y[j].ShouldBe(Enumerable.Range(0, count).Sum(i => rows[i * length + j]), 1e-10);
        if (count == 0)
            return;
        ReduceLoops.Rows<Sum, Scalar<double>, Scalar<double>, double>(ref rows[0], count, length, ref other[0]);
        other.ShouldBe(y);
    }

    [Fact]
    public void Sums_of_many_ones_are_exact()
    {
        float[] ones = new float[10_000_000];
        Array.Fill(ones, 1f);
        ReduceLoops.Fold<Sum, float>(ones).ShouldBe(10_000_000f);
        double[] tenths = new double[1_000_000];
        Array.Fill(tenths, 0.1);
        ReduceLoops.Fold<Sum, double>(tenths).ShouldBe(100_000, 1e-9);
    }

    [Fact]
    public void Columns_folded_in_two_halves_of_whole_blocks_have_the_same_bits()
    {
        const int Length = 37, Half = 4 * ReduceLoops.BlockRows * Length;
        float[] rows = Values(2 * Half);
        float[] whole = new float[Length], first = new float[Length], second = new float[Length];
        ReduceLoops.FoldRows<Sum, float>(rows, Length, whole);
        ReduceLoops.FoldRows<Sum, float>(rows.AsSpan(0, Half), Length, first);
        ReduceLoops.FoldRows<Sum, float>(rows.AsSpan(Half), Length, second);
        first.Select((v, j) => v + second[j]).ShouldBe(whole);
    }

    static float[] Values(int length)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() * 4 - 2))];
    }

    readonly struct Square : IUnary<Square>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => x * x;
    }

    readonly struct Product : IBinary<Product>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V a, V b) where V : struct, IReal<V> => a * b;
    }

    readonly struct ProductSum : ITernary<ProductSum>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V a, V b, V c) where V : struct, IReal<V> => a * b + c;
    }

    readonly struct Positive : IPredicate<Positive>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Holds<V>(V x) where V : struct, IReal<V> => V.Where(x > V.Zero, V.One, V.Zero);
    }

    readonly struct Smaller : IRelation<Smaller>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Holds<V>(V a, V b) where V : struct, IReal<V> => V.Where(a < b, V.One, V.Zero);
    }

    readonly struct Sum : IReduction<Sum>
    {
        public static double Identity => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Combine<V>(V a, V b) where V : struct, IReal<V> => a + b;
    }

    readonly struct Largest : IReduction<Largest>
    {
        public static double Identity => double.NegativeInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Combine<V>(V a, V b) where V : struct, IReal<V> => V.Max(a, b);
    }

    readonly struct Momentum : IUpdateRule<Momentum>
    {
        public static int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V>
        {
            s = c.C0 * s + g;
            p -= c.C1 * s;
        }
    }
}
