namespace Nabla.Lectures.Tests;

/// <summary>Every number that the lectures give, by the program and the figure that show it.</summary>
public sealed class NumberTests
{
    public static TheoryData<string, string, double, double> Numbers => new()
    {
        { "graph", "u", 0.6931, 5e-5 },
        { "graph", "v", 10, 0 },
        { "graph", "s", 10.6931, 5e-5 },
        { "graph", "w", -0.9589, 5e-5 },
        { "graph", "f", 11.6521, 5e-5 },
        { "graph", "product from u into x", 0.5, 0 },
        { "graph", "product from v into x", 5, 0 },
        { "graph", "product from v into y", 2, 0 },
        { "graph", "product from w into y", -0.2837, 5e-5 },
        { "graph", "∂f/∂x", 5.5, 0 },
        { "graph", "∂f/∂y", 1.7163, 5e-5 },
        { "graph", "the invariant: B(v) when v is reached − ∂f/∂v by differences", 0, 1e-8 },
        { "graph", "q", 3, 0 },
        { "graph", "f of 002", -12, 0 },
        { "graph", "∂f/∂x of 002", -4, 0 },
        { "graph", "∂f/∂y of 002", -4, 0 },
        { "graph", "∂f/∂z of 002", 3, 0 },
        { "graph", "edges of x·x", 2, 0 },
        { "graph", "its derivative", 6, 0 },
        { "modes", "f", 63, 0 },
        { "modes", "df/dx", 23, 0 },
        { "modes", "df/dy", 16, 0 },
        { "modes", "df/dx forward", 23, 0 },
        { "modes", "df/dy forward", 16, 0 },
        { "modes", "Forward: passes over the graph", 2, 0 },
        { "modes", "Reverse: passes over the graph", 1, 0 },
        { "paths", "edge visits by paths", 24, 0 },
        { "paths", "edge visits by backprop", 10, 0 },
        { "paths", "one more level: paths ×", 2.1, 0.1 },
        { "paths", "one more level: backprop +", 4, 0 },
        { "symbolic", "one more shared part: the derivative ×", 2.1, 0.1 },
        { "symbolic", "slope of the tree's derivative (log-log), k from 12 to 24", 2, 0.2 },
        { "symbolic", "one more shared part: backprop +", 3, 0 },
        { "numeric", "one-sided slope (log-log)", 1, 0.1 },
        { "numeric", "central slope (log-log)", 2, 0.1 },
        { "numeric", "best one-sided step", 1.5e-8, 1e-6 },
        { "numeric", "best central step", 6e-6, 1e-3 },
        { "jacobian", "reverse mode − by hand", 0, 1e-15 },
        { "jacobian", "forward mode − by hand", 0, 1e-15 },
        { "jacobian", "one vector used twice − the sum over its uses", 0, 1e-15 },
        { "layers", "greatest difference of δ's gradients and the graph's", 0, 1e-12 },
        { "layers", "greatest difference of the steps' gradients and the graph's", 0, 1e-12 },
        { "layers", "loss with d = 2(ŷ − y)", 0, 1e-3 },
        { "layers", "loss with the slide's d = −2(ŷ − y)", 0.8, 0.3 },
        { "logistic", "∂h/∂w: closed form − graph", 0, 1e-12 },
        { "logistic", "∂h/∂b: closed form − graph", 0, 1e-12 },
        { "logistic", "its gradient is NaN (1 for yes)", 1, 0 },
        { "logistic", "the library's loss", 40, 1e-9 },
        { "perceptron", "error rate when it stops", 0, 0 },
        { "perceptron", "mistakes / bound", 0.5, 0.5 },
        { "perceptron", "weights with labels ±1 − with labels {0, 1}", 0, 0 },
        { "perceptron", "error rate on fresh cards after fifty trials", 0, 0.1 },
        { "perceptron", "error rate by 002's words, w − (y − ŷ), after 100 epochs", 0.75, 0.5 },
        { "xor", "NN(0, 0)", 0.5, 0 },
        { "xor", "NN(0, 1)", -0.5, 0 },
        { "xor", "NN(1, 0)", -0.5, 0 },
        { "xor", "NN(1, 1)", 1.5, 0 },
        { "xor", "loss after 300 epochs", 0, 0.05 },
        { "svm", "the loss − Σ max(0, W_j·x − W_y·x + 1)", 0, 1e-12 },
        { "svm", "the loss / PyTorch's multi-margin loss: the classes", 5, 1e-12 },
        { "polar", "accuracy of a linear classifier, rings in polar coordinates", 1, 0.02 },
        { "polar", "accuracy of a linear classifier, rings as they are", 0.5, 0.25 },
        { "hopfield", "overlap of the damaged patterns with the stored", 0.5, 0.03 },
        { "hopfield", "overlap of the recalled", 1, 0 },
        { "hopfield", "Hebb's rule at 0.12·n", 1, 0.03 },
        { "hopfield", "Hebb's rule at 0.18·n: it broke down", 0.6, 0.2 },
        { "rbm", "epoch 30 / epoch 1: it falls", 0.25, 0.25 },
        { "rbm", "after three epochs: pre-trained − random", 0.6, 0.4 },
        { "mlp", "MLP2 − W³f²(W²f¹(W¹x + b¹) + b²) + b³", 0, 1e-14 },
        { "mlp", "rows of W₂W₁", 3, 0 },
        { "mlp", "columns of W₂W₁", 10, 0 },
        { "mlp", "W₂(W₁x) − (W₂W₁)x", 0, 1e-14 },
        { "bylines", "out by the slide − by the model", 0, 1e-15 },
        { "bylines", "greatest relative difference of the two losses", 0, 1e-9 },
        { "boundary", "20 + 20 neurons − 3 neurons, λ = 0", 0.35, 0.3 },
        { "universal", "sin, 33 spikes / 65 spikes: 1/n²", 4, 0.1 },
        { "universal", "|x| with a node on its kink, 5 spikes", 0, 1e-12 },
        { "universal", "a jump, 65 spikes: the largest error", 0.75, 0.25 },
        { "universal", "a jump, 65 spikes / 5 spikes: the mean error", 0.05, 0.05 },
        { "universal", "sin x·cos y, 9×9 nodes / 17×17", 4, 0.4 },
        { "universal", "pieces of 8 layers, 16 neurons: 2⁸", 256, 0 },
        { "norms", "‖(3, −4)‖₁", 7, 1e-12 },
        { "norms", "‖(3, −4)‖₂", 5, 1e-12 },
        { "norms", "with the root at p = ½: ‖(1, 1)‖ − ‖(1, 0)‖ − ‖(0, 1)‖", 2, 1e-12 },
        { "norms", "without it: d((1, 1)) − d((1, 0)) − d((0, 1))", 0, 1e-12 },
        { "rates", "too small a rate is slow: loss at 0.0001 / loss at 0.01", 6, 4 },
        { "leaky", "σ'(0)", 0.25, 0 },
        { "leaky", "sigmoid: first / last", 0, 1e-6 },
        { "leaky", "units that no example wakes, bias -3", 1, 0.1 },
        { "activations", "activations on the sheet", 28, 0 },
        { "activations", "β = 1: at +40", 1.2, 1e-9 },
        { "activations", "β = 1: at −40", -0.8, 1e-9 },
        { "activations", "β = -1: at +40", -0.8, 1e-9 },
        { "activations", "β = -1: at −40", 1.2, 1e-9 },
        { "activations", "β = 0: at +40", 0.2, 1e-9 },
        { "activations", "σ(x − ½) + σ(x − 3/2) + … − softplus(x)", 0.011, 5e-4 },
        { "activations", "the slide's − softplus(x + 1)", 0.011, 5e-4 },
        { "activations", "the slide's σ(x + ½) + … − softplus(x)", 1, 0.01 },
        { "convolution", "valid", 7, 0 },
        { "convolution", "same", 9, 0 },
        { "convolution", "full", 11, 0 },
        { "convolution", "valid, stride 2", 3, 0 },
        { "convolution", "valid, dilation 2", 5, 0 },
        { "convolution", "1-D: difference from the direct sum", 0, 1e-12 },
        { "convolution", "2-D: difference from the direct sum", 0, 1e-12 },
        { "convolution", "3-D: difference from the direct sum", 0, 1e-12 },
        { "convolution", "map of the shifted − shifted map", 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_program_shows_the_lecture_s_number(string lecture, string figure, double expected, double tolerance)
    {
        IReadOnlyDictionary<string, double> figures = LectureRun.Of(lecture).Lesson.Figures;
        figures.ContainsKey(figure).ShouldBeTrue($"{lecture} shows no '{figure}'");
        Math.Abs(figures[figure] - expected).ShouldBeLessThanOrEqualTo(tolerance, Invariant($"{figure} is {figures[figure]}, not {expected}"));
    }

    [Fact]
    public void Every_program_has_a_number_in_the_table() =>
        AllLectures.List.Where(l => l.Data is null).Select(l => l.Name).Except(Numbers.Select(row => (string)row[0]), StringComparer.Ordinal).ShouldBeEmpty();

    [LectureFact("templates")]
    public void A_linear_classifier_has_a_template_a_class_and_two_layers_a_hundred_for_all()
    {
        IReadOnlyDictionary<string, double> figures = LectureRun.Of("templates").Lesson.Figures;
        figures["templates of the linear classifier"].ShouldBe(10);
        figures["templates of the two-layer network"].ShouldBe(100);
    }
}
