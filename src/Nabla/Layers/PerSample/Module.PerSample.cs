namespace Nabla.Layers;

/// <summary>What a layer knows about the examples of a batch.</summary>
public abstract partial class Module
{
    /// <summary>Whether an example's output depends on the other examples of its batch.</summary>
    internal virtual bool MixesExamples => false;

    /// <summary>The gradients of the layer's parameters, example by example: a rule that is faster than a loop over examples.</summary>
    /// <param name="x">The input, <c>[N, …]</c>.</param>
    /// <param name="dy">The gradient at the output, <c>[N, …]</c>.</param>
    /// <returns>For each parameter <c>[N, …parameter's shape]</c>; null where the layer has no rule.</returns>
    internal virtual IReadOnlyList<(Parameter Parameter, Tensor Gradient)>? PerSample(Tensor x, Tensor dy) => null;

    /// <summary>The rule of y = γ·x̂ + β: dγ = Σ dy·x̂ and dβ = Σ dy over the axes from one on to before another.</summary>
    private protected static IReadOnlyList<(Parameter Parameter, Tensor Gradient)>? PerSampleAffine(Tensor normalized, Tensor dy, Parameter? weight, Parameter? bias, int from, int to)
    {
        if (weight is null) return null;
        Axes axes = Axes.Create([.. Enumerable.Range(from, to - from)]);
        (Parameter, Tensor) scale = (weight, (dy * normalized).Sum(axes));
        return bias is null ? [scale] : [scale, (bias, dy.Sum(axes))];
    }
}
