using Nabla.Backends.Cpu;

namespace Nabla.Tests.Backends;

public sealed class IndexLoopsTests
{
    [Theory, InlineData(1), InlineData(3), InlineData(16), InlineData(37)]
    public void Gather_copies_and_scatter_adds_rows(int rowLength)
    {
        var random = new Random(1);
        double[] table = [.. Enumerable.Range(0, 10 * rowLength).Select(_ => random.NextDouble())];
        long[] indices = [3, 9, 0, 3, 3, 7];
        var gathered = new double[indices.Length * rowLength];
        IndexLoops.GatherRows<double>(table, indices, rowLength, gathered);
        for (int i = 0; i < gathered.Length; i++) gathered[i].ShouldBe(table[(int)indices[i / rowLength] * rowLength + i % rowLength]);

        double[] sums = [.. table], expected = [.. table];
        IndexLoops.ScatterAddRows<double>(gathered, indices, rowLength, sums);
        for (int i = 0; i < gathered.Length; i++) expected[(int)indices[i / rowLength] * rowLength + i % rowLength] += gathered[i];
        sums.ShouldBe(expected);
    }

    [Fact]
    public void Small_elements_and_empty_rows_work()
    {
        var bytes = new byte[2];
        IndexLoops.GatherRows<byte>([1, 2, 3], [2L, 0L], 1, bytes);
        bytes.ShouldBe([3, 1]);
        IndexLoops.GatherRows<float>([], [1, 2], 0, []);
        IndexLoops.ScatterAddRows<float>([], [], 4, new float[8]);
    }

    [Theory, InlineData(-1L), InlineData(3L), InlineData(1L << 32)]
    public void A_place_outside_is_named_before_anything_is_read(long place)
    {
        IndexException error = Should.Throw<IndexException>(() => Tensor.Zeros([3, 2]).IndexSelect(0, Tensor.From(0L, place)));
        error.Message.ShouldBe($"IndexSelect: cannot take place {place} of axis 0 of [3, 2]: its size is 3. (Place number 1 of [2].)");
        error.Index.ShouldBe(place);
        error.Size.ShouldBe(3);
    }
}
