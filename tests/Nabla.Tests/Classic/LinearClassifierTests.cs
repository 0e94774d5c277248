using Nabla.Classic;
using Nabla.Data;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Training;

namespace Nabla.Tests.Classic;

/// <summary>The linear support vector machine, logistic regression, and what makes a problem linear.</summary>
public sealed class LinearClassifierTests
{
    [Fact]
    public void The_objective_is_the_mean_hinge_loss_and_lambda_times_the_squares()
    {
        var model = new LinearSvm(2, 3, regularization: 0.1);
        model.Weight.Assign(Tensor.From(new double[,] { { 1, 0 }, { 0, 2 }, { -1, 1 } }));
        Tensor scores = model.Forward(Tensor.From(new float[,] { { 1, 1 }, { 2, 0 } }));
        scores.ToDoubles().ShouldBe([1, 2, 0, 2, 0, -2]);
        // Example 0 of class 0: max(0, 2 − 1 + 1) + max(0, 0 − 1 + 1) = 2; example 1 of class 1: max(0, 2 − 0 + 1) + max(0, −2 − 0 + 1) = 3. ΣW² = 7.
        model.Objective(scores, Tensor.From<long>(0, 1)).Item().ShouldBe(2.5 + 0.7, 1e-6);
    }

    [Fact]
    public void A_support_vector_machine_learns_digits_and_shows_its_templates()
    {
        var model = new LinearSvm(64, 10);
        var trainer = new Trainer(model, new Adam(model, 1e-2), model.Objective);
        trainer.Fit(Datasets.Digits.Train, epochs: 15);
        trainer.Evaluate(Datasets.Digits.Test).Accuracy!.Value.ShouldBeGreaterThan(0.94);
        Tensor templates = model.Templates([8, 8]);
        templates.Shape.ShouldBe([10, 8, 8]);
        templates.RequiresGrad.ShouldBeFalse();
        templates.ToDoubles().ShouldBe(model.Weight.ToDoubles());
        Should.Throw<ShapeException>(() => model.Templates([28, 28])).Message.ShouldBe("LinearSvm: cannot shape templates as [28, 28]: it has 784 elements, an example has 64.");
    }

    [Fact]
    public void The_closed_form_is_the_gradient_of_the_graph()
    {
        Batch cells = Datasets.BreastCancer.Train.Take([.. Enumerable.Range(0, 200)]);
        var model = new LogisticRegression(30);
        model.Cast(DType.Float64);
        model.Weight.Assign(new RandomStream(1, "w").Normal([1, 30], deviation: 0.3, type: DType.Float64));
        Tensor x = cells.Inputs.Cast(DType.Float64);
        (Tensor weight, Tensor bias) = model.GradientOf(x, cells.Targets);
        Func<Tensor, Tensor, Tensor>[] losses = [Loss.BinaryCrossEntropy, LogisticRegression.NaiveLoss];
        foreach (Func<Tensor, Tensor, Tensor> loss in losses)
        {
            Tensor[] graph = Gradient.Of(loss(model.Forward(x), cells.Targets), [model.Weight, model.Bias]);
            foreach ((double expected, double found) in graph[0].ToDoubles().Zip(weight.ToDoubles())) found.ShouldBe(expected, 1e-12);
            bias.Item().ShouldBe(graph[1].Item(), 1e-12);
            weight.ToDoubles().Max(Math.Abs).ShouldBeGreaterThan(1e-3);
        }
    }

    [Fact]
    public void Logistic_regression_learns_breast_cancer()
    {
        var model = new LogisticRegression(30);
        var trainer = new Trainer(model, new Sgd(model, 0.1), Loss.BinaryCrossEntropy);
        trainer.Fit(Datasets.BreastCancer.Train, epochs: 30);
        Batch test = Datasets.BreastCancer.Test.Take([.. Enumerable.Range(0, Datasets.BreastCancer.Test.Count)]);
        double right = model.Predict(test.Inputs).EqualTo(test.Targets).Cast(DType.Float32).Mean().Item();
        right.ShouldBeGreaterThan(0.95);
        double[] p = model.Probabilities(test.Inputs).ToDoubles(), said = model.Predict(test.Inputs).ToDoubles();
        p.Select(v => v > 0.5 ? 1.0 : 0).ShouldBe(said);
    }

    /// <summary>σ(40) is 1 in float32: the lecture's chain divides 0 by 0, the library's loss gives σ − y.</summary>
    [Fact]
    public void The_naive_chain_is_not_a_number_where_the_sigmoid_saturates()
    {
        Tensor Logits() => Tensor.From(40f, -3f).RequireGrad();
        Tensor y = Tensor.From<long>(0, 0), naive = Logits(), stable = Logits();
        Tensor loss = LogisticRegression.NaiveLoss(naive, y);
        loss.Item().ShouldBe(double.PositiveInfinity);
        loss.Backward();
        naive.Grad!.ToDoubles()[0].ShouldBe(double.NaN);
        Tensor right = Loss.BinaryCrossEntropy(stable, y);
        right.Item().ShouldBe((40 + Math.Log(1 + Math.Exp(-3))) / 2, 1e-5);
        right.Backward();
        stable.Grad!.ToDoubles()[0].ShouldBe(0.5, 1e-6);
        stable.Grad!.ToDoubles()[1].ShouldBe(naive.Grad!.ToDoubles()[1], 1e-6);
    }

    /// <summary>000: no line separates XOR, two layers do. Negative means true, opposite to the slide's inequalities.</summary>
    [Fact]
    public void Two_layers_with_the_weights_of_the_lecture_separate_xor()
    {
        var (hidden, top) = (new Linear(2, 2), new Linear(2, 1));
        hidden.Weight.Assign(Tensor.From(new double[,] { { 1, 1 }, { 1, 1 } }));
        hidden.Bias!.Assign(Tensor.From(-1.0, 0.0));
        top.Weight.Assign(Tensor.From(new double[,] { { 3, -1 } }));
        top.Bias!.Assign(Tensor.From(0.5));
        Tensor corners = Tensor.From(new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } });
        new Sequential(hidden, new Relu(), top).Forward(corners).ToDoubles().ShouldBe([0.5, -0.5, -0.5, 1.5]);
    }

    /// <summary>002: two rings that no line separates are separated in polar coordinates.</summary>
    [Fact]
    public void Two_rings_become_separable_in_polar_coordinates()
    {
        var random = new RandomStream(5, "rings");
        Tensor labels = random.Integers([200], 0, 2), angles = random.Uniform([200], -3, 3), radii = random.Uniform([200], 0.8, 1.2) + labels.Cast(DType.Float32) * 2;
        Tensor points = Tensor.Stack([radii * angles.Cos(), radii * angles.Sin()], -1), polar = new PolarFeatures().Forward(points);
        foreach ((double expected, double found) in Tensor.Stack([radii, angles], -1).ToDoubles().Zip(polar.ToDoubles())) found.ShouldBe(expected, 1e-5);
        var (plain, changed) = (new Perceptron(2), new Perceptron(2));
        plain.Fit(new TensorDataset(points, labels), epochs: 100).Separated.ShouldBeFalse();
        changed.Fit(new TensorDataset(polar, labels), epochs: 100).Separated.ShouldBeTrue();
        new PolarFeatures().Forward(Tensor.From(0.0, -2.0)).ToDoubles().ShouldBe([2, -Math.PI / 2]);
        Should.Throw<ShapeException>(() => new PolarFeatures().Forward(Tensor.Zeros([3])));
    }
}
