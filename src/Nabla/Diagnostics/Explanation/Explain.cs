using Nabla.Layers;

namespace Nabla.Diagnostics;

/// <summary>Explains backpropagation on what a program computed: every vertex, every product, every sum.</summary>
public static class Explain
{
    /// <summary>The graph behind a tensor, with the gradient at every vertex and what passes along every edge.</summary>
    /// <param name="y">What is differentiated: a scalar, unless <paramref name="upstream"/> is given.</param>
    /// <param name="upstream">The gradient at y, of its shape; 1 unless given.</param>
    /// <param name="names">Tensors that shall be shown by name and value: leaves, or values on the way.</param>
    /// <returns>Vertices, edges and gradients; the graph is kept and may be walked again.</returns>
    /// <exception cref="GraphException">y has no graph, is no scalar and has no upstream gradient, or the graph was freed or changed.</exception>
    /// <exception cref="ShapeException"><paramref name="upstream"/> has another shape than y.</exception>
    /// <remarks>
    /// <para>
    /// A graph keeps a value only where a derivative needs it, so some vertices have none (<see cref="TensorVertex.Value"/> is null):
    /// sums, for example, are not kept. Compute inside a <see cref="ValueRecording"/>, or give a function instead of a tensor, to see all.
    /// Constants are no vertices. Leaves are called by the tensor's name or the parameter's path; equal names are numbered.
    /// </para>
    /// <para>Gradients pass through hooks, as in a backward pass; <c>Grad</c> of leaves is not touched. Local Jacobians are found row by row,
    /// where they have at most <see cref="TensorExplanation.MostJacobian"/> elements.</para>
    /// </remarks>
    /// <example><code>
    /// using (new ValueRecording())
    /// {
    ///     Tensor loss = Loss.CrossEntropy(model.Call(x), labels);
    ///     Console.WriteLine(Explain.Backward(loss));
    /// }
    /// </code></example>
    public static TensorExplanation Backward(Tensor y, Tensor? upstream = null, IReadOnlyDictionary<string, Tensor>? names = null)
    {
        ArgumentNullException.ThrowIfNull(y);
        return new TapePass(y, names).Run(upstream);
    }

    /// <summary>Computes a function and explains it, with the value of every vertex.</summary>
    /// <param name="f">Computes a scalar from tensors that require gradients, or from parameters.</param>
    /// <param name="names">Tensors that shall be shown by name: leaves, or values on the way.</param>
    /// <returns>Vertices, edges and gradients.</returns>
    /// <exception cref="GraphException">The result has no graph, or is no scalar.</exception>
    public static TensorExplanation Backward(Func<Tensor> f, IReadOnlyDictionary<string, Tensor>? names = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        using var values = new ValueRecording();
        return Backward(f(), null, names);
    }

    /// <summary>A model on an example, layer by layer: what each makes of its input, and what the loss's gradient becomes on the way back.</summary>
    /// <param name="model">The model. Call <see cref="Module.Eval"/> first: difference quotients make no sense of a layer that draws numbers.</param>
    /// <param name="x">The input, with its batch axis.</param>
    /// <param name="loss">From the model's output to a scalar.</param>
    /// <param name="checks">How many entries of the gradient of each layer's input and of each of its parameters are compared with a difference quotient: those of greatest magnitude.</param>
    /// <returns>The layers, first to last.</returns>
    /// <exception cref="ShapeException">The input does not fit the model, which the message tells.</exception>
    /// <exception cref="GraphException">The loss is no scalar, or depends on nothing that requires a gradient.</exception>
    /// <remarks>
    /// A model that is a chain of modules and nothing else is taken apart, also inside another one: <see cref="Sequential"/>, <see cref="TransformerEncoder"/>,
    /// <see cref="CausalLanguageModel"/> with a head of its own, deep belief networks; any other is one layer. For the check parameters are
    /// changed in place and set back, so the model must not be used by others meanwhile. In float64 (<see cref="Module.Cast"/>) the check is sharp.
    /// </remarks>
    public static ModelExplanation Model(Module model, Tensor x, Func<Tensor, Tensor> loss, int checks = 3)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentOutOfRangeException.ThrowIfNegative(checks);
        return new ModelPass(model, loss, checks).Run(x);
    }
}
