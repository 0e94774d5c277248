using Nabla.Data;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Training;

namespace Nabla.Lectures;

/// <summary>How neurons, layers and regularisation change a decision boundary.</summary>
public static class DecisionBoundaries
{
    const int Each = 60;

    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("boundary", "Decision boundaries: more neurons bend them, regularisation (регуляризация) smooths them", "002 AI Community",
        "L = cross-entropy, and w ← w − ηλw each step (decoupled weight decay)", null, Run);

    static void Run(Lesson lesson)
    {
        // Two spirals with noise: few neurons cannot follow them, many follow the noise.
        var random = new RandomStream(0, "spirals");
        double[] noise = random.Normal([2 * Each, 2], deviation: 0.12).ToDoubles();
        var (points, labels) = (new float[2 * Each, 2], new long[2 * Each]);
        for (int i = 0; i < 2 * Each; i++)
        {
            labels[i] = i % 2;
            double t = i / (2.0 * Each), angle = 2.6 * Math.PI * t + Math.PI * labels[i], r = 0.3 + 1.4 * t;
            (points[i, 0], points[i, 1]) = ((float)(r * Math.Cos(angle) + noise[2 * i]), (float)(r * Math.Sin(angle) + noise[2 * i + 1]));
        }
        var data = new TensorDataset(Tensor.From(points), Tensor.From<long>(labels));
        var pictures = new List<Picture>();
        (string Name, int[] Hidden)[] networks = [("3 neurons", [3]), ("20 neurons", [20]), ("20 + 20 neurons", [20, 20])];
        foreach (double decay in (double[])[0, 0.1, 1])
            foreach ((string name, int[] hidden) in networks)
            {
                Sequential model = Net(hidden);
                var trainer = new Trainer(model, new AdamW(model, learningRate: 0.02, weightDecay: decay), Loss.CrossEntropy);
                trainer.Fit(data, epochs: 150, batchSize: 30);
                lesson.Figure(Invariant($"training accuracy, {name}, λ = {decay}"), trainer.Evaluate(data).Accuracy ?? 0);
                pictures.Add(Plane(Invariant($"{name}, λ = {decay}"), trainer));
            }
        lesson.ExpectBetween("20 + 20 neurons − 3 neurons, λ = 0", lesson.Figures["training accuracy, 20 + 20 neurons, λ = 0"] - lesson.Figures["training accuracy, 3 neurons, λ = 0"], 0.05);
        lesson.Draw("boundary", new Sheet("Decision boundaries of two spirals", networks.Length, pictures));

        Chart Plane(string name, Trainer trainer)
        {
            Chart chart = new Chart(name, new("x", Least: -2.2, Most: 2.2), new("y", Least: -2.2, Most: 2.2), 330, 330)
                .Regions((x, y) => (int)trainer.Predict(Tensor.From(new[,] { { (float)x, (float)y } })).ArgMax(1).Item());
            for (int c = 0; c < 2; c++)
            {
                int[] those = [.. Enumerable.Range(0, 2 * Each).Where(i => labels[i] == c)];
                chart.Points("", [.. those.Select(i => (double)points[i, 0])], [.. those.Select(i => (double)points[i, 1])], c);
            }
            return chart;
        }
    }

    static Sequential Net(params int[] hidden)
    {
        var layers = new List<Module>();
        int inputs = 2;
        foreach (int neurons in hidden)
        {
            layers.Add(new Linear(inputs, neurons));
            layers.Add(new Tanh());
            inputs = neurons;
        }
        return new Sequential([.. layers, new Linear(inputs, 2)]);
    }
}
