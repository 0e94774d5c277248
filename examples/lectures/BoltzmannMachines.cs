using Nabla.Classic;
using Nabla.Data;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Training;

namespace Nabla.Lectures;

/// <summary>Restricted Boltzmann machines, and deep belief networks made of them.</summary>
public static class BoltzmannMachines
{
    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("rbm", "Restricted Boltzmann machines (машины Больцмана) and deep belief networks: features without a teacher, then fine-tuning (предобучение)",
        "001 Nikolenko: the revolution of 2006", "p(v, h) ∝ exp(b·v + c·h + hᵀWv);  P(h = 1|v) = σ(Wv + c), P(v = 1|h) = σ(Wᵀh + b);  ΔW = η(⟨hvᵀ⟩data − ⟨hvᵀ⟩after k steps)", null, Run);

    static void Run(Lesson lesson)
    {
        DatasetPart train = Datasets.Digits.Train, test = Datasets.Digits.Test;
        lesson.Say("one machine, 64 visible and 64 hidden units, contrastive divergence of one step, on 8×8 digits");
        var machine = new RestrictedBoltzmannMachine(64, 64);
        double before = machine.ReconstructionError(test);
        IReadOnlyList<double> errors = new ContrastiveDivergence(machine, new Sgd(machine, 0.1, momentum: 0.5)).Fit(train, epochs: 30, batchSize: 20, cancellation: lesson.Stop);
        lesson.Figure("reconstruction error, epoch 1", errors[0]);
        lesson.Figure("reconstruction error, epoch 30", errors[^1]);
        lesson.ExpectBetween("epoch 30 / epoch 1: it falls", errors[^1] / errors[0], 0, 0.5);
        lesson.ExpectBetween("on the test part: trained / untrained", machine.ReconstructionError(test) / before, 0, 0.3);

        lesson.Say("a network 64 → 64 → 64 → 64 → 10 of sigmoids, stochastic gradient descent with and without greedy pre-training");
        var belief = new DeepBeliefNetwork([64, 64, 64, 64]);
        belief.Pretrain(train, epochs: 20, batchSize: 20, cancellation: lesson.Stop);
        Sequential pretrained = belief.Unroll(10), random = new(new Flatten(), new Linear(64, 64), new Sigmoid(), new Linear(64, 64), new Sigmoid(), new Linear(64, 64), new Sigmoid(), new Linear(64, 10));
        double[] epochs = [.. Enumerable.Range(1, 12).Select(e => (double)e)];
        var curves = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach ((string name, Sequential network) in (ReadOnlySpan<(string, Sequential)>)[("pre-trained", pretrained), ("from random weights", random)])
        {
            var trainer = new Trainer(network, new Sgd(network, 0.05, momentum: 0.9), Loss.CrossEntropy);
            curves[name] = [.. epochs.Select(_ => { trainer.Fit(train, epochs: 1, batchSize: 20); return trainer.Evaluate(test).Accuracy ?? 0; })];
            lesson.Figure($"test accuracy after one epoch, {name}", curves[name][0]);
            lesson.Figure($"test accuracy after twelve, {name}", curves[name][^1]);
        }
        lesson.ExpectBetween("pre-trained, after twelve epochs", curves["pre-trained"][^1], 0.92, 1);
        lesson.ExpectBetween("after three epochs: pre-trained − random", curves["pre-trained"][2] - curves["from random weights"][2], 0.2);

        Tensor some = test.Take([.. Enumerable.Range(0, 8)]).Inputs.Reshape(8, 64), back = machine.Reconstruct(some).Detach();
        Tensor tiles = machine.Weight.Detach().Reshape(8, 8, 8, 8).Pad(2, 1, 1).Pad(3, 1, 1).Permute(0, 2, 1, 3).Reshape(80, 80);
        lesson.Draw("rbm", new Sheet("Digits in a Boltzmann machine", 2,
        [
            new Chart("Reconstruction error", new("epoch"), new("mean square", AxisScale.Logarithmic), 400, 320).Line("", [.. Enumerable.Range(1, 30).Select(e => (double)e)], [.. errors], marked: true),
            curves.Aggregate(new Chart("Accuracy of the deep network on the test part", new("epoch of backpropagation"), new("accuracy", Least: 0, Most: 1), 400, 320), (chart, c) => chart.Line(c.Key, epochs, c.Value, marked: true)),
            new HeatMap("what each hidden unit looks for", tiles, ColourScale.Diverging, 330),
            new HeatMap("test digits, and below each its reconstruction", Tensor.Cat([Row(some[..4]), Row(back[..4]), Row(some[4..]), Row(back[4..])]), ColourScale.Gray, 330, bar: false),
        ]));
    }

    /// <summary>Four digits beside each other with a rim, <c>[4, 64]</c> to <c>[10, 40]</c>.</summary>
    static Tensor Row(Tensor digits) => digits.Reshape(4, 8, 8).Pad(1, 1, 1).Pad(2, 1, 1).Permute(1, 0, 2).Reshape(10, 40);
}
