using Nabla.Layers;

namespace Nabla.Lectures;

/// <summary>A network trained with every derivative written by hand, beside the same through the graph.</summary>
public static class ByLines
{
    const int N = 64, In = 1000, Hidden = 100, Out = 10, Steps = 2000;

    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("bylines", "A network trained in a dozen lines, by hand and through the graph: the same loss at every step",
        "002 AI Community: the training program", "h = σ(x·w₁), ŷ = h·w₂, L = Σ(ŷ − y)²;  w ← w − 10⁻⁴·∂L/∂w, 2000 steps", null, Run);

    static void Run(Lesson lesson)
    {
        var random = new RandomStream(0, "bylines");
        lesson.Say("the forward pass of a network of three layers, 3 → 4 → 4 → 1, as the slide writes it and as a model");
        var model = new Sequential(new Linear(3, 4), new Sigmoid(), new Linear(4, 4), new Sigmoid(), new Linear(4, 1));
        model.Cast(DType.Float64);
        Tensor[] p = [.. model.Parameters()];
        Tensor column = random.Normal([3], type: DType.Float64);
        static Tensor F(Tensor t) => 1.0 / (1.0 + (-t).Exp());
        Tensor h1 = F(p[0].MatMul(column) + p[1]), h2 = F(p[2].MatMul(h1) + p[3]), output = p[4].MatMul(h2) + p[5];
        lesson.Expect("out by the slide − by the model", (output - model.Call(column.Unsqueeze(0))).Abs().Max().Item(), 0, 1e-15);
        lesson.Say("the training program");
        Tensor x = random.Normal([N, In], type: DType.Float64), y = random.Normal([N, Out], type: DType.Float64);
        Tensor w1 = random.Normal([In, Hidden], type: DType.Float64), w2 = random.Normal([Hidden, Out], type: DType.Float64), v1 = w1, v2 = w2;
        var losses = new double[Steps];
        double apart = 0;
        for (int step = 0; step < Steps; step++)
        {
            // By hand, as on the slide.
            Tensor h = 1 / (1 + (-x.MatMul(w1)).Exp()), prediction = h.MatMul(w2);
            losses[step] = (prediction - y).Square().Sum().Item();
            Tensor gradPrediction = 2 * (prediction - y), gradW2 = h.Transpose().MatMul(gradPrediction);
            Tensor gradH = gradPrediction.MatMul(w2.Transpose()), gradW1 = x.Transpose().MatMul(gradH * h * (1 - h));
            (w1, w2) = (w1 - 1e-4 * gradW1, w2 - 1e-4 * gradW2);

            // Through the graph.
            Tensor a = v1.RequireGrad(), b = v2.RequireGrad(), loss = (x.MatMul(a).Sigmoid().MatMul(b) - y).Square().Sum();
            Tensor[] gradient = Gradient.Of(loss, [a, b]);
            (v1, v2) = (v1 - 1e-4 * gradient[0], v2 - 1e-4 * gradient[1]);
            apart = Math.Max(apart, Math.Abs(loss.Item() - losses[step]) / losses[step]);
            if (step % 500 == 0) lesson.Say(Invariant($"  step {step,4}: loss {losses[step]:G6}"));
        }
        lesson.Figure("first loss", losses[0]);
        lesson.ExpectBetween("last loss", losses[^1], 0, losses[0] / 100);
        lesson.Expect("greatest relative difference of the two losses", apart, 0, 1e-9);
        lesson.Draw("bylines", new Chart("Loss by step", new("step"), new("sum of squares", AxisScale.Logarithmic))
            .Line("by hand and through the graph", [.. Enumerable.Range(0, Steps).Select(i => (double)i)], losses));
    }
}
