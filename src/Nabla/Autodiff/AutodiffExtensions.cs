using Nabla.Autodiff;

namespace Nabla;

/// <summary>Reverse-mode differentiation on tensors.</summary>
public static class AutodiffExtensions
{
    extension(Tensor x)
    {
        /// <summary>This value as a leaf that gradients are asked for: operations on the result are recorded.</summary>
        /// <returns>A tensor with the same memory and no history.</returns>
        /// <exception cref="DTypeException">The elements are not floating point.</exception>
        public Tensor RequireGrad()
        {
            if (!x.DType.IsFloatingPoint)
                throw new DTypeException($"RequireGrad: cannot ask for gradients of {x.Describe()}: only float32 and float64 have them.");
            Tensor leaf = x.Same(x.Name);
            leaf.Node = new Leaf(leaf);
            return leaf;
        }

        /// <summary>What backward passes have added up at this leaf; null before the first.</summary>
        /// <exception cref="GraphException">The tensor is a value on the way, not a leaf.</exception>
        public Tensor? Grad => x.Node switch
        {
            Leaf leaf => leaf.Shown(),
            null => null,
            Node node => throw new GraphException($"Grad: cannot read the gradient of {x.Describe()}: it is the result of {node.Name}, not a leaf. Use Gradient.Of, or OnGradient before the backward pass."),
        };

        /// <summary>Forgets the leaf's gradient, so that the next backward pass starts from 0.</summary>
        public void ClearGrad() => (x.Node as Leaf)?.Clear();

        /// <summary>Carries gradients from this value to the leaves that it depends on, and adds them to their <c>Grad</c>.</summary>
        /// <param name="gradient">The gradient at this value, of its shape; 1 for a scalar unless given.</param>
        /// <param name="keepGraph">Whether the graph may be walked again; what it saved is freed otherwise.</param>
        /// <exception cref="GraphException">There is no graph, the value is no scalar and has no gradient given, or the graph was freed or changed.</exception>
        /// <exception cref="ShapeException"><paramref name="gradient"/> has another shape.</exception>
        /// <remarks>Visits each vertex once, in reverse topological order, without recursion: a million vertices deep is fine.</remarks>
        public void Backward(Tensor? gradient = null, bool keepGraph = false)
        {
            using (new NoGrad())
                Walk.Backward(Roots.Of(x, "Backward"), Roots.Upstream(x, gradient, "Backward"), keepGraph, LeafAccumulator.Instance);
        }

        /// <summary>Calls a function with this value's gradient once it is complete in a backward pass.</summary>
        /// <param name="hook">Returns the gradient to go on with: the same, or another of the same shape.</param>
        /// <returns>Disposing it removes the hook.</returns>
        /// <exception cref="GraphException">The tensor requires no gradient.</exception>
        public IDisposable OnGradient(Func<Tensor, Tensor> hook)
        {
            Node node = x.Node ?? throw new GraphException($"OnGradient: cannot watch {x.Describe()}: it requires no gradient.");
            node.Hooks += hook;
            return new HookRemoval(node, hook);
        }
    }

    sealed class HookRemoval(Node node, Func<Tensor, Tensor> hook) : IDisposable
    {
        Func<Tensor, Tensor>? hook = hook;

        public void Dispose()
        {
            node.Hooks -= hook;
            hook = null; // the same function may have been added again
        }
    }
}
