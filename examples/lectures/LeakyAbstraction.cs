using Nabla.Initializers;
using Nabla.Layers;

namespace Nabla.Lectures;

/// <summary>Why a network does not train: saturation, dead units, gradients that vanish or explode.</summary>
public static class LeakyAbstraction
{
    const int Depth = 20, Width = 100, Examples = 200;

    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("leaky", "Backprop is a leaky abstraction: saturation, dead units, vanishing and exploding gradients", "003 Ulyankin",
        "σ'(z) = σ(1 − σ) ≤ ¼;  ReLU'(z) = 0 for z < 0;  δˡ = f'(zˡ)∘(Wˡ⁺¹)ᵀδˡ⁺¹, a product of as many factors as there are layers", null, Run);

    static void Run(Lesson lesson)
    {
        lesson.Say("saturation: the derivative of σ");
        Tensor z = Tensor.From<double>(0, 5, 10).RequireGrad();
        double[] slopes = Gradient.Of(z.Sigmoid().Sum(), z).ToDoubles();
        lesson.Expect("σ'(0)", slopes[0], 0.25);
        lesson.Expect("σ'(5)", slopes[1], 0.006648056670790033, 1e-12);
        lesson.Expect("σ'(10)", slopes[2], 4.5395807735951673e-5, 1e-12);

        lesson.Say("dead units: ReLU with a bias that is far below zero");
        Tensor x = new RandomStream(0, "leaky").Normal([Examples, Width]);
        var layer = new Linear(Width, Width);
        foreach ((double bias, double least, double most) in (ReadOnlySpan<(double, double, double)>)[(0, 0, 0.05), (-3, 0.9, 1)])
        {
            layer.Bias!.Assign(Tensor.Full([Width], bias));
            using var constant = new NoGrad();
            double[] alive = (layer.Call(x) > 0).Cast(DType.Float32).Max(0).ToDoubles();
            lesson.ExpectBetween(Invariant($"units that no example wakes, bias {bias}"), 1 - alive.Average(), least, most);
        }

        lesson.Say(Invariant($"{Depth} layers: the gradient's norm at the first layer over that at the last"));
        var chart = new Chart("Norm of the gradient at the output of each layer", new("layer"), new("norm", AxisScale.Logarithmic));
        foreach ((string name, Func<Tensor, Tensor> f, double deviation, double least, double most) in (ReadOnlySpan<(string, Func<Tensor, Tensor>, double, double, double)>)
        [
            ("sigmoid", t => t.Sigmoid(), 0.1, 0, 1e-6),
            ("tanh, too small weights", t => t.Tanh(), 0.05, 0, 1e-4),
            ("ReLU, Kaiming", t => t.Relu(), Math.Sqrt(2.0 / Width), 0.05, 20),
            ("ReLU, too large weights", t => t.Relu(), 3 * Math.Sqrt(2.0 / Width), 1e6, double.PositiveInfinity),
        ])
        {
            double[] norms = Norms(x, f, deviation);
            chart.Line(name, [.. Enumerable.Range(1, Depth).Select(l => (double)l)], norms, marked: true);
            lesson.ExpectBetween($"{name}: first / last", norms[0] / norms[^1], least, most);
        }
        lesson.Draw("leaky", chart);
    }

    static double[] Norms(Tensor x, Func<Tensor, Tensor> f, double deviation)
    {
        Linear[] layers = [.. Enumerable.Range(0, Depth).Select(_ => new Linear(Width, Width, bias: false, weight: new Normal(0, deviation)))];
        var outputs = new List<Tensor> { x };
        foreach (Linear layer in layers) outputs.Add(f(layer.Call(outputs[^1])));
        return [.. Gradient.Of(outputs[^1].Mean(0).Sum(), outputs[1..]).Select(g => g.Norm().Item())];
    }
}
