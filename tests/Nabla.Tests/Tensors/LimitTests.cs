namespace Nabla.Tests.Tensors;

/// <summary>Sizes that no memory holds are refused by name, never wrapped around.</summary>
public sealed class LimitTests
{
    [Fact]
    public void More_elements_than_an_array_holds_are_refused()
    {
        foreach (DType type in Enum.GetValues<DType>())
            Should.Throw<ShapeException>(() => Tensor.Zeros([65536, 65536], type)).Message.ShouldContain("4294967296");
        Should.Throw<ShapeException>(() => Tensor.Zeros([int.MaxValue, 2]));
        Should.Throw<ShapeException>(() => Tensor.Eye(65536));
        Should.Throw<ShapeException>(() => new RandomStream(0).Normal([65536, 65536]));
        Should.Throw<ShapeException>(() => new RandomStream(0).Uniform([65536, 65536]));
        Should.Throw<ShapeException>(() => new RandomStream(0).Integers([65536, 65536], 0, 3));
    }

    [Fact]
    public void More_elements_than_can_be_counted_are_refused()
    {
        Should.Throw<ShapeException>(() => new Shape([int.MaxValue, int.MaxValue, 3]));
        Should.Throw<ShapeException>(() => new Shape([65536, 65536, 65536, 65536]));
        new Shape([int.MaxValue, int.MaxValue]).ElementCount.ShouldBe((long)int.MaxValue * int.MaxValue);
        Should.Throw<ShapeException>(() => new Shape([-1, 3])).Message.ShouldBe("Shape: cannot have size -1 on axis 0: sizes are 0 or more.");
    }

    [Fact]
    public void Huge_expansions_are_views_that_cannot_be_copied()
    {
        Tensor huge = Tensor.Ones([1, 1]).Expand([65536, 65536]);
        huge.ElementCount.ShouldBe(1L << 32);
        huge[65535, 65535].Item().ShouldBe(1);
        huge[..2, ..2].Sum().Item().ShouldBe(4);
        huge.Transpose().Shape.ShouldBe([65536, 65536]);
        Should.Throw<ShapeException>(() => huge.Contiguous());
        Should.Throw<ShapeException>(() => huge + 1);
        Should.Throw<ShapeException>(() => huge.Exp());
        Should.Throw<ShapeException>(() => huge > 0);
        Should.Throw<ShapeException>(() => huge.Cast(DType.Float64));
        Should.Throw<ShapeException>(() => huge.Clone());
        Should.Throw<NablaException>(() => huge.ToDoubles());
        Should.Throw<NablaException>(() => huge.ToArray<float>());
        Should.Throw<NablaException>(() => huge.Flatten());
        Should.Throw<NablaException>(() => huge.Reshape(-1));
        Should.Throw<NablaException>(() => huge.Sum());
        Should.Throw<NablaException>(() => huge.Max());
        Should.Throw<NablaException>(() => huge.ToString().Length.ShouldBeLessThan(0));
    }

    [Fact]
    public void Results_that_grow_too_large_are_refused()
    {
        Tensor row = Tensor.Zeros([1, 65536], DType.UInt8), column = Tensor.Zeros([65536, 1], DType.UInt8);
        Should.Throw<ShapeException>(() => row + column);
        Should.Throw<ShapeException>(() => row.EqualTo(column));
        Should.Throw<ShapeException>(() => Tensor.Where(row.EqualTo(0), row, column));
        Tensor tall = Tensor.Zeros([1], DType.UInt8).Expand([1 << 30]);
        Should.Throw<ShapeException>(() => Tensor.Cat([tall, tall]));
        Should.Throw<ShapeException>(() => Tensor.Stack([tall, tall]));
        Tensor a = Tensor.Zeros([1, 1]).Expand([65536, 1]), b = Tensor.Zeros([1, 1]).Expand([1, 65536]);
        Should.Throw<ShapeException>(() => a.MatMul(b));
        Should.Throw<ShapeException>(() => a.Linear(b.Transpose()));
    }

    [Fact]
    public void More_axes_than_supported_are_refused()
    {
        Tensor deepest = Tensor.Ones([1, 1, 1, 1, 1, 1, 1, 2]);
        deepest.Rank.ShouldBe(Shape.MaxRank);
        Should.Throw<ShapeException>(() => new Shape([1, 1, 1, 1, 1, 1, 1, 1, 1]));
        Should.Throw<ShapeException>(() => deepest.Unsqueeze(0));
        Should.Throw<ShapeException>(() => deepest[TensorIndex.NewAxis]);
        Should.Throw<ShapeException>(() => Tensor.Stack([deepest, deepest]));
        Should.Throw<ShapeException>(() => deepest.Reshape(1, 1, 1, 1, 1, 1, 1, 1, 2));
        deepest.Sum([0, 1, 2, 3, 4, 5, 6, 7]).Item().ShouldBe(2);
        deepest.Transpose(0, 7).Contiguous().Shape.ShouldBe([2, 1, 1, 1, 1, 1, 1, 1]);
    }

    [Fact]
    public void Places_outside_are_refused()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        foreach (Action wrong in (Action[])
        [
            () => _ = x[2], () => _ = x[-3], () => _ = x[^4], () => _ = x[0, 3], () => _ = x[0, 0, 0], () => _ = x[..3], () => _ = x[2..1], () => _ = x[^3..],
            () => x.Narrow(0, 1, 2), () => x.Narrow(0, -1, 1), () => x.Narrow(0, 0, -1), () => x.Narrow(0, int.MaxValue, 1), () => x.Narrow(0, 1, int.MaxValue), () => x.Narrow(2, 0, 1),
            () => x.Sum(2), () => x.Sum(-3), () => x.Sum(100), () => x.Softmax(2), () => x.ArgMax(-3), () => x.Reversed(2), () => x.Squeeze(2), () => x.Unsqueeze(4), () => x.Transpose(0, 2),
            () => x.IndexSelect(0, Tensor.From(2L)), () => x.IndexSelect(0, Tensor.From(-1L)), () => x.Gather(1, Tensor.From(new long[,] { { 3 } })), () => x.Gather(1, Tensor.From(new[,] { { long.MinValue } })),
            () => x.ScatterAdd(0, Tensor.From(new long[,] { { 2 } }), Tensor.Ones([1, 1])), () => Tensor.Cat([x], 2),
        ])
            Should.Throw<IndexException>(wrong);
        Should.Throw<ArgumentOutOfRangeException>(() => TensorIndex.Every(.., 0));
        Should.Throw<ShapeException>(() => x.Sum([0, -2]));
        Should.Throw<ShapeException>(() => x.Permute(0));
        Should.Throw<ShapeException>(() => x.Permute(0, 0));
        Should.Throw<ShapeException>(() => x.Flatten(1, 0));
        Should.Throw<ShapeException>(() => x.Expand([3, 3]));
        Should.Throw<ShapeException>(() => x.Expand([3]));
        Should.Throw<ShapeException>(() => x.SumTo([4]));
        Should.Throw<ShapeException>(() => x.Reshape(-1, -1));
        Should.Throw<ShapeException>(() => x.Reshape(-1, 4));
        Should.Throw<ShapeException>(() => x.Reshape(7));
        Should.Throw<ShapeException>(() => x.Reshape(-2, -3));
    }
}
