namespace Nabla.Autodiff;

/// <summary>The vertex of a tensor that gradients are asked for: it has no inputs and keeps what reaches it.</summary>
internal sealed class Leaf : Node
{
    bool isShown;

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

    /// <summary>The gradient accumulated so far; for those who look at it no longer than until it is cleared.</summary>
    public Tensor? Gradient
    {
        get;
        set => (field, isShown) = (value, false);
    }

    /// <summary>The gradient accumulated so far, for those who may keep it.</summary>
    public Tensor? Shown()
    {
        isShown = true;
        return Gradient;
    }

    public override Node? Input(int index) => null;

    public override Tensor Vjp(int input, Tensor dy) => throw new InvalidOperationException("A leaf has no inputs.");

    public override Tensor? Jvp(int input, Tensor dx) => throw new InvalidOperationException("A leaf has no inputs.");

    /// <summary>Forgets the gradient; memory that a step scope lent goes back to it, unless <see cref="StepScope.Keep"/> was asked for. A small one that nobody has read is left to the open scope.</summary>
    public void Clear()
    {
        if (isShown) Gradient?.GiveBack();
        else Gradient?.Leave();
        Gradient = null;
    }
}
