using Nabla.Classic;
using Nabla.Data;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Training;

namespace Nabla.Lectures;

/// <summary>No line separates exclusive or; two hidden neurons do.</summary>
public static class ExclusiveOr
{
    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("xor", "Exclusive or (изключващо или): no line separates it, one hidden layer does", "000 Mihov",
        "NN(x) = w·ReLU(W'x + b') + b with W' = [[1, 1], [1, 1]], b' = [−1, 0], w = [3, −1], b = ½",
        "Negative means that exclusive or holds: the opposite of the sign in the slide's inequalities.", Run);

    static void Run(Lesson lesson)
    {
        lesson.Say("one line: the sums of the first two and of the last two inequalities contradict each other");
        Tensor inputs = Tensor.From(new double[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } });
        var line = new Perceptron(2);
        line.Fit(new TensorDataset(inputs.Cast(DType.Float32), Tensor.From<long>(0, 1, 1, 0)), epochs: 100);
        lesson.ExpectBetween("a perceptron's error rate after 100 epochs", line.ErrorRate(new TensorDataset(inputs.Cast(DType.Float32), Tensor.From<long>(0, 1, 1, 0))), 0.25, 0.75);
        lesson.Say("the lecture's weights");
        var given = new Sequential(new Linear(2, 2), new Relu(), new Linear(2, 1));
        given.Cast(DType.Float64);
        foreach (var ((_, parameter), values) in given.NamedParameters().Zip<(string, Parameter), double[]>([[1, 1, 1, 1], [-1, 0], [3, -1], [0.5]]))
            parameter.Assign(Tensor.From<double>(values, parameter.Shape));
        double[] outputs = given.Call(inputs).ToDoubles();
        foreach ((int i, double expected) in (ReadOnlySpan<(int, double)>)[(0, 0.5), (1, -0.5), (2, -0.5), (3, 1.5)])
            lesson.Expect(Invariant($"NN({i / 2}, {i % 2})"), outputs[i], expected);

        lesson.Say("from random weights");
        var data = new TensorDataset(inputs.Cast(DType.Float32), Tensor.From(new float[,] { { 0 }, { 1 }, { 1 }, { 0 } }));
        var model = new Sequential(new Linear(2, 8), new Tanh(), new Linear(8, 1));
        var trainer = new Trainer(model, new Adam(model, learningRate: 0.05), Loss.BinaryCrossEntropy);
        lesson.ExpectBetween("loss after 300 epochs", trainer.Fit(data, epochs: 300).Loss, 0, 0.05);

        Chart Plane(string title, Func<double, double, bool> holds) => new Chart(title, new("x₁", Least: -0.5, Most: 1.5), new("x₂", Least: -0.5, Most: 1.5), 330, 330)
            .Regions((x, y) => holds(x, y) ? 1 : 0).Points("false", [0, 1], [0, 1], 0).Points("true", [0, 1], [1, 0], 1);
        lesson.Draw("xor", new Sheet("Exclusive or", 2,
        [
            Plane("the lecture's weights", (x, y) => given.Call(Tensor.From(new double[,] { { x, y } })).Item() < 0),
            Plane("learnt", (x, y) => trainer.Predict(Tensor.From(new[,] { { (float)x, (float)y } })).Item() > 0),
        ]));
    }
}
