using Nabla.Data;

namespace Nabla.Tests.Data;

public sealed class DatasetTests
{
    static readonly TensorDataset Ten = new(Tensor.From([.. Enumerable.Range(0, 20).Select(i => (float)i)], [10, 2]), Tensor.From([.. Enumerable.Range(0, 10).Select(i => (long)i)], [10]));

    [Fact]
    public void A_batch_holds_the_examples_in_the_order_asked_for()
    {
        Batch batch = Ten.Take([7, 0, 7]);
        batch.Count.ShouldBe(3);
        batch.Inputs.Shape.ShouldBe([3, 2]);
        batch.Inputs.ToArray<float>().ShouldBe([14, 15, 0, 1, 14, 15]);
        batch.Targets.ToArray<long>().ShouldBe([7, 0, 7]);
        Ten.Take([3, 4, 5]).Targets.ToArray<long>().ShouldBe([3, 4, 5]);
        Should.Throw<IndexException>(() => Ten.Take([1, 10]));
        Should.Throw<IndexException>(() => Ten.Take([9, 10]));
        Should.Throw<IndexException>(() => Ten.Take([-1]));
    }

    [Fact]
    public void Inputs_and_targets_must_be_as_many() =>
        Should.Throw<ShapeException>(() => new TensorDataset(Tensor.Zeros([3, 2]), Tensor.Zeros([4]))).Message
            .ShouldBe("TensorDataset: cannot pair inputs [3, 2] with targets [4]: the first axis counts the examples of both.");

    [Theory, InlineData(10, 3, 4), InlineData(9, 3, 3), InlineData(1, 100, 1), InlineData(0, 4, 0)]
    public void Every_example_is_in_one_batch(int count, int size, int batches)
    {
        var order = new BatchOrder(count, size);
        order.Count.ShouldBe(batches);
        foreach (bool shuffled in (bool[])[false, true])
        {
            if (shuffled) order.Shuffle(0, 3);
            List<int> met = [];
            for (int i = 0; i < order.Count; i++) met.AddRange(order[i]);
            met.Order().ShouldBe(Enumerable.Range(0, count));
        }
    }

    [Fact]
    public void An_order_follows_from_seed_and_epoch_alone()
    {
        int[] Order(ulong seed, params int[] epochs)
        {
            var order = new BatchOrder(100, 100);
            foreach (int epoch in epochs) order.Shuffle(seed, epoch);
            return order[0].ToArray();
        }
        Order(1, 5).ShouldBe(Order(1, 0, 1, 5));
        Order(1, 5).ShouldNotBe(Order(1, 4));
        Order(1, 5).ShouldNotBe(Order(2, 5));
    }

    [Fact]
    public void A_part_of_a_known_data_set_is_a_data_set()
    {
        Batch digits = Datasets.Digits.Train.Take([5, 2]);
        digits.Inputs.Shape.ShouldBe([2, 64]);
        digits.Inputs.ToArray<float>()[..64].ShouldBe(Datasets.Digits.Train.Input(5).ToArray());
        digits.Targets.ToArray<long>().ShouldBe([Datasets.Digits.Train.Labels[5], Datasets.Digits.Train.Labels[2]]);
        Batch diabetes = Datasets.Diabetes.Test.Take([0]);
        diabetes.Targets.Shape.ShouldBe([1, 1]);
        diabetes.Targets.DType.ShouldBe(DType.Float32);
    }
}
