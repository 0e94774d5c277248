using Nabla.Diagnostics;

namespace Nabla.Tests.Tensors;

/// <summary>Tensors without axes and without elements go through every operation.</summary>
public sealed class EmptyAndScalarTests
{
    static readonly Shape[] Empties = [[0], [0, 3], [2, 0], [2, 0, 3]];

    public static TheoryData<string> Unary => new(typeof(Tensor).Assembly.GetTypes()
        .Where(t => t.IsValueType && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(Nabla.Numbers.IUnary<>)))
        .Select(t => t.Name));

    [Theory, MemberData(nameof(Unary))]
    public void Elementwise_operations_keep_the_shape(string name)
    {
        Func<IReadOnlyList<Tensor>, Tensor> f = SampleCatalogue.Groups(0).Single(g => g.Is(name) && g.Kind == GradientCheckKind.Operation).Samples[0].Function;
        foreach (Shape shape in Empties)
        {
            Tensor x = Tensor.Zeros(shape).RequireGrad();
            Tensor y = f([x]);
            y.Shape.ShouldBe(shape);
            Gradient.Of(y, x, y.Detach()).Shape.ShouldBe(shape);
        }
        f([Tensor.Scalar(0.7)]).Shape.ShouldBe([]);
        f([Tensor.Scalar(0.7)]).Item().ShouldBe(f([Tensor.From(0.7f)]).Item());
    }

    [Fact]
    public void Reductions_of_nothing()
    {
        Tensor x = Tensor.Zeros([0, 3]);
        x.Sum().Item().ShouldBe(0);
        x.Sum(0).ToDoubles().ShouldBe([0, 0, 0]);
        x.Sum(1).Shape.ShouldBe([0]);
        x.Product(0).ToDoubles().ShouldBe([1, 1, 1]);
        x.Mean().Item().ShouldBe(double.NaN);
        x.Mean(0).ToDoubles().ShouldAllBe(v => double.IsNaN(v));
        x.Variance(0).ToDoubles().ShouldAllBe(v => double.IsNaN(v));
        x.Max(1).Shape.ShouldBe([0]);
        x.Softmax().Shape.ShouldBe([0, 3]);
        x.LogSoftmax().Shape.ShouldBe([0, 3]);
        x.ArgMax(1).Shape.ShouldBe([0]);
        x.LogSumExp(1).Shape.ShouldBe([0]);
        Should.Throw<ShapeException>(() => x.Max());
        Should.Throw<ShapeException>(() => x.Min(0));
        Should.Throw<ShapeException>(() => x.ArgMax(0));
        Should.Throw<ShapeException>(() => x.LogSumExp());
        Should.Throw<ShapeException>(() => x.Softmax(0).Shape.ShouldBe([0, 3]));
    }

    [Fact]
    public void Scalars_reduce_to_themselves()
    {
        Tensor x = Tensor.Scalar(-2, DType.Float64);
        foreach (Tensor y in (Tensor[])[x.Sum(), x.Mean(), x.Max(), x.Min(), x.Product(), x.LogSumExp()]) y.Item().ShouldBe(-2);
        x.Sum(keepAxes: true).Shape.ShouldBe([]);
        x.Variance(correction: 0).Item().ShouldBe(0);
        Should.Throw<IndexException>(() => x.Sum(0));
        Should.Throw<IndexException>(() => x.Softmax());
        Should.Throw<IndexException>(() => x[0]);
        Should.Throw<IndexException>(() => x.Transpose());
    }

    [Fact]
    public void Products_with_empty_sides()
    {
        Tensor.Zeros([2, 0]).MatMul(Tensor.Zeros([0, 3])).ToDoubles().ShouldBe(new double[6]);
        Tensor.Zeros([0, 2]).MatMul(Tensor.Zeros([2, 3])).Shape.ShouldBe([0, 3]);
        Tensor.Zeros([0]).MatMul(Tensor.Zeros([0])).Item().ShouldBe(0);
        Tensor.Zeros([0, 2, 3]).MatMul(Tensor.Zeros([3, 4])).Shape.ShouldBe([0, 2, 4]);
        Tensor.Zeros([0, 3]).Linear(Tensor.Zeros([4, 3]), Tensor.Zeros([4])).Shape.ShouldBe([0, 4]);
        Tensor.Ones([2, 0]).Linear(Tensor.Ones([4, 0]), Tensor.Ones([4])).ToDoubles().ShouldAllBe(v => v == 1);
    }

    [Fact]
    public void Views_joins_and_choices_of_nothing()
    {
        Tensor x = Tensor.Zeros([0, 3]);
        x.Reshape(3, 0).Shape.ShouldBe([3, 0]);
        x.Transpose().Shape.ShouldBe([3, 0]);
        x.Transpose().Reshape(0).Shape.ShouldBe([0]);
        x.Flatten().Shape.ShouldBe([0]);
        x.Expand([2, 0, 3]).Shape.ShouldBe([2, 0, 3]);
        x.Reversed(0).Shape.ShouldBe([0, 3]);
        x[.., 1].Shape.ShouldBe([0]);
        x[TensorIndex.Every(.., -1)].Shape.ShouldBe([0, 3]);
        x.Transpose().Contiguous().Shape.ShouldBe([3, 0]);
        Tensor.Cat([x, Tensor.Ones([2, 3]), x]).ToDoubles().ShouldAllBe(v => v == 1);
        Tensor.Cat([x, x]).Shape.ShouldBe([0, 3]);
        Tensor.Stack([x, x], 1).Shape.ShouldBe([0, 2, 3]);
        x.IndexSelect(1, Tensor.From(2L, 0)).Shape.ShouldBe([0, 2]);
        Tensor.Ones([2, 3]).IndexSelect(0, Tensor.Zeros([0], DType.Int64)).Shape.ShouldBe([0, 3]);
        Tensor.Ones([2, 3]).Gather(0, Tensor.Zeros([0, 3], DType.Int64)).Shape.ShouldBe([0, 3]);
        Tensor.Where(x > 0, x, x).Shape.ShouldBe([0, 3]);
        (x + Tensor.Ones([1, 3])).Shape.ShouldBe([0, 3]);
        (x + 1).Shape.ShouldBe([0, 3]);
        Should.Throw<ShapeException>(() => x + Tensor.Ones([2, 3]));
        Should.Throw<ShapeException>(() => x.Reshape(-1, 0));
    }
}
