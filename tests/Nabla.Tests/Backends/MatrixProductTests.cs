using System.Numerics;
using Nabla.Backends.Cpu;

namespace Nabla.Tests.Backends;

[Collection(nameof(ForkJoinCollection))]
public sealed class MatrixProductTests : IDisposable
{
    static readonly int[] Sizes = [1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17, 31, 33, 48, 49, 64, 65, 97, 113];
    readonly int threads = ForkJoin.Threads;

    public void Dispose() => ForkJoin.Threads = threads;

    public static TheoryData<int, int, int> Shapes()
    {
        var shapes = new TheoryData<int, int, int>
        {
            { 0, 3, 4 }, { 3, 0, 4 }, { 3, 4, 0 }, { 0, 0, 0 }, { 1, 1, 1 },
            { 1, 784, 128 }, { 784, 128, 1 }, { 1, 5, 1000 }, { 1000, 5, 1 }, { 1, 3000, 1 }, { 1, 1, 300 }, { 300, 1, 1 }, { 300, 1, 300 },
            { 64, 784, 128 }, { 784, 64, 128 }, { 9, 513, 33 }, { 64, 1025, 100 }, { 130, 300, 530 }, { 256, 260, 264 }, { 32, 512, 128 }, { 64, 1000, 100 }, { 4, 784, 128 },
            { 255, 256, 257 }, { 65, 513, 49 }, { 8, 4097, 50 }, { 2, 5000, 3 }, { 3, 300, 5000 }, { 129, 257, 8200 },
        };
        var random = new Random(1);
        for (int i = 0; i < 60; i++)
            shapes.Add(Sizes[random.Next(Sizes.Length)], Sizes[random.Next(Sizes.Length)], Sizes[random.Next(Sizes.Length)]);
        return shapes;
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Agrees_with_the_definition_in_float(int m, int k, int n) => Verify<float>(m, k, n, 5e-5);

    [Theory, MemberData(nameof(Shapes))]
    public void Agrees_with_the_definition_in_double(int m, int k, int n) => Verify<double>(m, k, n, 1e-13);

    [Theory]
    [InlineData(64, 784, 128), InlineData(300, 300, 300), InlineData(1, 4096, 1024), InlineData(2000, 700, 1), InlineData(3, 4096, 512), InlineData(513, 64, 129),
     InlineData(64, 1000, 100), InlineData(9, 513, 40), InlineData(128, 1024, 512), InlineData(40, 600, 20)]
    public void Number_of_threads_does_not_change_a_bit(int m, int k, int n)
    {
        foreach (Layout layout in Enum.GetValues<Layout>())
        {
            (Matrix<float> a, Matrix<float> b) = (Make<float>(m, k, layout, 1), Make<float>(k, n, layout, 2));
            ForkJoin.Threads = 1;
            var expected = new float[m * n];
            MatrixProduct.Multiply(a, b, new(expected, m, n));
            foreach (int count in (int[])[2, 4])
            {
                ForkJoin.Threads = count;
                for (int repeat = 0; repeat < 3; repeat++)
                {
                    var actual = new float[m * n];
                    MatrixProduct.Multiply(a, b, new(actual, m, n));
                    actual.AsSpan().SequenceEqual(expected).ShouldBeTrue($"{layout}, {count} threads");
                }
            }
        }
    }

    [Theory]
    [InlineData(0, 4, 4, 4), InlineData(1, 4, 4, 4), InlineData(37, 4, 4, 4), InlineData(20, 16, 8, 24), InlineData(5, 1, 64, 64), InlineData(3, 200, 300, 200)]
    public void Batch_equals_its_products_one_by_one(int count, int m, int k, int n)
    {
        Matrix<double> a = Make<double>(Math.Max(1, count) * m, k, Layout.Dense, 3), b = Make<double>(k, n, Layout.Transposed, 4);
        a = new(a.Array, a.Offset, m, k, a.RowStride, 1);
        double[] actual = new double[count * m * n], expected = new double[count * m * n];
        int aStep = m * a.RowStride;
        int[] aOffsets = [.. Enumerable.Range(0, count).Select(i => i * aStep)];
        if (count > 0)
        {
            MatrixProduct.MultiplyBatch(a, new(aOffsets), b, new(0), new(actual, m, n), new(m * n), count);
            for (int i = 0; i < count; i++)
                MatrixProduct.Multiply(a.Moved(i * aStep), b, new Matrix<double>(expected, i * m * n, m, n, n, 1));
        }
        actual.ShouldBe(expected);
    }

    [Fact]
    public void Wrong_sizes_and_places_are_refused()
    {
        var data = new float[6];
        Should.Throw<ArgumentException>(() => MatrixProduct.Multiply(new Matrix<float>(data, 2, 3), new(data, 2, 3), new(data, 2, 3)))
            .Message.ShouldStartWith("matrix product: [2, 3] times [2, 3] does not give [2, 3].");
        Should.Throw<ArgumentException>(() => MatrixProduct.Multiply(new Matrix<float>(data, 2, 4), new(data, 4, 1), new(data, 2, 1)))
            .Message.ShouldStartWith("matrix product: a [2, 4] with strides (4, 1) reaches elements 0 to 7 of 6.");
        Should.Throw<ArgumentException>(() => MatrixProduct.Multiply(new Matrix<float>(data, 2, 1), new(data, 1, 2), new(data, 0, 2, 2, 1, 2)));
        Should.Throw<ArgumentException>(() => MatrixProduct.Multiply(new Matrix<float>(data, 2, 1), new(data, 1, 2), new(data, 2, 2), new Matrix<float>(data, 1, 2)))
            .Message.ShouldStartWith("matrix product: a start [1, 2] with column stride 1 does not fit the result [2, 2].");
        Should.Throw<NotSupportedException>(() => MatrixProduct.Multiply(new Matrix<int>(new int[400], 20, 20), new(new int[400], 20, 20), new(new int[400], 20, 20)));
    }

    [Fact]
    public void Steady_calls_allocate_nothing()
    {
        Matrix<float> a = Make<float>(64, 300, Layout.Dense, 1), b = Make<float>(300, 100, Layout.Transposed, 2), c = new(new float[6400], 64, 100);
        for (int i = 0; i < 3; i++) MatrixProduct.Multiply(a, b, c);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) MatrixProduct.Multiply(a, b, c);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    static void Verify<T>(int m, int k, int n, double tolerance)
        where T : unmanaged, INumberBase<T>
    {
        bool large = (long)m * k * n > 500_000;
        uint checkOneIn = (uint)Math.Max(1, (long)m * k * n / 20_000);
        foreach (Layout left in Enum.GetValues<Layout>())
        {
            foreach (Layout right in Enum.GetValues<Layout>())
            {
                if (large && left != right && left != Layout.Dense) continue;
                Matrix<T> a = Make<T>(m, k, left, 1), b = Make<T>(k, n, right, 2);
                foreach (Start start in Enum.GetValues<Start>())
                {
                    const int offset = 3;
                    int stride = Math.Max(1, n + (left == Layout.Dense ? 0 : 5));
                    var result = new T[offset + m * stride + 1];
                    Array.Fill(result, T.CreateChecked(7));
                    Matrix<T> c = new(result, offset, m, n, stride, 1);
                    Matrix<T> s = start switch
                    {
                        Start.Nothing => default,
                        Start.Itself => c,
                        Start.Row => Make<T>(m, n, Layout.RepeatedRow, 3),
                        _ => Make<T>(m, n, Layout.Padded, 3),
                    };
                    MatrixProduct.Multiply(a, b, c, s);
                    string where = $"[{m}, {k}]·[{k}, {n}] {left} {right} from {start}";
                    for (int at = 0; at < result.Length; at++)
                    {
                        (int i, int j) = Math.DivRem(at - offset, stride);
                        double actual = double.CreateChecked(result[at]);
                        if (at < offset || i >= m || j >= n)
                        {
                            if (actual != 7) Assert.Fail($"{where}: wrote outside at {at}");
                            continue;
                        }
                        if ((uint)at * 2654435761 % checkOneIn != 0 && at != result.Length - 2) continue;
                        double expected = start switch { Start.Nothing => 0, Start.Itself => 7, _ => At(s, i, j) }, size = 7;
                        for (int l = 0; l < k; l++)
                        {
                            double term = At(a, i, l) * At(b, l, j);
                            expected += term;
                            size += Math.Abs(term);
                        }
                        if (!(Math.Abs(actual - expected) <= tolerance * size)) Assert.Fail($"{where}: [{i}, {j}] is {actual}, not {expected}");
                    }
                }
            }
        }
    }

    static double At<T>(in Matrix<T> x, int i, int j)
        where T : unmanaged, INumberBase<T> =>
        double.CreateChecked(x.Array[x.Offset + i * x.RowStride + j * x.ColumnStride]);

    static Matrix<T> Make<T>(int rows, int columns, Layout layout, int seed)
        where T : unmanaged, INumberBase<T>
    {
        (int offset, int rowStride, int columnStride) = layout switch
        {
            Layout.Dense => (0, columns, 1),
            Layout.Transposed => (0, 1, rows),
            Layout.Padded => (2, columns + 3, 1),
            Layout.Spread => (1, 2 * columns + 1, 2),
            Layout.Reversed => (Math.Max(0, rows * columns - 1), -columns, -1),
            Layout.RepeatedRow => (0, 0, 1),
            _ => (0, 1, 0),
        };
        int length = layout == Layout.Reversed ? offset + 1 : offset + Math.Max(0, rows - 1) * rowStride + Math.Max(0, columns - 1) * columnStride + 1;
        var random = new Random(seed);
        var data = new T[length];
        for (int i = 0; i < length; i++) data[i] = T.CreateChecked(random.NextSingle() - 0.5f);
        return new(data, offset, rows, columns, rowStride, columnStride);
    }

    private enum Start
    {
        Nothing,
        Itself,
        Row,
        Apart,
    }

    private enum Layout
    {
        Dense,
        Transposed,
        Padded,
        Spread,
        Reversed,
        RepeatedRow,
        RepeatedColumn,
    }
}
