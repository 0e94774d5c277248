using Nabla.Data;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Training;

namespace Nabla.Lectures;

/// <summary>Gradient descent with single examples, mini-batches and all of them, and with rates too small and too large.</summary>
public static class LearningRates
{
    const int Epochs = 25;

    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("rates", "Gradient descent (градиентный спуск): what batches and learning rates do to the loss", "001 Nikolenko",
        "w ← w − η·∇L(w): L of one example (stochastic), of a mini-batch, or of all", null, Run);

    static void Run(Lesson lesson)
    {
        DatasetPart data = Datasets.BreastCancer.Train;
        double[] epochs = [.. Enumerable.Range(1, Epochs).Select(e => (double)e)];
        var rates = new Chart("Loss by learning rate (mini-batches of 32)", new("epoch"), new("loss", AxisScale.Logarithmic, Least: 0.01, Most: 20), 420, 340);
        foreach (double rate in (double[])[1e-4, 1e-2, 1, 30])
        {
            double[] losses = Losses(data, rate, 32);
            rates.Line(Invariant($"η = {rate}"), epochs, losses);
            lesson.Figure(Invariant($"loss after {Epochs} epochs, η = {rate}"), losses[^1]);
        }
        lesson.ExpectBetween("too small a rate is slow: loss at 0.0001 / loss at 0.01", lesson.Figures["loss after 25 epochs, η = 0.0001"] / lesson.Figures["loss after 25 epochs, η = 0.01"], 2);
        lesson.ExpectBetween("too large a rate leaps: loss at 30 / loss at 1", lesson.Figures["loss after 25 epochs, η = 30"] / lesson.Figures["loss after 25 epochs, η = 1"], 2);

        var batches = new Chart("Loss by batch (η = 0.05)", new("epoch"), new("loss", AxisScale.Logarithmic), 420, 340);
        foreach ((string name, int size) in (ReadOnlySpan<(string, int)>)[("one example", 1), ("32 examples", 32), ("all examples", data.Count)])
        {
            double[] losses = Losses(data, 0.05, size);
            batches.Line(name, epochs, losses);
            lesson.Figure($"loss after {Epochs} epochs, {name} a step", losses[^1]);
        }
        lesson.Draw("rates", new Sheet("Gradient descent on breast cancer", 2, [rates, batches]));
    }

    static double[] Losses(IDataset data, double rate, int batch)
    {
        var model = new Sequential(new Linear(30, 8), new Tanh(), new Linear(8, 2));
        var trainer = new Trainer(model, new Sgd(model, rate), Loss.CrossEntropy);
        return [.. Enumerable.Range(0, Epochs).Select(_ => trainer.Fit(data, epochs: 1, batch).Loss)];
    }
}
