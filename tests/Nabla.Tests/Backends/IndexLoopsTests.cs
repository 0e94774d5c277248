using Nabla.Backends.Cpu;

namespace Nabla.Tests.Backends;

public sealed class IndexLoopsTests
{
    [Theory, InlineData(1), InlineData(3), InlineData(16), InlineData(37)]
    public void Gather_copies_and_scatter_adds_rows(int rowLength)
    {
        var random = new Random(1);
        double[] table = [.. Enumerable.Range(0, 10 * rowLength).Select(_ => random.NextDouble())];
        int[] indices = [3, 9, 0, 3, 3, 7];
        var gathered = new double[indices.Length * rowLength];
        IndexLoops.GatherRows<double, int>(table, indices, rowLength, gathered);
        for (int i = 0; i < gathered.Length; i++) gathered[i].ShouldBe(table[indices[i / rowLength] * rowLength + i % rowLength]);

        double[] sums = [.. table], expected = [.. table];
        IndexLoops.ScatterAddRows<double, long>(gathered, Array.ConvertAll(indices, x => (long)x), rowLength, sums);
        for (int i = 0; i < gathered.Length; i++) expected[indices[i / rowLength] * rowLength + i % rowLength] += gathered[i];
        sums.ShouldBe(expected);
    }

    [Fact]
    public void Small_elements_and_empty_rows_work()
    {
        var bytes = new byte[2];
        IndexLoops.GatherRows<byte, long>([1, 2, 3], [2L, 0L], 1, bytes);
        bytes.ShouldBe([3, 1]);
        IndexLoops.GatherRows<float, int>([], [1, 2], 0, []);
        IndexLoops.ScatterAddRows<float, int>([], [], 4, new float[8]);
    }

    [Theory, InlineData(-1L), InlineData(3L), InlineData(1L << 32)]
    public void An_index_outside_is_named(long index)
    {
        string message = Should.Throw<IndexOutOfRangeException>(() => IndexLoops.GatherRows<float, long>(new float[6], [0L, index], 2, new float[4])).Message;
        message.ShouldBe($"Index {index} at position 1 is outside the 3 rows (0 to 2).");
        Should.Throw<IndexOutOfRangeException>(() => IndexLoops.ScatterAddRows<float, long>(new float[4], [0L, index], 2, new float[6])).Message.ShouldBe(message);
    }
}
