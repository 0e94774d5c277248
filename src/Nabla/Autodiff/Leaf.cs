namespace Nabla.Autodiff;

/// <summary>The vertex of a tensor that gradients are asked for: it has no inputs and keeps what reaches it.</summary>
internal sealed class Leaf : Node
{
    public Leaf(Tensor x)
    {
        Shape = x.Shape;
        DType = x.DType;
        Name = x.Name ?? "Leaf";
    }

    public override string Name { get; }

    /// <summary>The parameter whose vertex this is; null of other tensors, which must not be kept alive by a graph.</summary>
    public Tensor? Parameter { get; init; }

    public override int InputCount => 0;

    /// <summary>The gradient accumulated so far.</summary>
    public Tensor? Gradient { get; set; }

    public override Node? Input(int index) => null;

    public override Tensor Vjp(int input, Tensor dy) => throw new InvalidOperationException("A leaf has no inputs.");

    public override Tensor? Jvp(int input, Tensor dx) => throw new InvalidOperationException("A leaf has no inputs.");

    /// <summary>Forgets the gradient; memory that a step scope lent goes back to it, unless <see cref="StepScope.Keep"/> was asked for.</summary>
    public void Clear()
    {
        Gradient?.GiveBack();
        Gradient = null;
    }
}
