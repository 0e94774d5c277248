namespace Nabla.Diagnostics;

/// <summary>A parameter of an explained layer.</summary>
/// <param name="Path">Its path in the model: <c>0.weight</c>.</param>
/// <param name="Value">Its value.</param>
/// <param name="Gradient">The loss's gradient by it, of its shape.</param>
public sealed record ParameterExplanation(string Path, Tensor Value, Tensor Gradient);

/// <summary>A layer of an explained model: forward and back.</summary>
/// <param name="Number">Its place, from 0.</param>
/// <param name="Path">Its path in the model: <c>0</c>; <c>loss</c> for the loss.</param>
/// <param name="Kind">Its class: <c>Linear</c>.</param>
/// <param name="Input">What it got.</param>
/// <param name="Output">What it gave.</param>
/// <param name="Upstream">The loss's gradient by its output.</param>
/// <param name="Product">The loss's gradient by its input: upstream times the layer's Jacobian.</param>
/// <param name="Local">How the layer's derivative is made: its operations in order, with the derivative of each.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Graph">Its operations as a graph: from input and parameters to the output, with gradients of the loss.</param>
/// <param name="Checks">Entries of its gradients beside difference quotients.</param>
public sealed record LayerExplanation(int Number, string Path, string Kind, Tensor Input, Tensor Output, Tensor Upstream, Tensor Product, string Local,
    IReadOnlyList<ParameterExplanation> Parameters, TensorExplanation Graph, IReadOnlyList<GradientEntry> Checks);
