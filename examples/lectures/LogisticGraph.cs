using Nabla.Classic;
using Nabla.Data;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Training;

namespace Nabla.Lectures;

/// <summary>Logistic regression as a chain of vectors, each with its Jacobian, and its gradient in closed form.</summary>
public static class LogisticGraph
{
    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("logistic", "Logistic regression (логистична регресия) as a vector graph, in closed form, and trained", "000 Mihov",
        "t = Xw + b → v = σ(t) → r = d∘v → p = r + (1 − y) → l = ln p → q = −Σl/S;  ∂h/∂w = −(1/S)·Σ(yᵢ − σ(Xᵢw + b))·Xᵢ,  ∂h/∂b = −(1/S)·Σ(yᵢ − σ(Xᵢw + b))", null, Run);

    static void Run(Lesson lesson)
    {
        DatasetPart train = Datasets.BreastCancer.Train;
        Batch some = train.Take([.. Enumerable.Range(0, 50)]);
        Tensor x = some.Inputs.Cast(DType.Float64), y = some.Targets.Cast(DType.Float64), d = 2 * y - 1;
        int s = 50;
        var model = new LogisticRegression(30);
        model.Cast(DType.Float64);
        model.Weight.Assign(new RandomStream(0, "logistic").Normal([1, 30], deviation: 0.3, type: DType.Float64));

        lesson.Say("the gradient of 50 examples three ways");
        Tensor[] graph = Gradient.Of(LogisticRegression.NaiveLoss(model.Call(x), y), [model.Weight, model.Bias]);
        using (new NoGrad())
        {
            // Row Jacobians from the top: −1/S·1ᵀ, diag(1/p), I, diag(d), diag(σ'(t)), then X, or a column of ones.
            Tensor v = model.Call(x).Sigmoid(), p = d * v + (1 - y);
            Tensor row = Tensor.Full([1, s], -1.0 / s, DType.Float64).MatMul(Diagonal(1 / p)).MatMul(Diagonal(d)).MatMul(Diagonal(v * (1 - v)));
            (Tensor weight, Tensor bias) = model.GradientOf(x, y);
            lesson.Expect("∂h/∂w: product of Jacobians − graph", Apart(row.MatMul(x), graph[0]), 0, 1e-12);
            lesson.Expect("∂h/∂w: closed form − graph", Apart(weight, graph[0]), 0, 1e-12);
            lesson.Expect("∂h/∂b: product of Jacobians − graph", Apart(row.Sum(1), graph[1]), 0, 1e-12);
            lesson.Expect("∂h/∂b: closed form − graph", Apart(bias, graph[1]), 0, 1e-12);
        }

        lesson.Say("no (y = 0), but t = 40: σ(t) is 1 in float64, and ln p = ln 0");
        Tensor no = Tensor.From<double>(0), far = Tensor.From<double>(40).RequireGrad();
        Tensor naive = LogisticRegression.NaiveLoss(far, no), stable = Loss.BinaryCrossEntropy(far, no);
        lesson.Expect("the chain's loss is infinite (1 for yes)", double.IsInfinity(naive.Item()) ? 1 : 0, 1);
        lesson.Expect("its gradient is NaN (1 for yes)", double.IsNaN(Gradient.Of(naive, far).Item()) ? 1 : 0, 1);
        lesson.Expect("the library's loss", stable.Item(), 40);
        lesson.Expect("its gradient, σ(t) − y", Gradient.Of(stable, far).Item(), 1);

        lesson.Say("trained on breast cancer, 30 features");
        var learner = new LogisticRegression(30);
        var trainer = new Trainer(learner, new Sgd(learner, 0.1), Loss.BinaryCrossEntropy);
        double[] losses = [.. Enumerable.Range(0, 20).Select(_ => trainer.Fit(train, epochs: 1, batchSize: 32).Loss)];
        DatasetPart test = Datasets.BreastCancer.Test;
        Batch all = test.Take([.. Enumerable.Range(0, test.Count)]);
        double[] said = learner.Predict(all.Inputs).ToDoubles();
        lesson.ExpectBetween("loss after 20 epochs", losses[^1], 0, 0.1);
        lesson.ExpectBetween("accuracy on the test part", Enumerable.Range(0, test.Count).Average(i => said[i] == test.Labels[i] ? 1.0 : 0), 0.95, 1);

        double[] logits = [.. Enumerable.Range(0, 101).Select(i => i * 0.5)];
        double At(double t, Func<Tensor, Tensor, Tensor> loss) => loss(Tensor.From<double>(t), no).Item();
        lesson.Draw("logistic", new Sheet("", 2,
        [
            new Chart("Loss of one example, y = 0, in float64", new("t"), new("loss"), 380, 320)
                .Line("library", logits, [.. logits.Select(t => At(t, Loss.BinaryCrossEntropy))]).Line("chain", logits, [.. logits.Select(t => At(t, LogisticRegression.NaiveLoss))]).Note(37, 36.7, "ln 0 beyond"),
            new Chart("Breast cancer", new("epoch"), new("training loss", AxisScale.Logarithmic), 380, 320).Line("", [.. Enumerable.Range(1, 20).Select(e => (double)e)], losses, marked: true),
        ]));
    }

    static Tensor Diagonal(Tensor v) => Tensor.Eye(v.Shape[0], v.DType) * v;

    static double Apart(Tensor a, Tensor b) => (a - b.Reshape(a.Shape)).Abs().Max().Item();
}
