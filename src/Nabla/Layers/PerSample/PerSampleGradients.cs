using Nabla.Autodiff;

namespace Nabla.Layers;

/// <summary>The gradient that each example of a batch has on its own: for every parameter a tensor <c>[N, …parameter's shape]</c>.</summary>
/// <remarks>
/// <para>
/// Element n is the gradient of loss(model(x[n..n+1]), t[n..n+1]), as a loop over the examples finds it, to rounding. The mean over n is the gradient of
/// a loss that is a mean over the batch. Used for gradients clipped example by example (M. Abadi and others, "Deep learning with differential
/// privacy", 2016, arXiv:1607.00133), their variance, and the influence of examples.
/// </para>
/// <para>
/// The model runs forward and backward once, over the whole batch. What reaches each layer's input and output then gives its parameters' gradients:
/// for linear layers, convolutions, embeddings and normalisations in one operation a layer; any other layer that uses a parameter itself is computed
/// and differentiated N times, alone. A layer of one's own costs no more than its children where it hands its
/// tensors to them by <c>Call</c>, the examples along axis 0; otherwise it is repeated as a whole. The first example is
/// computed by itself as well, to see that examples do not mix. N·P numbers are returned for P parameters.
/// </para>
/// </remarks>
public sealed class PerSampleGradients
{
    readonly Dictionary<Parameter, Tensor> gradients;

    PerSampleGradients(Tensor losses, IReadOnlyList<(string Path, Parameter Parameter)> order, Dictionary<Parameter, Tensor> gradients)
    {
        Losses = losses;
        this.gradients = gradients;
        Named = [.. order.Select(p => (p.Path, gradients[p.Parameter]))];
    }

    /// <summary>The loss of each example, <c>[N]</c>.</summary>
    public Tensor Losses { get; }

    /// <summary>The gradients by the paths of the parameters, in the order of <see cref="Module.NamedParameters"/>; frozen ones have none.</summary>
    public IReadOnlyList<(string Path, Tensor Gradient)> Named { get; }

    /// <summary>A parameter's gradients.</summary>
    /// <param name="parameter">A parameter of the model that is not frozen.</param>
    /// <returns><c>[N, …parameter's shape]</c>.</returns>
    /// <exception cref="ArgumentException">The model has no such parameter, or it is frozen.</exception>
    public Tensor this[Parameter parameter] => gradients.TryGetValue(parameter, out Tensor? gradient)
        ? gradient
        : throw new ArgumentException($"PerSampleGradients: cannot tell the gradients of {parameter.Label} {parameter.Shape}: it is no parameter of the model, or frozen.", nameof(parameter));

    /// <summary>The gradients of each example of a batch.</summary>
    /// <param name="model">The model, in the mode it is in. Gradients that its parameters hold stay as they are; buffers change as in one forward pass.</param>
    /// <param name="loss">Output and target of one example, each with a first axis of 1, to a scalar: <c>Loss.CrossEntropy</c>.</param>
    /// <param name="inputs">The examples, <c>[N, …]</c>, N ≥ 1.</param>
    /// <param name="targets">Their targets, <c>[N, …]</c>.</param>
    /// <exception cref="ShapeException">Inputs, targets and outputs are not N each, or the inputs do not fit the model.</exception>
    /// <exception cref="BatchDependenceException">
    /// A layer mixes the examples of a batch (batch normalisation in training does), draws random numbers where it has to be repeated, or uses a value from outside the
    /// model; the error names the layer.
    /// </exception>
    /// <exception cref="GraphException">The loss of an example is no scalar.</exception>
    public static PerSampleGradients Of(Module model, Func<Tensor, Tensor, Tensor> loss, Tensor inputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.Rank == 0 || targets.Rank == 0 || inputs.Shape[0] == 0 || inputs.Shape[0] != targets.Shape[0])
            throw new ShapeException($"PerSampleGradients: cannot pair inputs {inputs.Shape} with targets {targets.Shape}: both need a first axis of N ≥ 1 examples.", inputs.Shape, targets.Shape);
        foreach ((_, Module layer) in model.NamedModules())
            if (layer.MixesExamples)
                throw new BatchDependenceException($"PerSampleGradients: cannot tell examples apart in training mode: {layer.GetType().Name} computes each from all examples of the batch. Call Eval() on the layer, or use GroupNorm or LayerNorm.", layer.ToString());
        using var recording = NoGrad.Resume();
        inputs = inputs.Detach();
        int count = inputs.Shape[0];
        (string, Parameter)[] order = [.. model.NamedParameters().Where(p => !p.Value.IsFrozen)];
        var sums = new Dictionary<Parameter, Tensor>(ReferenceEqualityComparer.Instance);

