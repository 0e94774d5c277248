using Nabla.Data;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Training;

namespace Nabla.Lectures;

/// <summary>Two rings that no line separates, and the coordinates in which one does.</summary>
public static class PolarCoordinates
{
    const int Each = 200;

    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("polar", "A change of features (замена признаков): two rings become separable by a line", "002 AI Community",
        "(x, y) → (r, θ) = (√(x² + y²), atan2(y, x))", null, Run);

    static void Run(Lesson lesson)
    {
        var random = new RandomStream(0, "rings");
        double[] noise = random.Normal([2 * Each], deviation: 0.15).ToDoubles();
        var (plane, polar, labels) = (new float[2 * Each, 2], new float[2 * Each, 2], new long[2 * Each]);
        for (int i = 0; i < 2 * Each; i++)
        {
            labels[i] = i % 2;
            double r = 1 + labels[i] + noise[i], angle = 2 * Math.PI * random.NextDouble() - Math.PI;
            (plane[i, 0], plane[i, 1]) = ((float)(r * Math.Cos(angle)), (float)(r * Math.Sin(angle)));
            (polar[i, 0], polar[i, 1]) = ((float)Math.Sqrt(plane[i, 0] * plane[i, 0] + plane[i, 1] * plane[i, 1]), (float)Math.Atan2(plane[i, 1], plane[i, 0]));
        }

        var pictures = new List<Picture>();
        foreach ((string name, string across, string up, float[,] features, double least) in (ReadOnlySpan<(string, string, string, float[,], double)>)
            [("as they are", "x", "y", plane, 0.3), ("in polar coordinates", "r", "θ", polar, 0.98)])
        {
            var data = new TensorDataset(Tensor.From(features), Tensor.From<long>(labels));
            var model = new Linear(2, 2);
            var trainer = new Trainer(model, new Adam(model, learningRate: 0.05), Loss.CrossEntropy);
            trainer.Fit(data, epochs: 60);
            double accuracy = trainer.Evaluate(data).Accuracy ?? 0;
            lesson.ExpectBetween($"accuracy of a linear classifier, rings {name}", accuracy, least, least < 0.5 ? 0.75 : 1);
            Chart chart = new Chart(name, new(across), new(up), 380, 360)
                .Regions((p, q) => (int)trainer.Predict(Tensor.From(new[,] { { (float)p, (float)q } })).ArgMax(1).Item());
            for (int c = 0; c < 2; c++)
            {
                int[] ring = [.. Enumerable.Range(0, 2 * Each).Where(i => labels[i] == c)];
                chart.Points(c == 0 ? "inner" : "outer", [.. ring.Select(i => (double)features[i, 0])], [.. ring.Select(i => (double)features[i, 1])], c);
            }
            pictures.Add(chart);
        }
        lesson.Draw("polar", new Sheet("Two rings and a linear classifier", 2, pictures));
    }
}
