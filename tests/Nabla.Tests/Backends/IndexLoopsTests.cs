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

    [Theory, InlineData(1, 7), InlineData(3, 200), InlineData(300, 70), InlineData(70, 300)]
    public void Elements_along_either_axis_are_taken_from_views_and_added_back(int rows, int columns)
    {
        var random = new RandomStream(1);
        Tensor x = random.Normal([rows, columns]);
        foreach (int axis in new[] { 0, 1 })
        {
            Tensor places = random.Integers([Math.Max(1, rows - 2), columns], 0, x.Shape[axis]);
            if (axis == 1) places = random.Integers([rows, columns + 5], 0, columns);
            foreach (Tensor view in new[] { x, x.Transpose().Contiguous().Transpose(), x.Reversed(0).Contiguous().Reversed(0), x.Reversed(1).Contiguous().Reversed(1) })
            {
                float[] taken = view.Gather(axis, places).ToArray<float>(), from = x.ToArray<float>();
                long[] at = places.ToArray<long>();
                var sums = new float[from.Length];
                int width = places.Shape[1];
                for (int i = 0; i < at.Length; i++)
                {
                    int place = axis == 0 ? (int)at[i] * columns + i % width : i / width * columns + (int)at[i];
                    taken[i].ShouldBe(from[place]);
                    sums[place] += taken[i];
                }
                Tensor.Zeros([rows, columns]).ScatterAdd(axis, places, Tensor.From(taken).Reshape(places.Shape)).ToArray<float>().ShouldBe(sums);
            }

            Tensor vector = random.Integers([400], 0, x.Shape[axis]);
            Tensor selected = x.IndexSelect(axis, vector);
            Tensor wide = axis == 0 ? vector.Reshape([400, 1]).Expand([400, columns]) : vector.Expand([rows, 400]);
            selected.ToArray<float>().ShouldBe(x.Gather(axis, wide).ToArray<float>());
            Tensor leaf = x.RequireGrad();
            Tensor gradient = Gradient.Of(leaf.IndexSelect(axis, vector), [leaf], selected)[0];
            gradient.ToArray<float>().ShouldBe(Tensor.Zeros([rows, columns]).ScatterAdd(axis, wide, selected).ToArray<float>());
        }
    }

    [Fact]
    public void Every_place_is_checked()
    {
        for (int wrong = 0; wrong < 40; wrong++)
        {
            long[] places = new long[40];
            places[wrong] = wrong % 2 == 0 ? 3 : -1;
            IndexException error = Should.Throw<IndexException>(() => Tensor.Zeros([3, 2]).IndexSelect(0, Tensor.From(places)));
            error.Message.ShouldContain($"(Place number {wrong} of [40].)");
        }
    }

    [Theory, InlineData(0), InlineData(1), InlineData(100)]
    public void A_mask_names_the_places_where_it_holds(int size)
    {
        var random = new Random(size);
        foreach (double share in new[] { 0, 0.3, 1 })
        {
            bool[] mask = [.. Enumerable.Range(0, size).Select(_ => random.NextDouble() < share)];
            long[] expected = [.. Enumerable.Range(0, size).Where(i => mask[i]).Select(i => (long)i)];
            Tensor.From(mask).Places().ToArray<long>().ShouldBe(expected);
            Tensor.From(mask).Reversed().Places().ToArray<long>().ShouldBe(expected.Select(i => size - 1 - i).Reverse());
        }
    }

    [Fact]
    public void A_vector_has_its_one_in_every_type()
    {
        foreach (DType type in Enum.GetValues<DType>())
        {
            Tensor y = Tensor.From(new long[,] { { 2, 0 }, { 1, 2 } }).OneHot(3, type);
            y.DType.ShouldBe(type);
            y.Shape.ShouldBe([2, 2, 3]);
            y.ToDoubles().ShouldBe([0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1]);
        }
        Tensor.Zeros([0], DType.Int64).OneHot(3).Shape.ShouldBe([0, 3]);
    }
}
