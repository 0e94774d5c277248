namespace Nabla.Tests.Backends;

/// <summary>Running sums of rows that take turns have the bits of each row's own sums.</summary>
public sealed class RunningSumTests
{
    [Theory, InlineData(0, 5), InlineData(5, 0), InlineData(1, 1), InlineData(7, 33), InlineData(8, 1), InlineData(19, 40), InlineData(100, 1000), InlineData(3, 40_000)]
    public void Every_row_is_summed_in_order(int rows, int size)
    {
        Tensor x = new RandomStream(1).Normal([rows, size]);
        float[] expected = x.ToArray<float>();
        for (int i = 0; i < expected.Length; i++)
            if (i % size != 0) expected[i] = expected[i - 1] + expected[i];
        x.CumulativeSum(1).ToArray<float>().ShouldBe(expected);
        x.Transpose().CumulativeSum(0).Transpose().ToArray<float>().ShouldBe(expected);
        x.Transpose().Contiguous().CumulativeSum(0).Transpose().ToArray<float>().ShouldBe(expected);
        x.Cast(DType.Float64).CumulativeSum(1).Shape.ShouldBe(x.Shape);

        Tensor whole = (x * 100).Cast(DType.Int64);
        long[] sums = whole.ToArray<long>();
        for (int i = 0; i < sums.Length; i++)
            if (i % size != 0) sums[i] += sums[i - 1];
        whole.CumulativeSum(1).ToArray<long>().ShouldBe(sums);
    }
}
