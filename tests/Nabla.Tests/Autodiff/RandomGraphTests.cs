using FsCheck;
using FsCheck.Fluent;
using Nabla.Diagnostics;

namespace Nabla.Tests.Autodiff;

/// <summary>Graphs nobody thought of: every instruction takes two earlier values, so uses and diamonds abound.</summary>
public sealed class RandomGraphTests
{
    [Fact]
    public void Derivatives_of_random_graphs_agree_with_differences() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), codes =>
            GradientCheck.Verify(inputs => Build(codes, inputs)[^1], Leaves())).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    /// <summary>Accumulating into leaves, collecting, and recording the gradient give the same numbers, twice over.</summary>
    [Fact]
    public void All_ways_to_a_gradient_agree_and_leave_others_alone() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), codes =>
        {
            Tensor[] leaves = [.. Leaves().Select(x => x.RequireGrad())];
            List<Tensor> values = Build(codes, leaves);
            Tensor y = values[^1];
            if (!y.RequiresGrad) return;
            Tensor upstream = Tensor.From<double>([1, -2, 0.5, 3, 0.25, -1], [2, 3]);
            Tensor[] targets = [.. values.Where(v => v.RequiresGrad)];
            double[][] before = [.. values.Select(v => v.ToDoubles())];
            double[][] first = Numbers(Gradient.Of(y, targets, upstream, keepGraph: true));
            double[][] recorded = Numbers(Gradient.Of(y, targets, upstream, createGraph: true));
            y.Backward(upstream, keepGraph: true);
            y.Backward(upstream, keepGraph: true);
            double[][] again = Numbers(Gradient.Of(y, targets, upstream));
            for (int i = 0; i < first.Length; i++)
            {
                again[i].ShouldBe(first[i]);
                recorded[i].ShouldBe(first[i], 1e-9);
            }
            for (int i = 0; i < leaves.Length; i++)
            {
                double[] expected = first[Array.IndexOf(targets, leaves[i])];
                (leaves[i].Grad?.ToDoubles() ?? new double[expected.Length]).ShouldBe([.. expected.Select(g => 2 * g)], 1e-9);
            }
            Numbers([.. values]).Zip(before).ShouldAllBe(pair => pair.First.SequenceEqual(pair.Second));
            upstream.ToDoubles().ShouldBe([1, -2, 0.5, 3, 0.25, -1]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    static double[][] Numbers(Tensor[] tensors) => [.. tensors.Select(t => t.ToDoubles())];

    static Tensor[] Leaves()
    {
        var random = new RandomStream(4);
        return [random.Uniform([2, 3], -1, 1, DType.Float64), random.Uniform([3], -1, 1, DType.Float64), random.Uniform([2, 1], -1, 1, DType.Float64)];
    }

    static List<Tensor> Build(int[] codes, IReadOnlyList<Tensor> inputs)
    {
        List<Tensor> values = [.. inputs];
        foreach (int code in codes.Take(12))
        {
            uint bits = (uint)code * 2654435761u;
            Tensor a = values[(int)(bits >> 16) % values.Count], b = values[(int)(bits >> 4 & 0xFFF) % values.Count];
            values.Add((bits % 11) switch
            {
                0 => a + b,
                1 => a - b,
                2 => (a * b).Tanh(),
                3 => a / (b.Square() + 1),
                4 => a.Tanh() * a,
                5 => (a + b).Sigmoid(),
                6 => a.Sum(-1, keepAxes: true) * 0.3 + b,
                7 => a.Expand(Shape.Broadcast(a.Shape, [2, 3])).Transpose().Reshape(2, 3).Sin(),
                8 => a.Expand(Shape.Broadcast(a.Shape, [2, 3])).MatMul(b.Expand(Shape.Broadcast(b.Shape, [2, 3])).Transpose()).Mean(1, keepAxes: true),
                9 => Tensor.Cat([a.Expand(Shape.Broadcast(a.Shape, [2, 3])), b.Expand(Shape.Broadcast(b.Shape, [2, 3]))], 1)[.., TensorIndex.Every(.., -2)],
                _ => a.Softplus() - b.Mean(),
            });
        }
        values.Add(values[^1] + Tensor.Zeros([2, 3], DType.Float64));
        return values;
    }
}
