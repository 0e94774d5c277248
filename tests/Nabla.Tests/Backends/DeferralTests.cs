using FsCheck;
using FsCheck.Fluent;
using Nabla.Backends.Cpu;

namespace Nabla.Tests.Backends;

/// <summary>Elementwise operations that are put off give the bits of one operation after another.</summary>
[Collection(nameof(ForkJoinCollection))]
public sealed class DeferralTests : IDisposable
{
    readonly int threads = ForkJoin.Threads;

    public void Dispose() => ForkJoin.Threads = threads;

    /// <summary>Shapes around the limits of what is put off, of blocks and of parts.</summary>
    static readonly Shape[] Shapes =
    [
        [127, 129], [128, 128], [145, 113], [63, 130], [64, 128], [3, 2731], [1, 16_384], [1, 16_385], [16_385, 1], [32, 1024], [99, 331], [217, 151], [17, 1025], [3, 16_384],
    ];

    public static TheoryData<DType, int> TypesAndThreads => new() { { DType.Float32, 1 }, { DType.Float32, 2 }, { DType.Float64, 1 }, { DType.Float64, 2 } };

    [Fact]
    public void A_large_result_is_computed_when_it_is_read_and_a_small_one_at_once()
    {
        Tensor x = Tensor.Ones([128, 128]), y = x + 1, z = y * 2;
        y.Deferred.ShouldNotBeNull();
        z.Sum().Item().ShouldBe(4 * 16_384);
        z.Deferred.ShouldBeNull();
        y.Deferred.ShouldNotBeNull("nobody asked for it");
        y.Transpose().Sum().Item().ShouldBe(2 * 16_384);
        y.Deferred.ShouldBeNull();
        if (Deferral.SmallestBytes > 0) (Tensor.Ones([127, 129]) + 1).Deferred.ShouldBeNull("it has 65,532 bytes");
    }

