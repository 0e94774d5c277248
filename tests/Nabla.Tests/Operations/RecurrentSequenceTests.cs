using Nabla.Backends;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Tests.Operations;

/// <summary>The kernels of recurrent networks are held to the definition in tensor operations.</summary>
public sealed class RecurrentSequenceTests
{
    const int Steps = 5;

    public static TheoryData<int, int, bool, bool, DType> Sizes
    {
        get
        {
            TheoryData<int, int, bool, bool, DType> sizes = [];
            // Widths below, at, between and above whole registers; batches of one part, of several, and of a last part that is not full.
            foreach (int width in (int[])[1, 3, 7, 8, 16, 21, 33])
                foreach (int batch in (int[])[1, 16, 35])
                    foreach (DType type in (DType[])[DType.Float32, DType.Float64])
                        sizes.Add(width, batch, width % 2 == 0, batch != 16, type);
            return sizes;
        }
    }

    [Theory, MemberData(nameof(Sizes))]
    public void An_lstm_s_kernels_equal_its_definition(int width, int batch, bool reverse, bool ragged, DType type) =>
        Compare<LstmStep>((lengths, back) => new LstmSequence(lengths, back), width, batch, reverse, ragged, type);

    [Theory, MemberData(nameof(Sizes))]
    public void A_projected_lstm_s_kernels_equal_its_definition(int width, int batch, bool reverse, bool ragged, DType type) =>
        Compare<LstmStep>((lengths, back) => new LstmSequence(lengths, back), width + 1, batch, reverse, ragged, type, projection: (width + 1) / 2);

    [Theory, MemberData(nameof(Sizes))]
    public void A_gru_s_kernels_equal_its_definition(int width, int batch, bool reverse, bool ragged, DType type) =>
        Compare<GruStep>((lengths, back) => new GruSequence(lengths, back), width, batch, reverse, ragged, type);

    [Theory, MemberData(nameof(Sizes))]
    public void A_plain_network_s_kernels_equal_its_definition(int width, int batch, bool reverse, bool ragged, DType type)
    {
        Compare<TanhStep>((lengths, back) => new TanhSequence(lengths, back), width, batch, reverse, ragged, type);
        Compare<ReluStep>((lengths, back) => new ReluSequence(lengths, back), width, batch, reverse, ragged, type);
    }

    [Fact]
    public void A_kept_graph_gives_the_same_gradients_again_and_a_freed_one_none()
    {
        Tensor[] inputs = Inputs<LstmStep>(3, 2, null, DType.Float64);
        Tensor y = new LstmSequence().Of(inputs[0], inputs[1], inputs[2], inputs[3], inputs[4], null).All.Square().Sum();
        double[][] first = [.. Gradient.Of(y, inputs, keepGraph: true).Select(g => g.ToDoubles())];
        double[][] second = [.. Gradient.Of(y, inputs).Select(g => g.ToDoubles())];
        second.ShouldBe(first);
        Should.Throw<GraphException>(() => Gradient.Of(y, inputs)).Message.ShouldContain("freed");
    }

    [Fact]
    public void Only_the_gradients_that_are_asked_for_are_given()
    {
        Tensor[] inputs = Inputs<LstmStep>(3, 2, null, DType.Float64);
        Tensor All(Tensor[] x) => new LstmSequence().Of(x[0], x[1], x[2], x[3], x[4], null).All;
        double[][] together = [.. Gradient.Of(All(inputs).Sin().Sum(), inputs).Select(g => g.ToDoubles())];
        for (int i = 0; i < inputs.Length; i++)
        {
            Tensor[] alone = [.. inputs.Select((x, j) => j == i ? x : x.Detach())];
            Gradient.Of(All(alone).Sin().Sum(), [inputs[i]])[0].ToDoubles().ShouldBe(together[i]);
        }
    }

    /// <summary>Gates far beyond where e⁻ˣ overflows have finite derivatives of every order.</summary>
    [Fact]
    public void Saturated_gates_have_finite_second_derivatives()
    {
        Tensor gates = Tensor.Full([2, 1, 4], -2000, DType.Float64).RequireGrad(), hidden = Tensor.Ones([1, 1], DType.Float64).RequireGrad();
        Tensor y = new LstmSequence().Of(gates, Tensor.Ones([4, 1], DType.Float64), hidden, Tensor.Ones([1, 1], DType.Float64), null, null).All.Sum();
        Tensor[] first = [.. Gradient.Of(y, [gates, hidden], createGraph: true)];
        first.ShouldAllBe(g => g.ToDoubles().All(double.IsFinite));
        Gradient.Of(first[0].Sum() + first[1].Sum(), [gates, hidden]).ShouldAllBe(g => g.ToDoubles().All(double.IsFinite));
    }

    static void Compare<TStep>(
        Func<long[]?, bool, RecurrentSequence<TStep>> create, int width, int batch, bool reverse, bool ragged, DType type, int? projection = null)
        where TStep : struct, IRecurrentStep<TStep>
    {
        Tensor[] inputs = Inputs<TStep>(width, batch, projection, type);
        long[]? lengths = ragged ? [.. Enumerable.Range(0, batch).Select(n => (long)(n * 3 % Steps + 1))] : null;
        int at = TStep.HasMemory ? 4 : 3;
        Tensor? memory = TStep.HasMemory ? inputs[3] : null, matrix = projection is null ? null : inputs[at + 1];
        Tensor fast = create(lengths, reverse).Of(inputs[0], inputs[1], inputs[2], memory, inputs[at], matrix).All;
        Tensor defined = new RecurrentDefinition<TStep>(new RecurrentInputs(inputs[0], inputs[1], inputs[2], memory, inputs[at], matrix, lengths, reverse)).All;
        double tolerance = type == DType.Float64 ? 1e-12 : 2e-4;
        Near(fast, defined, tolerance, "value");
        Tensor upstream = new RandomStream(9).Normal(fast.Shape, type: type);
        Tensor[] actual = Gradient.Of(fast, inputs, upstream), expected = Gradient.Of(defined, inputs, upstream);
        for (int i = 0; i < inputs.Length; i++) Near(actual[i], expected[i], tolerance, $"gradient of input {i}");
        using (new NoGrad()) create(lengths, reverse).Of(inputs[0], inputs[1], inputs[2], memory, inputs[at], matrix).All.ToDoubles().ShouldBe(fast.ToDoubles(), "without a graph");
    }

    static Tensor[] Inputs<TStep>(int width, int batch, int? projection, DType type) where TStep : struct, IRecurrentStep<TStep>
    {
        var random = new RandomStream(3);
        int size = projection ?? width;
        List<Shape> shapes = [[Steps, batch, TStep.Gates * width], [TStep.Gates * width, size], [batch, size]];
        if (TStep.HasMemory) shapes.Add([batch, width]);
        shapes.Add([TStep.Gates * width]);
        if (projection is not null) shapes.Add([size, width]);
        // Small enough that a ReLU's states do not run away, large enough that gates leave their middle.
        return [.. shapes.Select((s, i) => (random.Normal(s, type: type) * (i is 0 or 2 ? 1 : 0.5 / Math.Sqrt(width))).RequireGrad())];
    }

    static void Near(Tensor actual, Tensor expected, double tolerance, string what)
    {
        double[] a = actual.ToDoubles(), e = expected.ToDoubles();
        a.Length.ShouldBe(e.Length);
        for (int i = 0; i < a.Length; i++)
            (Math.Abs(a[i] - e[i]) <= tolerance * Math.Max(1, Math.Abs(e[i]))).ShouldBeTrue($"{what}[{i}] is {a[i]:R}, the definition has {e[i]:R}");
    }
}
