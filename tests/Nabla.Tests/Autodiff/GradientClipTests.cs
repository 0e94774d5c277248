using Nabla.Layers;
using Nabla.Tests.Reference;

namespace Nabla.Tests.Autodiff;

public sealed class GradientClipTests
{
    public static TheoryData<ReferenceCase> Cases => new(ReferenceCase.Load("averages").Where(c => c.Name.StartsWith("clip_", StringComparison.Ordinal)));

    [Theory, MemberData(nameof(Cases))]
    public void Clipped_gradients_are_the_reference_s(ReferenceCase record)
    {
        Parameter[] leaves = [.. record.Inputs.Select(g => Leaf(Tensor.From(g.Data, new Shape(g.Shape))))];
        if (record.Name == "clip_grad_value")
        {
            Gradient.ClipValue(leaves, record.Number("clip_value", 0));
            leaves[0].Grad!.ToDoubles().ShouldBe(record.Output.Data);
            return;
        }
        double norm = Gradient.ClipNorm(leaves, record.Number("max_norm", 0), record.Number("norm_type", 2));
        double[] all = [.. leaves.SelectMany(l => l.Grad!.ToDoubles()), norm];
        all.ShouldBe(record.Output.Data, 1e-12);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3.5), InlineData(double.PositiveInfinity)]
    public void The_norm_of_long_float32_gradients_is_exact_and_the_same_on_all_threads(double p)
    {
        foreach (int length in (int[])[1, 15, 16, 17, 16_383, 16_384, 16_385, 100_003])
        {
            Tensor g = new RandomStream(3).Normal([length]);
            double expected = double.IsPositiveInfinity(p) ? g.ToDoubles().Max(Math.Abs) : Math.Pow(g.ToDoubles().Sum(x => Math.Pow(Math.Abs(x), p)), 1 / p);
            double[] found = [.. from threads in (int[])[1, 2, 4] select On(threads, () => Gradient.ClipNorm([Leaf(g)], 1e9, p))];
            found[0].ShouldBe(expected, 1e-11 * expected, $"{length} elements");
            found.ShouldAllBe(f => f == found[0]);
        }
    }

    /// <summary>The order of summation that is promised for every processor, written out.</summary>
    [Fact]
    public void The_order_of_summation_is_that_of_sixteen_lanes_in_parts()
    {
        float[] g = new RandomStream(5).Normal([50_007]).ToArray<float>();
        double sum = 0;
        foreach (float[] part in g.Chunk(16_384))
        {
            double[] lanes = new double[16];
            for (int i = 0; i < part.Length; i++) lanes[i % 16] += (double)part[i] * part[i];
            double[] eight = [.. Enumerable.Range(0, 8).Select(i => lanes[i] + lanes[i + 8])], four = [.. Enumerable.Range(0, 4).Select(i => eight[i] + eight[i + 4])];
            sum += four[0] + four[1] + (four[2] + four[3]);
        }
        Gradient.ClipNorm([Leaf(Tensor.From(g))], 1e9).ShouldBe(Math.Sqrt(sum));
    }

    [Fact]
    public void A_float32_gradient_beyond_the_root_of_the_largest_number_has_a_norm()
    {
        Parameter leaf = Leaf(Tensor.From([3e30f, -4e30f]));
        Gradient.ClipNorm([leaf], 1, throwIfNotFinite: true).ShouldBe(5e30, 1e24);
        leaf.Grad!.ToDoubles().ShouldBe([0.6, -0.8], 1e-6);
    }

    [Theory, InlineData(float.NaN), InlineData(float.PositiveInfinity), InlineData(float.NegativeInfinity)]
    public void A_norm_that_is_not_finite_is_an_error_where_asked(float bad)
    {
        foreach (int place in (int[])[0, 7, 20])
        {
            foreach (double p in (double[])[1, 2, 3, double.PositiveInfinity])
            {
                float[] values = new float[21];
                values[place] = bad;
                Parameter leaf = Leaf(Tensor.From(values));
                var e = Should.Throw<NonFiniteGradientException>(() => Gradient.ClipNorm([leaf], 1, p, throwIfNotFinite: true));
                e.Norm.ShouldBe(float.IsNaN(bad) ? double.NaN : double.PositiveInfinity);
                leaf.Grad!.ToArray<float>().ShouldBe(values);
                Gradient.ClipNorm([leaf], 1, p).ShouldBe(e.Norm);
                float.IsNaN(leaf.Grad!.ToArray<float>()[place]).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public void Leaves_without_a_gradient_are_passed_by()
    {
        Parameter without = new(Tensor.Ones([3])), frozen = new(Tensor.Ones([2])) { IsFrozen = true }, with = Leaf(Tensor.From([3f, 4f]));
        Gradient.ClipNorm([without, frozen], 1).ShouldBe(0);
        Gradient.ClipNorm([without, frozen, with], 1).ShouldBe(5);
        with.Grad!.ToDoubles().ShouldBe([0.6, 0.8], 1e-6);
        without.Grad.ShouldBeNull();
    }

    [Fact]
    public void A_graph_that_saved_a_gradient_notices_that_it_was_clipped()
    {
        Parameter leaf = Leaf(Tensor.From([3f, 4f]));
        Tensor x = Tensor.Ones([2]).RequireGrad();
        Tensor y = (x * leaf.Grad!).Sum();
        Gradient.ClipValue([leaf], 1);
        Should.Throw<GraphException>(() => y.Backward());
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Parameter leaf = Leaf(Tensor.Ones([2]));
        Should.Throw<ArgumentOutOfRangeException>(() => Gradient.ClipNorm([leaf], -1)).Message.ShouldStartWith("Gradient.ClipNorm: cannot clip to the norm -1: it is at least 0.");
        Should.Throw<ArgumentOutOfRangeException>(() => Gradient.ClipNorm([leaf], double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => Gradient.ClipNorm([leaf], 1, 0)).Message.ShouldStartWith("Gradient.ClipNorm: cannot take the 0-norm: p is above 0.");
        Should.Throw<ArgumentOutOfRangeException>(() => Gradient.ClipValue([leaf], double.NaN));
        Should.Throw<GraphException>(() => Gradient.ClipValue([leaf * 2], 1));
    }

    static Parameter Leaf(Tensor gradient)
    {
        var leaf = new Parameter(Tensor.Zeros(gradient.Shape, gradient.DType));
        leaf.Clone().Backward(gradient);
        return leaf;
    }

    static T On<T>(int threads, Func<T> run)
    {
        int before = Compute.Threads;
        Compute.Threads = threads;
        try
        {
            return run();
        }
        finally
        {
            Compute.Threads = before;
        }
    }
}
