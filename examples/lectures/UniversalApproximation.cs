using Nabla.Classic;

namespace Nabla.Lectures;

/// <summary>The proof of the universal approximation theorem, built: spikes that add up to any function.</summary>
public static class UniversalApproximation
{
    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("universal", "Universal approximation (теорема за представимост) by spikes, and what depth saves", "000 Mihov",
        "Sp_{c,δ}(x) = (1/δ)(ReLU(x − c + δ) + ReLU(−x + c + δ) − ReLU(−x + c) − ReLU(x − c)) − 1;  f ≈ Σ f(c)·Sp_{c,δ}",
        "\"With any accuracy\" means for a measurable function the mean error: beside a jump the largest error stays.", Run);

    static void Run(Lesson lesson)
    {
        Tensor x = Tensor.From<double>(0, 0.5, 1, 1.5, 2, 3);
        lesson.Expect("Sp_{1,1} at 0, ½, 1, 1½, 2, 3 − (0, ½, 1, ½, 0, 0)", (SpikeApproximator.Spike(x, 1, 1) - Tensor.From<double>(0, 0.5, 1, 0.5, 0, 0)).Abs().Max().Item(), 0, 1e-15);

        lesson.Say("the largest error of n spikes");
        int[] counts = [5, 9, 17, 33, 65];
        double[] n = [.. counts.Select(c => (double)c)];
        double Jump(double t) => t < 0.4 ? 0 : 1;
        double[] sine = [.. counts.Select(c => new SpikeApproximator(Math.Sin, 0, 2 * Math.PI, c).SupError())];
        double[] jump = [.. counts.Select(c => new SpikeApproximator(Jump, 0, 1, c).SupError())], mean = [.. counts.Select(c => new SpikeApproximator(Jump, 0, 1, c).L1Error())];
        lesson.Expect("sin, 33 spikes / 65 spikes: 1/n²", sine[3] / sine[4], 4, 0.1);
        lesson.Expect("|x| with a node on its kink, 5 spikes", new SpikeApproximator(Math.Abs, -1, 1, 5).SupError(), 0, 1e-12);
        lesson.ExpectBetween("|x| with none on it, 6 spikes", new SpikeApproximator(Math.Abs, -1, 1, 6).SupError(), 0.1, 0.3);
        lesson.ExpectBetween("a jump, 65 spikes: the largest error", jump[4], 0.5, 1);
        lesson.ExpectBetween("a jump, 65 spikes / 5 spikes: the mean error", mean[4] / mean[0], 0, 0.1);

        lesson.Say("two dimensions: a second hidden layer joins spikes to pyramids");
        double Hill(double a, double b) => Math.Sin(a) * Math.Cos(b);
        double[] hill = [.. ((int[])[5, 9, 17]).Select(c => new SpikeApproximator(Hill, (0, 3), (0, 3), c).SupError(101))];
        lesson.Expect("sin x·cos y, 9×9 nodes / 17×17", hill[1] / hill[2], 4, 0.4);

        lesson.Say("depth: the tent 2·ReLU(x) − 4·ReLU(x − ½) in itself, two neurons a layer; a kink costs a flat network a neuron");
        int[] pieces = [.. Enumerable.Range(1, 8).Select(Pieces)];
        lesson.Expect("pieces of 8 layers, 16 neurons: 2⁸", pieces[^1], 256);

        var narrow = new SpikeApproximator(Math.Sin, 0, 2 * Math.PI, 7);
        double[] at = [.. Enumerable.Range(0, 241).Select(i => i * 2 * Math.PI / 240)];
        double[] Of(Func<Tensor, Tensor> f) => f(Tensor.From<double>(at, [at.Length, 1])).ToDoubles();
        Chart spikes = new Chart("sin from seven spikes", new("x"), new(""), 420, 320).Line("sin", at, [.. at.Select(Math.Sin)]).Line("network", at, Of(narrow.Call));
        for (int i = 1; i < 6; i++) spikes.Line("", [(i - 1) * Math.PI / 3, i * Math.PI / 3, (i + 1) * Math.PI / 3], [0, Math.Sin(i * Math.PI / 3), 0]);
        double[] layers = [.. Enumerable.Range(1, 8).Select(k => (double)k)];
        lesson.Draw("universal", new Sheet("Universal approximation", 2,
        [
            spikes,
            new Chart("Error of n spikes", new("n", AxisScale.Logarithmic), new("error", AxisScale.Logarithmic), 380, 320)
                .Line("sin, largest", n, sine, marked: true).Line("jump, largest", n, jump, marked: true).Line("jump, mean", n, mean, marked: true),
            new Chart("Neurons for so many kinks", new("layers of the deep network"), new("neurons", AxisScale.Logarithmic), 380, 320)
                .Line("deep", layers, [.. layers.Select(k => 2 * k)], marked: true).Line("one layer", layers, [.. pieces.Select(p => (double)p)], marked: true),
            new HeatMap("sin x·cos y on [0, 3]², from 5×5 pyramids", Plane(new(Hill, (0, 3), (0, 3), 5)), ColourScale.Diverging, 250),
        ]));
    }

    static Tensor Plane(SpikeApproximator network)
    {
        const int Side = 50;
        return network.Call(Tensor.From<double>([.. Enumerable.Range(0, Side * Side).SelectMany(i => (double[])[i % Side * 3.0 / (Side - 1), 3 - i / Side * 3.0 / (Side - 1)])], [Side * Side, 2])).Reshape(Side, Side).Detach();
    }

    /// <summary>The straight pieces on [0, 1] of the tent, so many times in itself.</summary>
    static int Pieces(int layers)
    {
        Tensor y = Tensor.Linspace(0, 1, 4097, DType.Float64);
        for (int layer = 0; layer < layers; layer++) y = 2 * y.Relu() - 4 * (y - 0.5).Relu();
        double[] values = y.ToDoubles();
        return 1 + Enumerable.Range(1, 4095).Count(i => Math.Abs(values[i + 1] - 2 * values[i] + values[i - 1]) > 1e-9);
    }
}
