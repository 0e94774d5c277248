using Nabla.Diagnostics;

namespace Nabla.Lectures;

/// <summary>Forward mode takes a pass for each input, reverse mode one for all of them.</summary>
public static class ForwardAndReverse
{
    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("modes", "Forward mode (fprop) beside reverse mode (bprop): the same derivatives, another number of passes",
        "001 Nikolenko: fprop and bprop (прямое и обратное распространение)", "f = x² + x·y + (x + y)²;  forward: ẇ = Σ ∂w/∂u·u̇;  reverse: ū = Σ ∂w/∂u·w̄", null, Run);

    static void Run(Lesson lesson)
    {
        // The point (2, 5) as one vector, so that forward mode takes a pass a component.
        static Tensor F(Tensor p) => p[0].Square() + p[0] * p[1] + (p[0] + p[1]).Square();
        Tensor point = Tensor.From<double>(2, 5);

        Tensor x = point.RequireGrad(), f = F(x);
        lesson.Expect("f", f.Item(), 63);
        lesson.Say("reverse mode: one pass");
        double[] reverse = Gradient.Of(f, x).ToDoubles();
        lesson.Expect("df/dx", reverse[0], 23);
        lesson.Expect("df/dy", reverse[1], 16);
        lesson.Say("forward mode: a pass for each input");
        lesson.Expect("df/dx forward", Gradient.Jvp(F, point, Tensor.From<double>(1, 0)).Product.Item(), 23);
        lesson.Expect("df/dy forward", Gradient.Jvp(F, point, Tensor.From<double>(0, 1)).Product.Item(), 16);

        Explanation counted = Explanation.Of("x^2 + x*y + (x + y)^2", new Dictionary<string, double>(StringComparer.Ordinal) { ["x"] = 2, ["y"] = 5 });
        foreach (ModeCost cost in counted.Costs.Where(c => c.Mode is ExplanationMode.Forward or ExplanationMode.Reverse))
        {
            lesson.Expect($"{cost.Mode}: passes over the graph", cost.Passes, cost.Mode == ExplanationMode.Forward ? 2 : 1);
            lesson.Figure($"{cost.Mode}: products and sums of derivatives", cost.Operations);
        }

        // With n inputs and one output reverse mode is n times cheaper; a network has millions of inputs, its weights.
        int[] inputs = [1, 2, 4, 8, 16, 32];
        lesson.Draw("modes", new Chart("Passes for the whole gradient", new("inputs", AxisScale.Logarithmic), new("passes", AxisScale.Logarithmic))
            .Line("forward mode", [.. inputs.Select(n => (double)n)], [.. inputs.Select(n => (double)n)], marked: true)
            .Line("reverse mode", [.. inputs.Select(n => (double)n)], [.. inputs.Select(_ => 1.0)], marked: true));
    }
}
