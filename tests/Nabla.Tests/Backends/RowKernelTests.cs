using Nabla.Backends.Cpu;

namespace Nabla.Tests.Backends;

/// <summary>Normalised rows and attention against their definitions, with sizes around the widths of registers, tiles and blocks.</summary>
[Collection(nameof(ForkJoinCollection))]
public sealed class RowKernelTests : IDisposable
{
    readonly int threads = ForkJoin.Threads;

    public void Dispose() => ForkJoin.Threads = threads;

    public static TheoryData<int, bool> Rows()
    {
        var data = new TheoryData<int, bool>();
        foreach (int size in new[] { 1, 7, 8, 15, 16, 17, 127, 128, 129, 4096, 4097 })
        {
            data.Add(size, true);
            data.Add(size, false);
        }
        return data;
    }

    [Theory, MemberData(nameof(Rows))]
    public void Normalised_rows_agree_with_the_definition(int size, bool centred)
    {
        var random = new RandomStream((ulong)size, "rows");
        foreach (DType type in new[] { DType.Float32, DType.Float64 })
            foreach (int parameters in new[] { 0, 1, 2 })
            {
                // A mean far from 0: squares of the elements themselves would lose the variance.
                Tensor[] inputs = [random.Normal([5, size], 30, 1, DType.Float64), random.Normal([size], type: DType.Float64), random.Normal([size], type: DType.Float64)];
                Tensor dy = random.Normal([5, size], type: type);
                Agree(
                    [.. inputs.Take(centred ? parameters + 1 : Math.Min(parameters + 1, 2))], type, dy, size == 1 ? 1e-2 : 1e-4,
                    x => centred ? x[0].LayerNorm([size], x.Length > 1 ? x[1] : null, x.Length > 2 ? x[2] : null) : x[0].RmsNorm([size], x.Length > 1 ? x[1] : null, 1e-5),
                    x => Normalised(x, centred));
            }
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(7), InlineData(8), InlineData(9), InlineData(10), InlineData(15), InlineData(16), InlineData(17)]
    [InlineData(31), InlineData(33), InlineData(65), InlineData(4096), InlineData(4097), InlineData(8200)]
    public void Softmax_and_cross_entropy_agree_with_the_definition(int size)
    {
        var random = new RandomStream((ulong)size, "softmax");
        const int rows = 7;
        Tensor labels = random.Integers([rows], 0, size), places = labels.Unsqueeze(1);
        foreach (DType type in new[] { DType.Float32, DType.Float64 })
        {
            // Far from 0, and far apart.
            Tensor[] scores = [random.Normal([rows, size], -500, 5, DType.Float64)];
            Tensor dy = random.Normal([rows, size], type: type);
            Agree(scores, type, dy, 1e-4, x => x[0].Softmax(), x => LogSoftmax(x[0]).Exp());
            Agree(scores, type, dy, 1e-4, x => x[0].LogSoftmax(), x => LogSoftmax(x[0]));
            Agree(scores, type, dy[.., 0], 1e-4, x => Nabla.Losses.Loss.CrossEntropy(x[0], labels, Nabla.Losses.Reduction.None), x => -LogSoftmax(x[0]).Gather(1, places).Squeeze(1));
        }
    }

    [Fact]
    public void A_row_of_softmax_is_its_own()
    {
        // What is behind the end of a row is neither read into it nor written.
        foreach (int size in new[] { 1, 3, 5, 10, 13, 17, 65 })
        {
            var random = new RandomStream((ulong)size, "rows");
            Tensor x = random.Normal([3, size]), alone = x[1..2].Softmax();
            float[] wild = x.ToArray<float>();
            Array.Fill(wild, float.NaN, 0, size);
            Array.Fill(wild, float.PositiveInfinity, 2 * size, size);
            Tensor.From<float>(wild, x.Shape).Softmax()[1..2].ToArray<float>().ShouldBe(alone.ToArray<float>());
        }
    }

    static Tensor LogSoftmax(Tensor x)
    {
        Tensor shifted = x - x.Detach().Max(1, keepAxes: true);
        return shifted - shifted.Exp().Sum(1, keepAxes: true).Log();
    }

    public static TheoryData<int, int, int, bool> Sequences()
    {
        var data = new TheoryData<int, int, int, bool>();
        foreach (bool causal in new[] { true, false })
        {
            foreach (int places in new[] { 1, 63, 64, 65, 200 })
                foreach (int size in new[] { 1, 8, 32, 33, 64 }) data.Add(places, places, size, causal);
            foreach ((int queries, int keys) in new[] { (1, 300), (9, 300), (70, 13), (65, 270), (130, 257) })
                foreach (int size in new[] { 8, 33 }) data.Add(queries, keys, size, causal);
        }
        return data;
    }

