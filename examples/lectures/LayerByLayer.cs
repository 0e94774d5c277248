namespace Nabla.Lectures;

/// <summary>The recursions for the errors of layers, beside the graph.</summary>
public static class LayerByLayer
{
    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("layers", "Backpropagation by layers (вектор на грешките, вектор ошибок δ): the recursions beside the graph",
        "001 Nikolenko, 003 Ulyankin, 004 Kovalev",
        "δᴸ = σ'(zᴸ)∘(aᴸ − y);  δˡ = σ'(zˡ)∘(Wˡ⁺¹)ᵀδˡ⁺¹;  ∂C/∂bⱼ = δⱼ;  ∂C/∂Wⱼₖ = δⱼ·aₖ;  Z = XW: ∂L/∂X = ∂L/∂Z·Wᵀ, ∂L/∂W = Xᵀ·∂L/∂Z",
        "001 writes the forward pass as Wᵀa but its δ for Wa; 004's proof of (3) prints δⱼ for δₖ; 001 sums the cost over examples, 004 averages it; 003 prints d = −2(ŷ − y), which with W − η∂ diverges, and x₁ for x₂ in ∂L/∂w₂.", Run);

    static void Run(Lesson lesson)
    {
        var random = new RandomStream(0, "layers");
        Tensor Draw(params int[] shape) => random.Normal(new Shape(shape), type: DType.Float64);

        lesson.Say("004: an example through 4 → 5 → 3 → 2, C = ½‖y − a‖²");
        int[] sizes = [4, 5, 3, 2];
        Tensor[] w = [.. Enumerable.Range(0, 3).Select(l => Draw(sizes[l + 1], sizes[l]).RequireGrad())], b = [.. Enumerable.Range(0, 3).Select(l => Draw(sizes[l + 1]).RequireGrad())];
        Tensor y = Draw(2);
        var a = new List<Tensor> { Draw(4) };
        for (int l = 0; l < 3; l++) a.Add((w[l].MatMul(a[l]) + b[l]).Sigmoid());
        Tensor[] graph = Gradient.Of(((y - a[3]).Square() * 0.5).Sum(), [.. w, .. b]);
        double apart = 0;
        using (new NoGrad())
        {
            Tensor delta = a[3] * (1 - a[3]) * (a[3] - y);
            for (int l = 2; l >= 0; l--)
            {
                apart = Math.Max(apart, Math.Max((graph[l] - delta.Unsqueeze(1) * a[l]).Abs().Max().Item(), (graph[3 + l] - delta).Abs().Max().Item()));
                if (l > 0) delta = a[l] * (1 - a[l]) * w[l].Transpose().MatMul(delta);
            }
        }
        lesson.Expect("greatest difference of δ's gradients and the graph's", apart, 0, 1e-12);

        lesson.Say("003: X → W₁ → σ → W₂ → σ → W₃ → MSE, by its three steps");
        Tensor x = Draw(8, 4), target = Draw(8, 1);
        Tensor w1 = Draw(4, 5).RequireGrad(), w2 = Draw(5, 3).RequireGrad(), w3 = Draw(3, 1).RequireGrad();
        Tensor o1 = x.MatMul(w1).Sigmoid(), o2 = o1.MatMul(w2).Sigmoid(), prediction = o2.MatMul(w3);
        Tensor[] through = Gradient.Of((prediction - target).Square().Sum(), [w1, w2, w3]);
        using (new NoGrad())
        {
            Tensor d = 2 * (prediction - target), g3 = o2.Transpose().MatMul(d);
            d = d.MatMul(w3.Transpose()) * o2 * (1 - o2);
            Tensor g2 = o1.Transpose().MatMul(d);
            d = d.MatMul(w2.Transpose()) * o1 * (1 - o1);
            Tensor g1 = x.Transpose().MatMul(d);
            lesson.Expect("greatest difference of the steps' gradients and the graph's",
                new[] { g1 - through[0], g2 - through[1], g3 - through[2] }.Max(t => t.Abs().Max().Item()), 0, 1e-12);
        }

        // One neuron s = x₁u + x₂v, z = σ(s), L = (y − z)²: with the slide's sign the loss grows.
        static double[] Trained(double sign)
        {
            var losses = new List<double>();
            double u = 0.3, v = -0.2;
            const double x1 = 1, x2 = 2, wanted = 0.9;
            double Z() => 1 / (1 + Math.Exp(-(u * x1 + v * x2)));
            for (int step = 0; step < 200; step++)
            {
                double z = Z(), d = sign * 2 * (z - wanted) * z * (1 - z);
                losses.Add((z - wanted) * (z - wanted));
                (u, v) = (u - 0.5 * d * x1, v - 0.5 * d * x2);
            }
            return [.. losses];
        }
        lesson.Say("one neuron after 200 steps of w ← w − η·∂L/∂w");
        double[] steps = [.. Enumerable.Range(0, 200).Select(i => (double)i)], right = Trained(1), printed = Trained(-1);
        lesson.ExpectBetween("loss with d = 2(ŷ − y)", right[^1], 0, 1e-3);
        lesson.ExpectBetween("loss with the slide's d = −2(ŷ − y)", printed[^1], 0.5);
        lesson.Draw("layers", new Chart("One neuron, w ← w − η·∂L/∂w", new("step"), new("loss (y − z)²", Least: 0), 480, 320)
            .Line("d = 2(ŷ − y)", steps, right).Line("as printed: d = −2(ŷ − y)", steps, printed));
    }
}
