using Nabla.Layers;

namespace Nabla.Diagnostics;

/// <summary>Runs a model layer by layer, each on a leaf of its own, and carries the loss's gradient back from layer to layer.</summary>
internal sealed class ModelPass
{
    readonly List<(string Path, string Kind, Func<Tensor, Tensor> Apply, Module? Module)> layers = [];
    readonly int checks;

    public ModelPass(Module model, Func<Tensor, Tensor> loss, int checks)
    {
        this.checks = checks;
        TakeApart(model);
        layers.Add(("loss", "Loss", loss, null));
    }

    public ModelExplanation Run(Tensor x)
    {
        var inputs = new Tensor[layers.Count];
        var outputs = new Tensor[layers.Count];
        var graphs = new TensorExplanation?[layers.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = i == 0 ? x.Detach() : outputs[i - 1];
            using (new NoGrad()) outputs[i] = layers[i].Apply(inputs[i]);
        }
        if (outputs[^1].ElementCount != 1)
            throw new GraphException($"Explain.Model: cannot start from the loss {outputs[^1].Describe()}: it has {outputs[^1].ElementCount} elements, a gradient starts at 1.");
        Tensor upstream = Tensor.Ones(outputs[^1].Shape, outputs[^1].DType);
        var explained = new LayerExplanation[layers.Count];
        for (int i = layers.Count - 1; i >= 0; i--)
        {
            explained[i] = Layer(i, inputs[i], outputs[i], upstream);
            upstream = explained[i].Product;
        }
        // After all graphs are done with: the check changes parameters in place.
        if (checks > 0)
            for (int i = 0; i < explained.Length; i++) explained[i] = explained[i] with { Checks = Check(explained[i]) };
        return new(outputs[^1].Item(), explained);
    }

    void TakeApart(Module module)
    {
        if (module.Stages is { } stages)
            foreach (Module stage in stages) TakeApart(stage);
        else
            layers.Add((module.Path, module.GetType().Name, module.Call, module));
    }

    LayerExplanation Layer(int number, Tensor input, Tensor output, Tensor upstream)
    {
        (string path, string kind, Func<Tensor, Tensor> apply, Module? module) = layers[number];
        using var values = new ValueRecording();
        Tensor leaf = input.DType.IsFloatingPoint ? input.RequireGrad() : input;
        Tensor y = apply(leaf);
        if (y.Node is null)
            throw new GraphException($"Explain.Model: cannot differentiate layer {path} ({kind}): its output requires no gradient.");
        var names = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        if (leaf.Node is not null) names.Add("input", leaf);
        TensorExplanation graph = Explain.Backward(y, upstream, names);
        Tensor product = graph.Gradient.GetValueOrDefault("input") ?? Tensor.Zeros(input.Shape, input.DType.IsFloatingPoint ? input.DType : DType.Float32);
        ParameterExplanation[] parameters = module is null ? [] :
        [
            .. module.NamedParameters().Where(p => !p.Value.IsFrozen).Select(p => new ParameterExplanation(p.Value.Path, p.Value.Detach(),
                graph.Gradient.GetValueOrDefault(p.Value.Path) ?? Tensor.Zeros(p.Value.Shape, p.Value.DType))),
        ];
        return new(number, path, kind, input, output, upstream, product, Local(graph), parameters, graph, []);
    }

    /// <summary>The operations of a layer, the last first, as the gradient meets them.</summary>
    static string Local(TensorExplanation graph)
    {
        string[] parts = [.. graph.Vertices.Where(v => v.Inputs.Count > 0).Reverse().Select(v => $"{v.Operation} ({string.Join("; ", v.Edges.Select(e => e.Local).Distinct(StringComparer.Ordinal))})")];
        return parts.Length == 0 ? "the identity" : parts.Length <= 6 ? string.Join(", ", parts) : $"{string.Join(", ", parts[..6])}, … {parts.Length} operations";
    }

    List<GradientEntry> Check(LayerExplanation layer)
    {
        var entries = new List<GradientEntry>();
        using var constant = new NoGrad();
        if (layer.Input.DType.IsFloatingPoint)
            entries.AddRange(Largest(layer.Product).Select(e => Entry("input", e, layer.Product, layer.Input, moved => From(layer.Number, moved))));
        foreach (ParameterExplanation explained in layer.Parameters)
        {
            Parameter parameter = layers[layer.Number].Module!.Parameters().First(p => p.Path == explained.Path);
            Tensor before = parameter.Detach() + 0;
            try
            {
                foreach (int entry in Largest(explained.Gradient))
                {
                    entries.Add(Entry(explained.Path, entry, explained.Gradient, before, moved =>
                    {
                        parameter.Assign(moved);
                        return From(layer.Number, layer.Input);
                    }));
                }
            }
            finally
            {
                parameter.Assign(before);
            }
        }
        return entries;
    }

    double From(int layer, Tensor x)
    {
        for (int i = layer; i < layers.Count; i++) x = layers[i].Apply(x);
        return x.Item();
    }

    IEnumerable<int> Largest(Tensor gradient)
    {
        double[] elements = gradient.ToDoubles();
        int[] places = [.. Enumerable.Range(0, elements.Length)];
        return places.OrderByDescending(i => Math.Abs(elements[i])).Take(checks);
    }

    static GradientEntry Entry(string name, int index, Tensor gradient, Tensor at, Func<Tensor, double> loss)
    {
        double[] point = at.ToDoubles();
        double value = point[index], h = Math.Cbrt(at.DType == DType.Float64 ? double.BitIncrement(1) - 1 : 1.2e-7) * Math.Max(1, Math.Abs(value));
        double up = Moved(value + h), down = Moved(value - h);
        // Float32 moves by what it can hold, which is not quite h.
        double distance = Held(value + h) - Held(value - h), difference = (up - down) / distance, exact = gradient.ToDoubles()[index];
        return new(name, index, exact, difference, Math.Abs(exact - difference) / Math.Max(1, Math.Abs(exact)));

        double Moved(double to)
        {
            point[index] = to;
            double result = loss(Tensor.From<double>(point, at.Shape).Cast(at.DType));
            point[index] = value;
            return result;
        }

        double Held(double number) => at.DType == DType.Float64 ? number : (float)number;
    }
}