    [Theory, MemberData(nameof(Sequences))]
    public void Attention_agrees_with_the_definition(int queries, int keys, int size, bool causal)
    {
        var random = new RandomStream((ulong)(queries + keys), "attention");
        foreach (DType type in new[] { DType.Float32, DType.Float64 })
            foreach (bool masked in new[] { false, true })
            {
                Tensor[] inputs = [random.Normal([2, queries, size], type: DType.Float64), random.Normal([2, keys, size], type: DType.Float64), random.Normal([2, keys, size + 1], type: DType.Float64)];
                Tensor? mask = masked ? random.Uniform([queries, keys]) < 0.3 : null;
                Tensor dy = queries % 2 == 0 ? random.Normal([2, queries, size + 1], type: type) : random.Normal([2, queries, 1], type: type).Expand([2, queries, size + 1]);
                Agree(
                    inputs, type, dy, 1e-5,
                    x => x[0].Attention(x[1], x[2], mask, causal, -0.3),
                    x => x[0].AttentionWeights(x[1], mask, causal, -0.3).MatMul(x[2]));
            }
    }

    [Theory]
    [InlineData(20), InlineData(64), InlineData(200)]
    public void What_is_hidden_and_what_an_earlier_call_left_may_be_anything(int places)
    {
        var random = new RandomStream(5, "hidden");
        Tensor q = random.Normal([1, places, 8]), k = random.Normal([1, places, 8]), v = random.Normal([1, places, 8]), dy = random.Normal([1, places, 8]);
        float[][] Results(Tensor queries, Tensor values)
        {
            Tensor[] inputs = [queries.Detach().RequireGrad(), k.Detach().RequireGrad(), values.Detach().RequireGrad()];
            Tensor y = inputs[0].Attention(inputs[1], inputs[2], causal: true);
            y.Backward(dy);
            return [.. inputs.Select(x => x.Grad!).Prepend(y).Select(x => x.Detach().ToArray<float>())];
        }
        float[][] clean = Results(q, v);
        Tensor nothing = Tensor.Full(v.Shape, float.NaN);
        Results(nothing, nothing);
        foreach ((float[] again, float[] before) in Results(q, v).Zip(clean)) again.AsSpan().SequenceEqual(before).ShouldBeTrue();
        float[] wild = v.ToArray<float>();
        Array.Fill(wild, 1e30f, wild.Length - 8, 8);
        Results(q, Tensor.From<float>(wild, v.Shape))[0].AsSpan(0, wild.Length - 8).SequenceEqual(clean[0].AsSpan(0, wild.Length - 8)).ShouldBeTrue();
    }

    [Fact]
    public void Number_of_threads_does_not_change_a_bit()
    {
        var all = new List<float[]>[2];
        for (int run = 0; run < 2; run++)
        {
            ForkJoin.Threads = run == 0 ? 1 : 3;
            var random = new RandomStream(2, "threads");
            Tensor q = random.Normal([3, 2, 130, 32]).RequireGrad(), k = random.Normal([3, 2, 130, 32]).RequireGrad(), v = random.Normal([3, 2, 130, 32]).RequireGrad();
            Tensor x = random.Normal([700, 96]).RequireGrad(), weight = random.Normal([96]).RequireGrad(), bias = random.Normal([96]).RequireGrad();
            Tensor y = q.Attention(k, v, causal: true), z = x.LayerNorm([96], weight, bias);
            y.Backward(random.Normal(y.Shape));
            z.Backward(random.Normal(z.Shape));
            all[run] = [.. new[] { y, z, q.Grad!, k.Grad!, v.Grad!, x.Grad!, weight.Grad!, bias.Grad! }.Select(t => t.Detach().ToArray<float>())];
        }
        for (int i = 0; i < all[0].Count; i++) all[0][i].AsSpan().SequenceEqual(all[1][i]).ShouldBeTrue($"result {i}");
    }

    /// <summary>Holds a kernel in a type to its definition in float64, in value and gradients.</summary>
    static void Agree(Tensor[] inputs, DType type, Tensor dy, double tolerance, Func<Tensor[], Tensor> kernel, Func<Tensor[], Tensor> definition)
    {
        Tensor[] ours = [.. inputs.Select(x => x.Cast(type).RequireGrad())], exact = [.. ours.Select(x => x.Detach().Cast(DType.Float64).RequireGrad())];
        Tensor y = kernel(ours), expected = definition(exact);
        y.Backward(dy);
        expected.Backward(dy.Cast(DType.Float64));
        if (type == DType.Float64) tolerance = 1e-9;
        Near(y, expected, tolerance, "value");
        for (int i = 0; i < ours.Length; i++) Near(ours[i].Grad!, exact[i].Grad!, tolerance, $"gradient {i}");
    }

    static Tensor Normalised(Tensor[] x, bool centred)
    {
        Tensor distance = centred ? x[0] - x[0].Mean(1, keepAxes: true) : x[0];
        Tensor y = distance / (distance.Square().Mean(1, keepAxes: true) + 1e-5).Sqrt();
        if (x.Length > 1) y *= x[1];
        return x.Length > 2 ? y + x[2] : y;
    }

    static void Near(Tensor actual, Tensor expected, double tolerance, string what)
    {
        double[] found = actual.Detach().Cast(DType.Float64).ToArray<double>(), exact = expected.Detach().ToArray<double>();
        double scale = 1 + exact.Max(Math.Abs);
        found.Length.ShouldBe(exact.Length, what);
        for (int i = 0; i < found.Length; i++) found[i].ShouldBe(exact[i], tolerance * scale, $"{what}: element {i}");
    }
}
