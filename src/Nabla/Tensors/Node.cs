namespace Nabla;

/// <summary>The vertex of the computational graph that a tensor is the value of: an operation with its inputs, or a leaf.</summary>
/// <remarks>
/// A tensor without a node is a constant. Nodes point to nodes, not to tensors: a value stays alive only where an
/// operation states that its derivative needs it.
/// </remarks>
public abstract class Node
{
    /// <summary>A vertex.</summary>
    protected Node()
    {
        if (ThreadWatch.Current is not { } watch) return;
        Layer = watch.Call;
        watch.Replay?.Note(this);
    }

    /// <summary>The operation's name.</summary>
    public abstract string Name { get; }

    /// <summary>The number of inputs, in order; a leaf has none.</summary>
    public abstract int InputCount { get; }

    /// <summary>The shape of the vertex's value.</summary>
    public Shape Shape { get; internal set; }

    /// <summary>The element type of the vertex's value.</summary>
    public DType DType { get; internal set; }

    /// <summary>What is called with the vertex's gradient when it is complete; the result replaces it.</summary>
    internal Func<Tensor, Tensor>? Hooks { get; set; }

    /// <summary>The call of a layer that made the vertex, where layers were traced then; its text is the layer's path and kind.</summary>
    internal object? Layer { get; }

    /// <summary>The vertex of an input, or null where the input is a constant.</summary>
    public abstract Node? Input(int index);

    /// <summary>The vector–Jacobian product: what a gradient at the output means for an input.</summary>
    /// <param name="input">Which input, by position.</param>
    /// <param name="dy">The gradient at the output, of the output's shape.</param>
    /// <returns>The gradient at the input, before an undone broadcast is summed.</returns>
    public abstract Tensor Vjp(int input, Tensor dy);

    /// <summary>The Jacobian–vector product: what a tangent of an input means for the output.</summary>
    /// <param name="input">Which input, by position.</param>
    /// <param name="dx">The tangent, of the input's shape.</param>
    /// <returns>The tangent at the output, or null where only <see cref="Vjp"/> is written and forward mode transposes it.</returns>
    public abstract Tensor? Jvp(int input, Tensor dx);

    /// <summary>Lets go of the saved values: the graph can be walked backward once unless it is kept.</summary>
    public virtual void Release()
    {
    }

    /// <summary>A value that the vertex keeps for its derivative: of an input, or its own for −1; null where it keeps none, or no more.</summary>
    internal virtual Tensor? Kept(int input) => null;

    /// <summary>The derivative of an elementwise operation by an input as a formula of its inputs and its value y; null of others.</summary>
    internal virtual Numbers.Formula? Slope(int input) => null;

    /// <summary>The walk that the vertex takes part in, and how far that is; another walk keeps its own notes beside the vertex.</summary>
    internal object? Walker;
    internal WalkState State;
}

/// <summary>How far a walk is with a vertex.</summary>
internal struct WalkState
{
    /// <summary>Uses of the vertex that have not been dealt with.</summary>
    public int Pending;

    /// <summary>The sum of what has arrived.</summary>
    public Tensor? Arrived;

    /// <summary>Whether nobody else looks at the sum's memory.</summary>
    public bool IsFresh;
}
