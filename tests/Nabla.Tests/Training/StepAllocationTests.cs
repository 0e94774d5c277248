using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;

namespace Nabla.Tests.Training;

/// <summary>What a step of a steady loop leaves to the collector: bytes, with some slack. Small as these models are, much of it is tensors under 1 KB, which no scope lends.</summary>
public sealed class StepAllocationTests
{
    [Fact]
    public void Scalar_formula()
    {
        Tensor x = Tensor.Scalar(2, DType.Float64).RequireGrad(), y = Tensor.Scalar(5, DType.Float64).RequireGrad();
        BytesOf(() => GC.KeepAlive(Gradient.Of(x.Log() + x * y - y.Sin(), [x, y]))).ShouldBeLessThan(2_100);
    }

    [Fact]
    public void Operation_on_one_element_with_its_gradient()
    {
        const int chain = 64;
        Tensor x = Tensor.From(0.5f).RequireGrad();
        (BytesOf(() =>
        {
            Tensor y = x;
            for (int i = 0; i < chain; i++) y = y.Tanh();
            y.Sum().Backward();
            x.ClearGrad();
        }) / chain).ShouldBeLessThan(350);
    }

    [Fact]
    public void View_of_a_constant_is_one_object()
    {
        Tensor x = Tensor.Zeros([8, 16, 32]);
        using var constant = new NoGrad();
        BytesOf(() => GC.KeepAlive(x.Transpose())).ShouldBeLessThan(100);
        BytesOf(() => GC.KeepAlive(x.Reshape(128, 32))).ShouldBeLessThan(100);
        BytesOf(() => GC.KeepAlive(x[1..3])).ShouldBeLessThan(100);
        BytesOf(() => GC.KeepAlive(x.Narrow(1, 2, 4))).ShouldBeLessThan(100);
    }

    [Theory]
    [InlineData("transformer", 23_000)]
    [InlineData("lstm", 20_000)]
    [InlineData("cnn", 16_000)]
    [InlineData("mlp", 4_000)]
    public void Training_step(string model, int bound) => BytesOf(Step(model)).ShouldBeLessThan(bound);

    static Action Step(string model)
    {
        var random = new RandomStream(0, "allocation");
        (Module network, Tensor x, Tensor labels) = model switch
        {
            "transformer" => (new CausalLanguageModel(17, context: 16, embedDim: 32, numHeads: 4, numLayers: 2), random.Integers([4, 16], 0, 17), random.Integers([64], 0, 17)),
            "lstm" => ((Module)new Sequential(new Lstm(16, 32, numLayers: 2), new LastStep(), new Linear(32, 10)), random.Uniform([8, 12, 16]), random.Integers([8], 0, 10)),
            "cnn" => (new Sequential(Stage(3, 16), Stage(16, 32), new Flatten(), new Linear(512, 10)), random.Uniform([8, 3, 16, 16]), random.Integers([8], 0, 10)),
            _ => (new Sequential(new Linear(64, 128), new Relu(), new Linear(128, 10)), random.Uniform([32, 64]), random.Integers([32], 0, 10)),
        };
        var optimizer = new Adam(network);
        var scope = new StepScope();
        return () =>
        {
            using var step = scope.Open();
            optimizer.ZeroGrad();
            Tensor y = network.Call(x);
            Loss.CrossEntropy(y.Rank == 3 ? y.Flatten(0, 1) : y, labels).Backward();
            optimizer.Step();
        };
    }

    static Sequential Stage(int channelsIn, int channelsOut) =>
        new(new Conv2d(channelsIn, channelsOut, 3, padding: 1, bias: false), new BatchNorm2d(channelsOut), new Relu(), new MaxPool2d(2));

    static long BytesOf(Action step)
    {
        for (int i = 0; i < 100; i++) step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++) step();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / 20;
    }
}
