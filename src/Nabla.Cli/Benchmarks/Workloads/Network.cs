using Nabla.Layers;
using Nabla.Optimizers;

namespace Nabla.Cli.Benchmarks.Workloads;

/// <summary>A network that is timed in training and in inference.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Create">Makes the model.</param>
/// <param name="Inputs">Draws the inputs of so many examples.</param>
/// <param name="Optimizer">Makes what trains it.</param>
/// <param name="Batch">Examples of a training step.</param>
internal sealed record Network(string Name, Func<Module> Create, Func<RandomStream, int, Tensor> Inputs, Func<Module, Optimizer> Optimizer, int Batch)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Network> All { get; } =
    [
        new("lecture_mlp", () => new LecturePerceptron(), (random, n) => random.Normal([n, 1000]), m => new Sgd(m, 1e-4), 64)
        {
            Outputs = (random, n) => random.Normal([n, 10]),
            Loss = (output, target) => (output - target).Square().Sum(),
            InputMultiplyAdds = n => n * 1000L * 100,
        },
        new("mnist_mlp", () => new Sequential(new Linear(784, 128), new Relu(), new Linear(128, 10)),
            (random, n) => random.Uniform([n, 784]), m => new Sgd(m, 0.1), 64),
        new("mnist_mlp_adam", () => new Sequential(new Linear(784, 512), new Relu(), new Linear(512, 512), new Relu(), new Linear(512, 10)),
            (random, n) => random.Uniform([n, 784]), m => new Adam(m), 128) { States = 2 },
        new("lenet", () => new Sequential(
            new Conv2d(1, 6, 5, padding: 2), new Tanh(), new AvgPool2d(2), new Conv2d(6, 16, 5), new Tanh(), new AvgPool2d(2),
            new Flatten(), new Linear(400, 120), new Tanh(), new Linear(120, 84), new Tanh(), new Linear(84, 10)),
            (random, n) => random.Uniform([n, 1, 28, 28]), m => new Sgd(m, 0.05, momentum: 0.9), 64) { States = 1 },
        new("cnn", () => new Sequential(Stage(3, 32), Stage(32, 64), Stage(64, 128), new Flatten(), new Linear(2048, 10)),
            (random, n) => random.Uniform([n, 3, 32, 32]), m => new Sgd(m, 0.05, momentum: 0.9), 64) { States = 1 },
        new("gpt", () => new CausalLanguageModel(65, context: 64, embedDim: 128, numHeads: 4, numLayers: 4),
            (random, n) => random.Integers([n, 64], 0, 65), m => new AdamW(m, 3e-4), 16)
        {
            Outputs = (random, n) => random.Integers([n * 64], 0, 65),
            Loss = (logits, target) => Losses.Loss.CrossEntropy(logits.Flatten(0, 1), target),
            States = 2,
        },
        new("lstm", () => new Sequential(new Lstm(64, 128, numLayers: 2), new LastStep(), new Linear(128, 10)),
            (random, n) => random.Uniform([n, 64, 64]), m => new Adam(m), 32)
        {
            InputMultiplyAdds = n => 64L * n * 4 * 128 * 64,
            States = 2,
        },
    ];

    /// <summary>Draws what so many examples should give: one of ten classes unless set.</summary>
    public Func<RandomStream, int, Tensor> Outputs { get; init; } = (random, n) => random.Integers([n], 0, 10);

    /// <summary>Output and target to a scalar: the cross-entropy of logits unless set.</summary>
    public Func<Tensor, Tensor, Tensor> Loss { get; init; } = Losses.Loss.CrossEntropy;

    /// <summary>How many numbers the optimizer remembers of each parameter.</summary>
    public int States { get; init; }

    /// <summary>The multiply-adds of so many examples in products with the inputs, whose gradient nobody needs; those of the first layer unless set.</summary>
    public Func<int, long>? InputMultiplyAdds { get; init; }

    static Sequential Stage(int channelsIn, int channelsOut) =>
        new(new Conv2d(channelsIn, channelsOut, 3, padding: 1, bias: false), new BatchNorm2d(channelsOut), new Relu(), new MaxPool2d(2));

    /// <summary>σ(x·w₁)·w₂ with weights from the standard normal distribution.</summary>
    sealed class LecturePerceptron : Module
    {
        readonly Parameter w1, w2;

        public LecturePerceptron()
        {
            w1 = AddParameter("w1", [1000, 100], new Initializers.Normal());
            w2 = AddParameter("w2", [100, 10], new Initializers.Normal());
        }

        public override Tensor Forward(Tensor x) => x.MatMul(w1).Sigmoid().MatMul(w2);

        public override Shape OutputShape(Shape input) => input.With(-1, 10);

        public override long MultiplyAdds(Shape input) => input[0] * (w1.ElementCount + w2.ElementCount);
    }
}
