namespace Nabla.Benchmarks;

/// <summary>A recorded graph that is walked backward again and again, so that the backward pass is timed without the forward pass.</summary>
/// <param name="y">The graph's output.</param>
/// <param name="xs">What gradients are wanted of.</param>
internal sealed class BackwardPass(Tensor y, params Tensor[] xs)
{
    readonly Tensor upstream = Tensor.Ones(y.Shape, y.DType);

    /// <summary>One walk.</summary>
    public Tensor[] Run() => Gradient.Of(y, xs, upstream, keepGraph: true);
}
