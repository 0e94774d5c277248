namespace Nabla.Autodiff;

/// <summary>Sees every vertex of a backward walk once, with its complete gradient.</summary>
internal interface IGradientVisitor
{
    /// <summary>A vertex whose gradient is complete.</summary>
    /// <param name="node">The vertex.</param>
    /// <param name="gradient">∂f/∂v, of the vertex's shape.</param>
    /// <param name="fresh">Whether nobody else looks at the gradient's memory.</param>
    void Visit(Node node, Tensor gradient, bool fresh);
}