        CallGraph batch = CallGraph.Of(model, inputs), first = CallGraph.Of(model, inputs.Narrow(0, 0, 1), undone: true);
        Tensor output = batch.Output;
        if (output.Rank == 0 || output.Shape[0] != count)
            throw new ShapeException($"PerSampleGradients: cannot split the output {output.Shape}: its first axis is not that of the {count} examples.", output.Shape);
        (Tensor losses, Tensor upstream) = Upstream(loss, output, targets);
        if (output.Node is not null)
        {
            IReadOnlyList<CallUnit> units = batch.Units(first, [.. order.Select(p => p.Item2)], count);
            using var constant = new NoGrad();
            var arrived = new GradientCollector([.. units.Select(u => u.Output)]);
            // The sums over the batch, which are what makes a backward pass dear, are nobody's wish here.
            HashSet<Node> leaves = [.. order.Select(p => p.Item2.Node!)];
            if (units.Count > 0) Walk.Backward(output.Node, upstream, keepGraph: false, arrived, constants: leaves);
            for (int i = 0; i < units.Count; i++)
                foreach ((Parameter parameter, Tensor gradient) in units[i].PerSample(arrived[i]))
                    sums[parameter] = sums.TryGetValue(parameter, out Tensor? sum) ? sum + gradient : gradient;
        }
        foreach ((_, Parameter parameter) in order)
            if (!sums.ContainsKey(parameter)) sums.Add(parameter, Tensor.Zeros(new Shape([count]).Concat(parameter.Shape), parameter.DType));
        if (!batch.IsRandom) CheckFirst(loss, batch, first, targets, order, sums);
        return new(losses, order, sums);
    }

    /// <summary>The losses, and the gradient of each by its own example's output.</summary>
    static (Tensor Losses, Tensor Upstream) Upstream(Func<Tensor, Tensor, Tensor> loss, Tensor output, Tensor targets)
    {
        int count = output.Shape[0];
        Tensor[] losses = new Tensor[count], slopes = new Tensor[count];
        for (int n = 0; n < count; n++)
        {
            Tensor y = output.Narrow(0, n, 1).Detach().RequireGrad(), value = loss(y, targets.Narrow(0, n, 1));
            losses[n] = value.Detach().Reshape([-1]);
            slopes[n] = value.Node is null ? Tensor.Zeros(y.Shape, y.DType) : Gradient.Of(value, y);
        }
        using var constant = new NoGrad();
        return (Tensor.Cat(losses), Tensor.Cat(slopes));
    }

    /// <summary>The first example computed alone has the gradients that it has among the others; where not, some layer mixes them.</summary>
    static void CheckFirst(
        Func<Tensor, Tensor, Tensor> loss, CallGraph batch, CallGraph first, Tensor targets, (string Path, Parameter Parameter)[] order, Dictionary<Parameter, Tensor> found)
    {
        if (order.Length == 0) return;
        double tolerance = batch.Output.DType == DType.Float64 ? 1e-8 : 1e-3;
        if (batch.FirstDifference(first, tolerance) is { } layer)
            throw new BatchDependenceException($"PerSampleGradients: cannot tell examples apart: {layer.GetType().Name} gives the first of {batch.Count} examples another output alone than among the others.", layer.ToString());
        Tensor value = loss(first.Output, targets.Narrow(0, 0, 1));
        Tensor[] alone = value.Node is null
            ? [.. order.Select(p => Tensor.Zeros(p.Parameter.Shape, p.Parameter.DType))]
            : Gradient.Of(value, [.. order.Select(p => p.Parameter)]);
        using var constant = new NoGrad();
        double scale = alone.Max(g => g.ElementCount == 0 ? 0 : g.Abs().Max().Item());
        for (int i = 0; i < order.Length; i++)
        {
            if (alone[i].ElementCount == 0) continue;
            double error = (found[order[i].Parameter][0] - alone[i]).Abs().Max().Item();
            if (!(error <= tolerance * Math.Max(scale, double.Epsilon)) && double.IsFinite(scale))
                throw new BatchDependenceException($"PerSampleGradients: cannot tell the examples' gradients of {order[i].Parameter.Label} {order[i].Parameter.Shape} apart: the first of {batch.Count} examples alone has another gradient than among the others. Does a layer mix examples, or keep something of an earlier call?");
        }
    }
}