    [Theory, MemberData(nameof(TypesAndThreads))]
    public void Any_chain_has_the_bits_of_one_operation_after_another(DType type, int count) =>
        Prop.ForAll(ArbMap.Default.ArbFor<(int, int[])>(), sample =>
        {
            ForkJoin.Threads = count;
            Shape shape = Shapes[(uint)sample.Item1 % Shapes.Length];
            Tensor[] operands = Operands(shape, type, sample.Item1);
            Tensor[] y = Chain(sample.Item2, operands), expected = InParts.Compute(shape, x => Chain(sample.Item2, x), operands);
            // The last ones first, so that those before are computed on the way or once more.
            for (int i = y.Length - 1; i >= 0; i--) InParts.Bits(y[i]).ShouldBe(InParts.Bits(expected[i]), $"value {i} of {shape}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Theory, MemberData(nameof(TypesAndThreads))]
    public void So_have_its_gradients_of_first_and_second_order(DType type, int count) =>
        Prop.ForAll(ArbMap.Default.ArbFor<(int, int[])>(), sample =>
        {
            ForkJoin.Threads = count;
            Shape shape = Shapes[(uint)sample.Item1 % Shapes.Length];
            int[] codes = [.. sample.Item2.Take(12)];
            Tensor[] operands = [.. Operands(shape, type, sample.Item1), new RandomStream(9).Normal(shape, type: type)];
            Tensor[] y = Derivatives(codes, operands), expected = InParts.Compute(shape, x => Derivatives(codes, x), operands);
            for (int i = 0; i < y.Length; i++) InParts.Bits(y[i]).ShouldBe(InParts.Bits(expected[i]), $"derivative {i} of {shape}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Theory, MemberData(nameof(TypesAndThreads))]
    public void Rows_columns_and_numbers_receive_the_sums_of_their_gradients(DType type, int count)
    {
        ForkJoin.Threads = count;
        foreach (Shape shape in Shapes)
        {
            var random = new RandomStream(4);
            Tensor x = random.Normal(shape, type: type), dy = random.Normal(shape, type: type);
            Tensor row = random.Normal([shape[1]], type: type).RequireGrad(), column = random.Normal([shape[0], 1], type: type).RequireGrad(), number = Tensor.Scalar(0.7, type).RequireGrad();
            ((x * row + column) * number).Backward(dy);
            Tensor scaled = InParts.Compute(shape, v => v[0] * v[1], dy, number.Detach());
            InParts.Bits(row.Grad!).ShouldBe(InParts.Bits(InParts.Compute(shape, v => v[0] * v[1], scaled, x).SumTo(row.Shape)), $"row of {shape}");
            InParts.Bits(column.Grad!).ShouldBe(InParts.Bits(scaled.SumTo(column.Shape)), $"column of {shape}");
            InParts.Bits(number.Grad!).ShouldBe(InParts.Bits(InParts.Compute(shape, v => v[0] * (v[1] * v[2] + v[3]), dy, x, row.Detach(), column.Detach()).Sum()), $"number of {shape}");
        }
    }

    [Fact]
    public void A_chain_of_any_length_gives_every_value_on_the_way()
    {
        Tensor x = new RandomStream(1).Normal([128, 130]);
        List<Tensor> values = [x];
        for (int i = 0; i < 40; i++) values.Add((i % 3) switch { 0 => values[^1].Sin(), 1 => values[^1] * 1.5, _ => values[^1] + values[^2] });
        for (int i = 40; i > 0; i -= 3) Agree(i);
        for (int i = 1; i <= 40; i++) Agree(i);

        void Agree(int i) => InParts.Bits(values[i]).ShouldBe(InParts.Bits(InParts.Compute(x.Shape, v =>
        {
            List<Tensor> own = [v[0]];
            for (int k = 0; k < i; k++) own.Add((k % 3) switch { 0 => own[^1].Sin(), 1 => own[^1] * 1.5, _ => own[^1] + own[^2] });
            return own[^1];
        }, x)), $"value {i}");
    }

    /// <summary>Derivatives take one tensor up to five times: going through them the ways would be more than anybody waits for.</summary>
    [Fact]
    public void An_operand_that_is_taken_several_times_is_one()
    {
        Tensor x = new RandomStream(1).Normal([128, 128]), y = x, part = x[..1];
        for (int i = 0; i < 60; i++) (y, part) = ((y + y).Clamp(y, y), (part + part).Clamp(part, part));
        InParts.Bits(y[..1]).ShouldBe(InParts.Bits(part));
    }

    [Fact]
    public void Views_are_read_where_their_elements_lie()
    {
        Tensor x = new RandomStream(2).Normal([300, 300]), dense = x.Clone();
        Func<Tensor, Tensor>[] views =
        [
            v => v.Transpose(), v => v[7..207, ..], v => v[.., 3..203], v => v[TensorIndex.Every(.., -1), TensorIndex.Every(.., 2)], v => v[11], v => v[4..5], v => v[.., 5..6],
            v => v[12].Expand([290, 300]), v => v.Reshape(2, 150, 300)[1], v => v[3..203].Reshape(100, 600), v => v[3, 4],
        ];
        foreach (Func<Tensor, Tensor> view in views)
        {
            // Of what is there, and of what is put off itself.
            Tensor v = view(dense), other = v.Rank == 0 ? x : v.Rank == 1 ? x[..200] : new RandomStream(3).Normal([v.Shape[0], Math.Max(v.Shape[1], 300)])[.., ..Math.Max(v.Shape[1], 1)];
            Tensor wide = v.Shape == other.Shape || v.Rank < 2 ? other : x;
            Tensor y = (view(x * 1) + wide).Tanh() * 3;
            InParts.Bits(y).ShouldBe(InParts.Bits(InParts.Compute(y.Shape, p => (p[0] + p[1]).Tanh() * 3, v.Clone(), wide.Clone())), $"{v.Shape}");
        }
    }

    [Fact]
    public void Nothing_and_one_element_are_as_ever()
    {
        Tensor none = Tensor.Zeros([0, 70_000]);
        ((none + 1).Tanh() * Tensor.Ones([70_000])).ToDoubles().ShouldBeEmpty();
        (none.Reshape(70_000, 0) * Tensor.Ones([70_000, 1])).Sum().Item().ShouldBe(0);
        (Tensor.Scalar(2) * Tensor.Full([1, 1], 3)).Item().ShouldBe(6);
        Tensor leaf = Tensor.Scalar(3).RequireGrad();
        (leaf * Tensor.Ones([128, 128]) * 2).Sum().Backward();
        leaf.Grad!.Item().ShouldBe(2 * 16_384);
    }

    [Fact]
    public void A_wrapped_array_is_read_and_never_written()
    {
        float[] elements = new RandomStream(3).Normal([128, 128]).ToArray<float>(), before = [.. elements];
        Tensor x = Tensor.Wrap(elements, [128, 128]), y = (x * 2 + 1).Relu();
        y.ToArray<float>().ShouldBe(before.Select(v => Math.Max(v * 2 + 1, 0)));
        x.ToArray<float>().ShouldBe(before);
        elements.ShouldBe(before);
    }

    /// <summary>Two matrices, the second one sometimes a view; a row [C], a row [1, C], a column, and a number.</summary>
    static Tensor[] Operands(Shape shape, DType type, int seed)
    {
        var random = new RandomStream((ulong)(uint)seed, "operands");
        Tensor Any(Shape s) => random.Normal(s, type: type);
        Tensor second = random.NextInt(4) switch
        {
            0 => Any([shape[1], shape[0]]).Transpose(),
            1 => Any([shape[0] + 3, shape[1]])[2..(shape[0] + 2)],
            2 => Any([shape[0], shape[1] + 1])[.., 1..],
            _ => Any(shape),
        };
        return [Any(shape), second, Any([shape[1]]), Any([1, shape[1]]), Any([shape[0], 1]), Any([])];
    }

    /// <summary>The values of a chain: what a number means does not depend on the operands' sizes.</summary>
    static Tensor[] Chain(int[] codes, Tensor[] x)
    {
        List<Tensor> values = [x[0] * x[1]];
        foreach (int code in codes)
        {
            var random = new RandomStream((ulong)(uint)code);
            Tensor last = values[^1], a = values[random.NextInt(values.Count)], b = x[random.NextInt(6)];
            double number = random.NextInt(5) - 2.5;
            values.Add(random.NextInt(16) switch
            {
                0 => last.Tanh(),
                1 => last.Abs().Sqrt(),
                2 => -last,
                3 => last.Gelu(),
                4 => last.Square() * 0.1,
                5 => last + a,
                6 => last * b,
                7 => b - last,
                8 => a * a - last,
                9 => last / (b.Abs() + 1),
                10 => number - last,
                11 => last * number,
                12 => number / (last.Abs() + 0.5),
                13 => last.Clamp(a, b),
                14 => b.Clamp(last, a),
                _ => last.Clamp(-1, number),
            });
        }
        return [.. values];
    }

    /// <summary>A chain's last value, and the gradients of first and second order in its two matrices.</summary>
    static Tensor[] Derivatives(int[] codes, Tensor[] x)
    {
        Tensor a = x[0].Detach().RequireGrad(), b = x[1].Detach().RequireGrad(), dy = x[^1];
        Tensor y = Chain(codes, [a, b, .. x[2..6]])[^1] + a * b.Sin();
        Tensor[] first = Gradient.Of(y, [a, b], dy, createGraph: true), second = Gradient.Of(first[0], [a, b], dy);
        return [y, .. first, .. second];
    }
}
