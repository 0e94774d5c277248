namespace Nabla.Layers;

/// <summary>An application of a layer that uses parameters, and that sees the examples of a batch side by side along axis 0.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Input">What its formula took.</param>
/// <param name="Output">What it gave.</param>
/// <param name="Used">The parameters that were used in it.</param>
/// <param name="IsWhole">Whether its formula is repeated as a whole, whatever rule the layer has.</param>
internal sealed record CallUnit(Module Layer, Tensor Input, Tensor Output, IReadOnlyList<Parameter> Used, bool IsWhole)
{
    /// <summary>The gradients of the parameters, example by example.</summary>
    /// <param name="dy">The gradient at the output.</param>
    public IEnumerable<(Parameter Parameter, Tensor Gradient)> PerSample(Tensor dy)
    {
        if (!IsWhole && Layer.PerSample(Input.Detach(), dy) is { } rule && Used.All(p => rule.Any(r => ReferenceEquals(r.Parameter, p))))
            return rule.Where(r => Used.Contains(r.Parameter, ReferenceEqualityComparer.Instance));
        return OneByOne(dy);
    }

    IEnumerable<(Parameter Parameter, Tensor Gradient)> OneByOne(Tensor dy)
    {
        foreach ((_, Module below) in Layer.NamedModules())
            if (below is RandomActivation && below.IsTraining)
                throw new BatchDependenceException($"PerSampleGradients: cannot repeat {Layer} example by example: its {below.GetType().Name} would drop other elements than in the batch. Call Eval() on that, or give the layer's tensors to its children by Call.", below.ToString());
        int count = Input.Shape[0];
        var found = new Tensor[Used.Count][];
        for (int p = 0; p < found.Length; p++) found[p] = new Tensor[count];
        for (int n = 0; n < count; n++)
        {
            Tensor x = Input.Narrow(0, n, 1).Detach();
            using var recording = NoGrad.Resume();
            (Tensor y, Replay replay) = Replay.Of(Layer.Forward, x);
            replay.PutBack();
            using var constant = new NoGrad();
            Tensor[]? gradients = y.Node is null ? null : Gradient.Of(y, Used, dy.Narrow(0, n, 1));
            for (int p = 0; p < found.Length; p++) found[p][n] = gradients?[p] ?? Tensor.Zeros(Used[p].Shape, Used[p].DType);
        }
        for (int p = 0; p < found.Length; p++) yield return (Used[p], Tensor.Stack(found[p]));
    }
}
