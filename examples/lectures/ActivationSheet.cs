using Nabla.Layers;

namespace Nabla.Lectures;

/// <summary>Every activation with its derivative.</summary>
public static class ActivationSheet
{
    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("activations", "Activations (функции активации): values and derivatives on one sheet", "all five",
        "ACON-C(x) = (a₁ − a₂)x·σ(β(a₁ − a₂)x) + a₂x;  Σσ(x − i + ½) ≈ softplus(x);  f(I) = (τ·ln((E + RI − V_reset)/(E + RI − V_th)))⁻¹",
        "The slide's sum of shifted sigmoids starts one earlier, at σ(x + ½), and approximates softplus(x + 1).", Run);

    static void Run(Lesson lesson)
    {
        var prelu = new PRelu(); // its slope is a parameter
        prelu.Cast(DType.Float64);
        (string Name, Func<Tensor, Tensor> F)[] all =
        [
            ("step", x => x.Step()), ("sigmoid", x => x.Sigmoid()), ("tanh", x => x.Tanh()), ("ReLU", x => x.Relu()),
            ("leaky ReLU 0.1", x => x.LeakyRelu(0.1)), ("ELU", x => x.Elu()), ("SELU", x => x.Selu()), ("CELU α = 2", x => x.Celu(2)),
            ("softplus", x => x.Softplus()), ("swish β = 2", x => x.Swish(2)), ("SiLU", x => x.Silu()), ("Mish", x => x.Mish()),
            ("GELU", x => x.Gelu()), ("hard sigmoid", x => x.HardSigmoid()), ("hard tanh", x => x.HardTanh()), ("hard swish", x => x.HardSwish()),
            ("softsign", x => x.Softsign()), ("tanhshrink", x => x.Tanhshrink()), ("log sigmoid", x => x.LogSigmoid()), ("ReLU6", x => x.Relu6()),
            ("ACON-A β = 2", x => x.AconA(S(2))), ("ACON-B a = ¼", x => x.AconB(S(0.25), S(1))), ("ACON-C", x => x.AconC(S(1.2), S(-0.8), S(1))),
            ("firing rate", x => x.FiringRate()),
            ("PReLU a = ¼", x => prelu.Call(x)), ("maxout of x and −x/2", x => Tensor.Stack([x, -0.5 * x], 1).Maxout(2).Squeeze(1)),
            ("softmax of (x, 0), first", x => Tensor.Stack([x, 0 * x], 1).Softmax(1)[.., 0]), ("log softmax, first", x => Tensor.Stack([x, 0 * x], 1).LogSoftmax(1)[.., 0]),
        ];
        double[] at = [.. Enumerable.Range(0, 101).Select(i => -5 + i * 0.1)];
        var charts = new List<Picture>();
        foreach ((string name, Func<Tensor, Tensor> f) in all)
        {
            Tensor x = Tensor.From<double>(at, [at.Length]).RequireGrad(), y = f(x);
            double[] slopes = y.Node is null ? new double[at.Length] : Gradient.Of(y.Sum(), x).ToDoubles();
            charts.Add(new Chart(name, new("", Least: -5, Most: 5), new(""), 250, 210).Line("", at, y.ToDoubles()).Line("", at, slopes));
        }
        lesson.Expect("activations on the sheet", all.Length, 28);

        lesson.Say("ACON-C: the derivative far to the right and left, a₁ = 1.2, a₂ = −0.8");
        foreach ((double beta, double right, double left) in (ReadOnlySpan<(double, double, double)>)[(1, 1.2, -0.8), (-1, -0.8, 1.2), (0, 0.2, 0.2)])
        {
            Tensor far = Tensor.From<double>(40, -40).RequireGrad();
            double[] limits = Gradient.Of(far.AconC(S(1.2), S(-0.8), S(beta)).Sum(), far).ToDoubles();
            lesson.Expect(Invariant($"β = {beta}: at +40"), limits[0], right, 1e-9);
            lesson.Expect(Invariant($"β = {beta}: at −40"), limits[1], left, 1e-9);
        }

        lesson.Say("a hundred shifted sigmoids beside softplus");
        Tensor line = Tensor.Linspace(-4, 8, 241, DType.Float64);
        Tensor Sum(int from) => Enumerable.Range(from, 100).Select(i => (line - (i - 0.5)).Sigmoid()).Aggregate((a, b) => a + b);
        lesson.ExpectBetween("σ(x − ½) + σ(x − 3/2) + … − softplus(x)", (Sum(1) - line.Softplus()).Abs().Max().Item(), 0, 0.0125);
        lesson.ExpectBetween("the slide's σ(x + ½) + … − softplus(x)", (Sum(0) - line.Softplus()).Abs().Max().Item(), 0.5);
        lesson.ExpectBetween("the slide's − softplus(x + 1)", (Sum(0) - (line + 1).Softplus()).Abs().Max().Item(), 0, 0.0125);

        Tensor trio = Tensor.From<double>(1, 2, 4);
        lesson.Expect("smooth maximum of 1, 2, 4 at β = 0: the mean", trio.SmoothMaximum(S(0)).Item(), 7 / 3.0, 1e-12);
        lesson.Expect("at β = 50: the maximum", trio.SmoothMaximum(S(50)).Item(), 4, 1e-12);
        lesson.Expect("firing rate at I = 2: 1/ln 2", Tensor.From<double>(2).FiringRate().Item(), 1 / Math.Log(2), 1e-12);
        lesson.Expect("below the threshold", Tensor.From<double>(0.5).FiringRate().Item(), 0);
        lesson.Draw("activations", new Sheet("Activations (blue) and their derivatives (red, dashed)", 4, charts));

        static Tensor S(double value) => Tensor.Scalar(value, DType.Float64);
    }
}
