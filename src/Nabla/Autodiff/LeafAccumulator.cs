using Nabla.Backends;

namespace Nabla.Autodiff;

/// <summary>Adds what a backward walk finds at leaves to their gradients.</summary>
internal sealed class LeafAccumulator : IGradientVisitor
{
    public static LeafAccumulator Instance { get; } = new();

    public void Visit(Node node, Tensor gradient, bool fresh)
    {
        if (node is not Leaf leaf) return;
        lock (leaf)
        {
            if (leaf.Gradient is { } sum)
            {
                Backend.Current.Accumulate(sum, gradient);
                sum.Storage.Touch();
            }
            else
            {
                leaf.Gradient = fresh ? gradient : StridedCopy.Contiguous(gradient);
                leaf.Gradient.HoldGradient();
            }
        }
    }
}
