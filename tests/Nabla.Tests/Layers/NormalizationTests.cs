using Nabla.Layers;

namespace Nabla.Tests.Layers;

public sealed class NormalizationTests
{
    static readonly Tensor Batch = Tensor.From<double>([1, 10, 3, 30, 5, 20, 7, 0], [4, 2]);

    [Fact]
    public void Running_statistics_follow_the_batches_of_a_training_with_the_unbiased_variance()
    {
        var layer = new BatchNorm1d(2);
        layer.Cast(DType.Float64);
        Tensor y = layer.Forward(Batch);
        y.Mean(0).ToDoubles().ShouldBe([0, 0], 1e-12);
        y.Variance(0, correction: 0).ToDoubles().ShouldBe([5 / 5.00001, 125 / 125.00001], 1e-12);
        layer.RunningMean.ToDoubles().ShouldBe([0.4, 1.5], 1e-12);
        layer.RunningVariance.ToDoubles().ShouldBe([0.9 + 0.1 * 20 / 3, 0.9 + 0.1 * 500 / 3], 1e-12);
        layer.BatchesTracked.Item().ShouldBe(1);
        layer.Forward(Batch);
        layer.RunningMean.ToDoubles().ShouldBe([0.4 * 0.9 + 0.4, 1.5 * 0.9 + 1.5], 1e-12);
        layer.BatchesTracked.Item().ShouldBe(2);
    }

    [Fact]
    public void In_use_the_running_statistics_are_used_and_kept()
    {
        var layer = new BatchNorm1d(2, epsilon: 0);
        layer.Eval();
        layer.SetBuffer("running_mean", Tensor.From(1f, 10));
        layer.SetBuffer("running_var", Tensor.From(4f, 25));
        layer.Forward(Batch.Cast(DType.Float32)).ToDoubles().ShouldBe([0, 0, 1, 4, 2, 2, 3, -2], 1e-6);
        layer.RunningMean.ToDoubles().ShouldBe([1, 10]);
        layer.BatchesTracked.Item().ShouldBe(0);
    }

    [Fact]
    public void Statistics_are_saved_put_back_at_the_start_and_not_trained()
    {
        var model = new Sequential(new BatchNorm1d(2));
        model.NamedBuffers().Select(b => b.Path).ShouldBe(["0.running_mean", "0.running_var", "0.num_batches_tracked"]);
        model.NamedParameters().Select(p => p.Path).ShouldBe(["0.weight", "0.bias"]);
        model.Forward(Batch.Cast(DType.Float32));
        model.Initialize(1);
        model.NamedBuffers().SelectMany(b => b.Value.ToDoubles()).ShouldBe([0, 0, 1, 1, 0]);
        new BatchNorm2d(3, affine: false).Parameters().ShouldBeEmpty();
    }

    [Fact]
    public void Layers_that_normalise_each_example_do_the_same_in_training_and_in_use()
    {
        Tensor x = new RandomStream(0).Normal([2, 4, 3]);
        foreach (Module layer in (Module[])[new LayerNorm([3]), new RmsNorm([4, 3]), new GroupNorm(2, 4), new InstanceNorm1d(4)])
        {
            double[] training = layer.Forward(x).ToDoubles();
            layer.Eval();
            layer.Forward(x).ToDoubles().ShouldBe(training);
        }
    }

    [Fact]
    public void A_weight_norm_starts_as_the_layer_was_whatever_was_drawn_first()
    {
        foreach (bool again in (bool[])[false, true])
        {
            var model = new WeightNorm(new Conv2d(2, 3, 2));
            if (again)
            {
                _ = model.Length.ToDoubles();
                model.Initialize(7);
            }
            model.Length.Shape.ShouldBe([3, 1, 1, 1]);
            model.Weight.ToDoubles().ShouldBe(model.Direction.ToDoubles(), 1e-6);
        }
    }
}
