namespace Nabla.Autodiff;

/// <summary>Keeps what a backward walk finds at chosen vertices.</summary>
internal sealed class GradientCollector(IReadOnlyList<Tensor> targets) : IGradientVisitor
{
    readonly Tensor?[] gradients = new Tensor?[targets.Count];

    public void Visit(Node node, Tensor gradient, bool fresh)
    {
        for (int i = 0; i < gradients.Length; i++)
            if (ReferenceEquals(targets[i].Node, node)) gradients[i] = gradient;
    }

    /// <summary>The gradient at a target; zeros where none arrived.</summary>
    public Tensor this[int index] => gradients[index] ?? Tensor.Zeros(targets[index].Shape, targets[index].DType);
}
