using Nabla.Numbers;

namespace Nabla.Operations;

/// <summary>A structured operation: a forward pass, and its vector–Jacobian product written in tensor operations.</summary>
/// <remarks>
/// <para>
/// Because the product is made of operations itself, the set is closed under differentiation and every order works;
/// the Jacobian–vector product of forward mode follows by transposing it. An instance is the vertex of one
/// application: it holds the operation's attributes, and what <see cref="Saves"/> names, until the graph is freed.
/// </para>
/// <para>
/// Derive from it, put attributes into the constructor, and call <see cref="Apply"/> once, from a public method that checks the shapes. The forward
/// pass is written in tensor operations, which record nothing there, or over numbers, with <see cref="Elements"/> and <see cref="Result"/>.
/// </para>
/// </remarks>
public abstract class Operation : Node
{
    // One input is the usual number; further ones, and the output where it is saved, stand in an array.
    Operand first;
    Operand[] others = [];
    int count;

    /// <inheritdoc/>
    public override string Name => GetType().Name;

    /// <inheritdoc/>
    public sealed override int InputCount => count;

    /// <summary>What the derivative needs; nothing unless stated.</summary>
    protected virtual Saves Saves => Saves.Nothing;

    /// <summary>The value, computed without recording.</summary>
    protected abstract Tensor Forward(ReadOnlySpan<Tensor> inputs);

    /// <inheritdoc/>
    public sealed override Node? Input(int index) => At(index).Node;

    /// <inheritdoc/>
    /// <remarks>Null: forward mode transposes <see cref="Node.Vjp"/>.</remarks>
    public override Tensor? Jvp(int input, Tensor dx) => null;

    internal override Tensor? Kept(int input) => input >= 0 ? At(input).Value.Unchanged : SavesOutput ? At(count).Value.Unchanged : null;

    /// <inheritdoc/>
    /// <remarks>An operation that keeps more than <see cref="Saves"/> names overrides it, and calls this one.</remarks>
    public override void Release()
    {
        first.Value = default;
        foreach (ref Operand operand in others.AsSpan()) operand.Value = default;
    }

    /// <summary>Computes the operation and, where an input requires it, records this vertex.</summary>
    /// <param name="inputs">The inputs, in the order in which <see cref="Forward"/> and <see cref="Node.Vjp"/> count them.</param>
    /// <returns>The value.</returns>
    protected Tensor Apply(params ReadOnlySpan<Tensor> inputs)
    {
        Tensor y = ThreadWatch.Current is { Detection: Detection.Forward } ? Checked(inputs) : Computed(inputs);
        if (!NoGrad.IsRecording || !y.DType.IsFloatingPoint || !AnyRequiresGrad(inputs)) return y;
        foreach (Tensor x in inputs)
            if (ReferenceEquals(x, y)) y = y.Same();
        Record(inputs, y);
        return y;
    }

    /// <summary>A tensor's elements in row-major order, for a forward pass that is written over numbers.</summary>
    /// <typeparam name="T">The number type of the tensor's <see cref="DType"/>: float for float32.</typeparam>
    /// <param name="x">A tensor.</param>
    /// <returns>The tensor's own memory where it is contiguous, else that of a copy.</returns>
    /// <exception cref="DTypeException">The tensor has elements of another type.</exception>
    protected static ReadOnlySpan<T> Elements<T>(Tensor x) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.DType != DType.Of<T>()) throw new DTypeException($"Operation: cannot read {x.Describe()} as {DType.Of<T>().Name}: its elements are {x.DType.Name}. Cast it first.");
        return (x.IsContiguous ? x : StridedCopy.Contiguous(x)).Span<T>();
    }

    /// <summary>A new tensor for a forward pass to fill, row by row.</summary>
    /// <typeparam name="T">The number type of its elements.</typeparam>
    /// <param name="shape">Its shape.</param>
    /// <param name="elements">Its memory, not initialised: every element has to be written before the tensor is returned.</param>
    protected static Tensor Result<T>(Shape shape, out Span<T> elements) where T : unmanaged
    {
        Tensor y = Tensor.Allocate(shape, DType.Of<T>());
        elements = y.Span<T>();
        return y;
    }

    /// <summary>A saved input, in the order of <see cref="Apply"/>.</summary>
    /// <exception cref="GraphException">The graph was freed, or the value changed since.</exception>
    protected Tensor SavedInput(int index) => At(index).Value.Value(Name);

    /// <summary>The saved output.</summary>
    /// <exception cref="GraphException">The graph was freed, or the value changed since.</exception>
    protected Tensor SavedOutput => At(count).Value.Value(Name);

    /// <summary>The shape of an input.</summary>
    protected Shape InputShape(int index) => At(index).Shape;

    /// <summary>Whether an operation on a tensor leaves a vertex or is watched; where not, a view can be had without one.</summary>
    private protected static bool Leaves(Tensor x) => (x.Node is not null && NoGrad.IsRecording) || ThreadWatch.Current is not null;

    bool SavesOutput => (Saves & Saves.Output) == Saves.Output;

    Tensor Computed(ReadOnlySpan<Tensor> inputs)
    {
        using (new NoGrad()) return Forward(inputs);
    }

    /// <summary>An operation is one step to the detection of anomalies, whatever it consists of.</summary>
    Tensor Checked(ReadOnlySpan<Tensor> inputs)
    {
        Tensor y;
        using (AnomalyDetection.Suspend()) y = Computed(inputs);
        Anomalies.CheckForward(Name, y, inputs);
        return y;
    }

    void Record(ReadOnlySpan<Tensor> inputs, Tensor y)
    {
        if (count > 0)
            throw new GraphException($"{Name}: cannot record {inputs[0].Describe()} as its input: this vertex stands for an earlier application already. Make a new {Name} for each.");
        Shape = y.Shape;
        DType = y.DType;
        count = inputs.Length;
        bool savesInputs = (Saves & Saves.Inputs) == Saves.Inputs;
        int more = SavesOutput ? count : count - 1;
        if (more > 0) others = new Operand[more];
        for (int i = 0; i < inputs.Length; i++)
            At(i) = new Operand { Node = inputs[i].Node, Shape = inputs[i].Shape, Value = savesInputs ? new Saved(inputs[i]) : default };
        if (SavesOutput) At(count).Value = new Saved(y);
        y.Node = this;
    }

    ref Operand At(int index) => ref index == 0 ? ref first : ref others[index - 1];

    static bool AnyRequiresGrad(ReadOnlySpan<Tensor> inputs)
    {
        foreach (Tensor x in inputs)
            if (x.Node is not null) return true;
        return false;
    }

    struct Operand
    {
        public Node? Node;
        public Shape Shape;
        public Saved Value;
    }
}
