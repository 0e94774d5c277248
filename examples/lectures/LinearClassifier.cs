using Nabla.Classic;
using Nabla.Data;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Training;

namespace Nabla.Lectures;

/// <summary>The linear classifier with the multiclass SVM loss and L2.</summary>
public static class LinearClassifier
{
    const int Epochs = 15;

    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("svm", "The linear classifier (линейный классификатор) with the multiclass SVM loss (функция потерь SVM)", "002 AI Community",
        "s = Wx;  Lᵢ = Σ over j ≠ yᵢ of max(0, sⱼ − s_y + 1);  L = (1/N)·ΣLᵢ + λ·ΣW²;  ∂Lᵢ/∂Wⱼ = 1(sⱼ − s_y + 1 > 0)·xᵢ, ∂Lᵢ/∂W_y = −(how many)·xᵢ",
        "The expansion prints W_j·x + W_y·x + 1; it is W_j·x − W_y·x + 1. PyTorch's multi-margin loss divides by the number of classes, this does not.", Run);

    static void Run(Lesson lesson)
    {
        var random = new RandomStream(0, "svm");
        lesson.Say("one example, five classes");
        Tensor w = random.Normal([5, 8], type: DType.Float64).RequireGrad(), x = random.Normal([8], type: DType.Float64), target = Tensor.From<long>(2);
        Tensor loss = Loss.MulticlassHinge(w.MatMul(x).Unsqueeze(0), target);
        using (new NoGrad())
        {
            double[] s = w.MatMul(x).ToDoubles();
            int[] others = [0, 1, 3, 4];
            lesson.Expect("the loss − Σ max(0, W_j·x − W_y·x + 1)", loss.Item() - others.Sum(j => Math.Max(0, s[j] - s[2] + 1)), 0, 1e-12);
            lesson.ExpectBetween("the loss − Σ max(0, W_j·x + W_y·x + 1), as the slide prints", Math.Abs(loss.Item() - others.Sum(j => Math.Max(0, s[j] + s[2] + 1))), 0.1);
            lesson.Expect("the loss / PyTorch's multi-margin loss: the classes", loss.Item() / Loss.MultiMargin(w.MatMul(x).Unsqueeze(0), target).Item(), 5, 1e-12);
            Tensor violated = Tensor.From<double>([.. Enumerable.Range(0, 5).Select(j => j != 2 && s[j] - s[2] + 1 > 0 ? 1.0 : 0)]);
            violated -= violated.Sum() * Tensor.From<double>(0, 0, 1, 0, 0);
            lesson.Expect("∂L/∂W on paper − the graph's", (violated.Unsqueeze(1) * x - Gradient.Of(loss, w)).Abs().Max().Item(), 0, 1e-12);
        }

        lesson.Say("handwritten digits: 64 numbers, ten classes");
        var chart = new Chart("Mean hinge loss and penalty on digits", new("epoch"), new("loss", AxisScale.Logarithmic));
        double[] epochs = [.. Enumerable.Range(1, Epochs).Select(e => (double)e)];
        foreach (double lambda in (double[])[0, 0.001, 0.1])
        {
            var model = new LinearSvm(64, 10, lambda);
            var trainer = new Trainer(model, new Adam(model, learningRate: 0.01), model.Objective);
            chart.Line(Invariant($"λ = {lambda}"), epochs, [.. epochs.Select(_ => trainer.Fit(Datasets.Digits.Train, epochs: 1, batchSize: 64).Loss)], marked: true);
            lesson.ExpectBetween(Invariant($"accuracy on test digits, λ = {lambda}"), trainer.Evaluate(Datasets.Digits.Test).Accuracy ?? 0, 0.9, 1);
            lesson.Figure(Invariant($"ΣW², λ = {lambda}"), model.Weight.Square().Sum().Item());
        }
        lesson.ExpectBetween("λ keeps weights small: ΣW² at 0.1 / ΣW² at 0", lesson.Figures["ΣW², λ = 0.1"] / lesson.Figures["ΣW², λ = 0"], 0, 0.5);
        lesson.Draw("svm", chart);
    }
}
