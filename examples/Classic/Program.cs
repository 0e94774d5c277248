// The systems before backpropagation, and beside it, each on data it was made for: what it reaches, and in what time.
// classic [NAME…] takes perceptron, svm, logistic, rbm, dbn, hopfield, spikes; without a name all of them.
// With --digits they learn the digits that the package carries; else MNIST (nabla data get mnist).
using System.Diagnostics;
using Nabla;
using Nabla.Classic;
using Nabla.Data;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Training;

bool small = args.Contains("--digits", StringComparer.Ordinal);
Dataset data = small ? Datasets.Digits : Datasets.Mnist;
int pixels = small ? 64 : 784;
var shows = new (string Name, Func<string> Show)[]
{
    ("perceptron", Perceptrons), ("svm", SupportVectors), ("logistic", Logistic), ("rbm", Boltzmann), ("dbn", DeepBelief), ("hopfield", Hopfield), ("spikes", Spikes),
};
string[] wanted = [.. args.Where(a => a != "--digits")];
if (wanted.Except(shows.Select(s => s.Name), StringComparer.Ordinal).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"classic: there is no {unknown}: they are {string.Join(", ", shows.Select(s => s.Name))}.");
    return 2;
}
foreach ((string name, Func<string> show) in shows)
{
    if (wanted.Length > 0 && !wanted.Contains(name, StringComparer.Ordinal)) continue;
    var clock = Stopwatch.StartNew();
    string figures = show();
    Console.WriteLine(FormattableString.Invariant($"{name}: {figures} ({clock.Elapsed.TotalSeconds:0.0} s)"));
}
return 0;

// One weight vector a class, moved by mistakes alone.
string Perceptrons() => (small ? "accuracy on the test part after three epochs " : "accuracy on the test part after three epochs, of the pocket after one, ") + string.Join(", ", Enum.GetValues<PerceptronVariant>().Select(variant =>
{
    var model = new Perceptron(pixels, classes: 10, variant);
    model.Fit(data.Train, epochs: variant == PerceptronVariant.Pocket && !small ? 1 : 3);
    return FormattableString.Invariant($"{variant} {1 - model.ErrorRate(data.Test):0.0000}");
}));

// The multiclass hinge loss: a template a class.
string SupportVectors()
{
    var model = new LinearSvm(pixels, 10);
    var trainer = new Trainer(model, new Adam(model), model.Objective);
    trainer.Fit(data.Train, epochs: small ? 30 : 3, batchSize: small ? 32 : 128);
    return FormattableString.Invariant($"accuracy on the test part {trainer.Evaluate(data.Test).Accuracy:0.0000}");
}

// The gradient by hand beside that of the graph, and what descent along it learns.
string Logistic()
{
    var model = new LogisticRegression(30);
    var trainer = new Trainer(model, new Sgd(model, 0.1), Loss.BinaryCrossEntropy);
    trainer.Fit(Datasets.BreastCancer.Train, epochs: 30);
    Batch train = Datasets.BreastCancer.Train.Take([.. Enumerable.Range(0, Datasets.BreastCancer.Train.Count)]);
    Batch test = Datasets.BreastCancer.Test.Take([.. Enumerable.Range(0, Datasets.BreastCancer.Test.Count)]);
    Tensor graph = Gradient.Of(Loss.BinaryCrossEntropy(model.Call(train.Inputs), train.Targets), model.Weight);
    double apart = (graph - model.GradientOf(train.Inputs, train.Targets).Weight).Abs().Max().Item();
    double right = model.Predict(test.Inputs).EqualTo(test.Targets).Cast(DType.Float32).Mean().Item();
    return FormattableString.Invariant($"accuracy on cells never seen {right:0.000}; closed form and graph differ by {apart:0e0}");
}

// Contrastive divergence: reconstructions get better, epoch by epoch.
string Boltzmann()
{
    var model = new RestrictedBoltzmannMachine(pixels, small ? 32 : 256);
    var training = new ContrastiveDivergence(model, new Sgd(model, learningRate: 0.1, momentum: 0.5));
    IReadOnlyList<double> errors = training.Fit(data.Train, epochs: 5, batchSize: small ? 32 : 64);
    return $"reconstruction error by epoch {string.Join(" ", errors.Select(e => FormattableString.Invariant($"{e:0.0000}")))}";
}

// Greedy pre-training, then backpropagation through the same weights.
string DeepBelief()
{
    var network = new DeepBeliefNetwork(small ? [64, 48, 32] : [784, 500, 250]);
    network.Pretrain(data.Train, epochs: small ? 10 : 2, batchSize: small ? 32 : 100);
    Sequential model = network.Unroll(classes: 10);
    var trainer = new Trainer(model, new Adam(model, small ? 1e-2 : 2e-3), Loss.CrossEntropy);
    trainer.Fit(data.Train, epochs: small ? 15 : 5, batchSize: small ? 32 : 128);
    return FormattableString.Invariant($"accuracy on the test part {trainer.Evaluate(data.Test).Accuracy:0.0000}");
}

// Recall from a quarter of flipped bits, and where the memory breaks.
string Hopfield()
{
    const int units = 500;
    Tensor stored = Patterns(units / 20, units);
    Tensor flipped = new RandomStream(11, "flips").Uniform(stored.Shape).ArgSort(1) < units / 4; // exactly a quarter of each
    Tensor damaged = Tensor.Where(flipped, -stored, stored);
    double Kept(double load, HopfieldRule rule)
    {
        Tensor patterns = Patterns((int)Math.Round(load * units), units);
        var model = new HopfieldNetwork(units);
        model.Store(patterns, rule);
        return (model.Recall(patterns) * patterns).Mean().Item();
    }
    var memory = new HopfieldNetwork(units);
    memory.Store(stored);
    double recalled = (memory.Recall(damaged) * stored).Mean().Item();
    double[] loads = [0.10, 0.12, 0.138, 0.16, 0.18, 0.20];
    string curve = string.Join(" ", loads.Select(load => FormattableString.Invariant($"{load}:{Kept(load, HopfieldRule.Hebbian):0.000}")));
    return FormattableString.Invariant($"overlap after recall {recalled:0.0000}; patterns a unit:overlap {curve}; by projection 0.5:{Kept(0.5, HopfieldRule.Projection):0.000}");
}

Tensor Patterns(int count, int units) => (new RandomStream(7, "patterns").Uniform([count, units]) < 0.5).Cast(DType.Float32) * 2 - 1;

// A network that nobody trains: its weights are written down, and its error falls as the square of their number.
string Spikes()
{
    int[] onLine = [8, 16, 32, 64], onPlane = [4, 8, 16];
    string line = string.Join(" ", onLine.Select(n => FormattableString.Invariant($"{new SpikeApproximator(Math.Sin, 0, 2 * Math.PI, n + 1).SupError():0.0e0}")));
    string plane = string.Join(" ", onPlane.Select(n => FormattableString.Invariant($"{new SpikeApproximator((x, y) => Math.Sin(x) * Math.Cos(y), (0, 3), (0, 3), n + 1).SupError(61):0.0e0}")));
    return $"largest error of the sine with 8, 16, 32, 64 pieces {line}; of sin x cos y with 4, 8, 16 each way {plane}";
}
