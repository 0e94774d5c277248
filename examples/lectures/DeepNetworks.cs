using Nabla.Layers;

namespace Nabla.Lectures;

/// <summary>Perceptrons of several layers, and why they need activations.</summary>
public static class DeepNetworks
{
    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("mlp", "Multi-layer perceptrons (многослоен перцептрон): without activations all layers are one", "all five",
        "NN(x) = W³f²(W²f¹(W¹x + b¹) + b²) + b³;  without f: W²(W¹x) = (W²W¹)x",
        "002 prints the product's size as C×H; W₂W₁ is C×D.", Run);

    static void Run(Lesson lesson)
    {
        var random = new RandomStream(0, "mlp");
        Tensor x = random.Normal([6, 10], type: DType.Float64);
        var mlp0 = new Sequential(new Linear(10, 3));
        var mlp1 = new Sequential(new Linear(10, 20), new Sigmoid(), new Linear(20, 3));
        var mlp2 = new Sequential(new Linear(10, 20), new Sigmoid(), new Linear(20, 20), new Sigmoid(), new Linear(20, 3));
        foreach ((string name, Sequential model) in (ReadOnlySpan<(string, Sequential)>)[("MLP0", mlp0), ("MLP1", mlp1), ("MLP2", mlp2)])
            lesson.Figure($"parameters of {name}", model.Parameters().Sum(p => p.ElementCount));

        // The formula, written out, is the model.
        mlp2.Cast(DType.Float64);
        Tensor[] p = [.. mlp2.Parameters()];
        Tensor byFormula = (((x.MatMul(p[0].Transpose()) + p[1]).Sigmoid().MatMul(p[2].Transpose()) + p[3]).Sigmoid().MatMul(p[4].Transpose()) + p[5]);
        lesson.Expect("MLP2 − W³f²(W²f¹(W¹x + b¹) + b²) + b³", (mlp2.Call(x) - byFormula).Abs().Max().Item(), 0, 1e-14);

        // Without activations two layers are one: W₂W₁ is C×D.
        Linear first = new(10, 20, bias: false), second = new(20, 3, bias: false);
        var collapsed = new Sequential(first, second);
        collapsed.Cast(DType.Float64);
        Tensor product = second.Weight.MatMul(first.Weight);
        lesson.Expect("rows of W₂W₁", product.Shape[0], 3);
        lesson.Expect("columns of W₂W₁", product.Shape[1], 10);
        lesson.Expect("W₂(W₁x) − (W₂W₁)x", (collapsed.Call(x) - x.MatMul(product.Transpose())).Abs().Max().Item(), 0, 1e-14);
    }
}
