using Nabla.Classic;
using Nabla.Data;
using Nabla.Initializers;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Training;

namespace Nabla.Lectures;

/// <summary>What a linear classifier looks for, a template a class, and what a hidden layer looks for, shared by all classes.</summary>
public static class Templates
{
    const int Examples = 12_000;

    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("templates", "Templates (шаблоны): one a class, or a hundred shared by all classes", "002 AI Community",
        "f = Wx: a row of W is a class's template;  f = W₂·max(0, W₁x): the rows of W₁ are templates for all classes, and W₂ mixes them", null, Run, Data: "fashion-mnist");

    static void Run(Lesson lesson)
    {
        Dataset clothes = Datasets.FashionMnist;
        Batch part = clothes.Train.Take([.. Enumerable.Range(0, Examples)]);
        var train = new TensorDataset(part.Inputs, part.Targets);
        lesson.Say($"{Examples} pictures of clothes, 28×28, ten classes");

        var linear = new LinearSvm(784, 10, regularization: 0.01);
        var trainer = new Trainer(linear, new Adam(linear, learningRate: 1e-3), linear.Objective);
        trainer.Fit(train, epochs: 5, batchSize: 100, cancellation: lesson.Stop);
        double one = trainer.Evaluate(clothes.Test).Accuracy ?? 0;
        Tensor templates = linear.Templates([28, 28]);
        lesson.Expect("templates of the linear classifier", templates.Shape[0], 10);
        lesson.ExpectBetween("its accuracy on the test part", one, 0.75, 1);

        var hidden = new Linear(784, 100, weight: new Normal(0, 0.003)); // so small that what is seen is learned
        var network = new Sequential(new Flatten(), hidden, new Relu(), new Linear(100, 10));
        trainer = new Trainer(network, new AdamW(network, learningRate: 1e-3, weightDecay: 0.1), Loss.MulticlassHinge);
        trainer.Fit(train, epochs: 5, batchSize: 100, cancellation: lesson.Stop);
        double two = trainer.Evaluate(clothes.Test).Accuracy ?? 0;
        lesson.Expect("templates of the two-layer network", hidden.Weight.Shape[0], 100);
        lesson.ExpectBetween("its accuracy", two, 0.8, 1);
        lesson.ExpectBetween("two layers − one", two - one, 0.005);
        using (new NoGrad())
            lesson.ExpectBetween("templates that some picture wakes; the others are dead units", (hidden.Call(part.Inputs.Reshape(Examples, 784)) > 0).Cast(DType.Float32).Max(0).Sum().Item(), 30, 100);

        lesson.Draw("templates", new Sheet("The linear classifier's ten templates", 5,
            [.. Enumerable.Range(0, 10).Select(c => new HeatMap(clothes.ClassNames[c], templates[c], ColourScale.Diverging, 112, bar: false))]));
        // Ten rows of ten templates as one picture, with lines between them.
        Tensor tiles = hidden.Weight.Detach().Reshape(10, 10, 28, 28).Pad(2, 1, 1).Pad(3, 1, 1).Permute(0, 2, 1, 3).Reshape(300, 300);
        lesson.Draw("templates-hidden", new HeatMap("A hundred templates of the hidden layer, for all classes", tiles, ColourScale.Diverging, 400, bar: false));
    }
}
