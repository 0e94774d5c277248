using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nabla.Backends;
using Nabla.Operations;

namespace Nabla.Autodiff;

/// <summary>One walk over a graph, against its arrows, in topological order and without recursion.</summary>
/// <remarks>
/// The first pass counts, for every vertex that the root depends on, its uses inside this walk; the second visits a vertex
/// once all its uses have delivered, so that its gradient is complete: B(v) = ∂f/∂v. The state lies in the vertices that the
/// walk claims; a vertex that another walk holds (of another thread, or the one whose hook began this) is kept in a table.
/// </remarks>
internal sealed class Walk
{
    [ThreadStatic]
    static Walk? spare;

    readonly Stack<Waiting> ready = [];
    Dictionary<Node, WalkState>? shared;
    IReadOnlySet<Node>? constants;
    ThreadWatch? watch;

    /// <summary>A walk that has not begun: the thread's last one again, unless that is still under way.</summary>
    static Walk Begin(IReadOnlySet<Node>? constants, ThreadWatch? watch)
    {
        Walk walk = spare ?? new();
        spare = null;
        (walk.constants, walk.watch) = (constants, watch);
        return walk;
    }

    void End()
    {
        ready.Clear();
        (shared, constants, watch) = (null, null, null);
        spare = this;
    }

    /// <summary>Carries a gradient from the root to the leaves.</summary>
    /// <param name="root">Where it starts.</param>
    /// <param name="gradient">The gradient there.</param>
    /// <param name="keepGraph">Whether the vertices keep their saved values.</param>
    /// <param name="visitor">Shown each vertex with its complete gradient.</param>
    /// <param name="constants">Vertices the walk stops before.</param>
    public static void Backward(Node root, Tensor gradient, bool keepGraph, IGradientVisitor visitor, IReadOnlySet<Node>? constants = null)
    {
        Walk walk = Begin(constants, ThreadWatch.Current);
        (Detection detection, object? call) = (walk.watch?.Detection ?? Detection.Off, walk.watch?.Call);
        bool done = false;
        try
        {
            if (detection == Detection.Forward) walk.watch!.Detection = Detection.Backward;
            walk.CountUses(root);
            walk.State(root).Arrived = gradient;
            walk.ready.Push(new(root));
            while (walk.ready.TryPop(out Waiting next)) walk.Visit(next.Node, keepGraph, visitor);
            done = true;
        }
        finally
        {
            if (!done) walk.LeaveAll(root);
            if (walk.watch is { } watch) (watch.Detection, watch.Call) = (detection, call);
            if (done) walk.End();
        }
    }

    /// <summary>The vertices that the root depends on, itself included: every vertex after all its inputs.</summary>
    public static List<Node> Order(Node root)
    {
        Walk walk = Begin(null, null);
        var order = new List<Node>();
        walk.CountUses(root);
        walk.ready.Push(new(root));
        while (walk.ready.TryPop(out Waiting next))
        {
            Node node = next.Node;
            order.Add(node);
            walk.Leave(node);
            for (int i = 0; i < node.InputCount; i++)
                if (node.Input(i) is { } input && --walk.State(input).Pending == 0) walk.ready.Push(new(input));
        }
        walk.End();
        order.Reverse();
        return order;
    }

    void Visit(Node node, bool keepGraph, IGradientVisitor visitor)
    {
        WalkState state = Leave(node);
        Tensor? dy = state.Arrived;
        if (dy is not null)
        {
            bool fresh = state.IsFresh;
            if (node.Hooks is { } hooks) (dy, fresh) = (Hooked(node, hooks, dy), false);
            if (watch is { Detection: Detection.Backward }) Anomalies.CheckWhole(node, dy);
            visitor.Visit(node, dy, fresh);
            if (node is RecomputedBlock block)
            {
                Expand(block, dy, fresh, visitor);
                if (!keepGraph) node.Release();
                return;
            }
        }
        for (int i = 0; i < node.InputCount; i++)
        {
            if (Input(node, i) is not { } input) continue;
            if (dy is not null) Deliver(node, i, input, dy);
            if (--State(input).Pending == 0) ready.Push(new(input));
        }
        if (!keepGraph) node.Release();
    }

    /// <summary>Computes a block's graph again and walks it as if it had been there all along: the same vertices in the same order, so the same bits.</summary>
    /// <remarks>
    /// The block's own uses of what stands outside it are replaced by those that its graph makes. What becomes ready outside waits until the
    /// block is done, whose memory then goes back to the open step, but for the gradients that left it.
    /// </remarks>
    void Expand(RecomputedBlock block, Tensor dy, bool fresh, IGradientVisitor visitor)
    {
        (int Lent, long Moment) mark = StepScope.Mark();
        if (watch is not null) watch.Call = block.Layer;
        Node root = block.Recompute();
        CountUses(root);
        ref WalkState start = ref State(root);
        (start.Arrived, start.IsFresh) = (dy, fresh);
        for (int i = 0; i < block.InputCount; i++)
            if (Input(block, i) is { } input && --State(input).Pending == 0) ready.Push(new(input));
        int floor = ready.Count;
        ready.Push(new(root));
        var outside = new List<Node>();
        while (ready.Count > floor)
        {
            Node node = ready.Pop().Node;
            if (block.Uses(node)) outside.Add(node);
            else Visit(node, keepGraph: NoGrad.IsRecording, visitor);
        }
        if (!NoGrad.IsRecording)
        {
            var arrived = new Tensor?[block.InputCount];
            for (int i = 0; i < arrived.Length; i++) arrived[i] = Input(block, i) is { } input ? State(input).Arrived : null;
            StepScope.TakeBackSince(mark, arrived);
        }
        foreach (Node node in outside) ready.Push(new(node));
    }

    /// <summary>An input that the walk goes on to.</summary>
    Node? Input(Node node, int index) => node.Input(index) is { } input && constants?.Contains(input) != true ? input : null;

    /// <summary>A gradient as the hooks of its vertex leave it.</summary>
    public static Tensor Hooked(Node node, Func<Tensor, Tensor> hooks, Tensor dy)
    {
        foreach (Delegate hook in hooks.GetInvocationList())
        {
            dy = ((Func<Tensor, Tensor>)hook)(dy);
            if (dy.Shape != node.Shape)
                throw new ShapeException($"{node.Name}: cannot use the gradient {dy.Shape} that a hook returned: the value's shape is {node.Shape}.", dy.Shape, node.Shape);
            dy = dy.Cast(node.DType);
        }
        return dy;
    }

    /// <summary>Adds what passes along one edge. The first arrival is shared; a sum is the vertex's own and grows in place.</summary>
    void Deliver(Node node, int index, Node input, Tensor dy)
    {
        long before = BirthClock.Now;
        if (watch is not null) watch.Call = node.Layer; // what the product records belongs to the same layer
        Tensor dx = node.Vjp(index, dy);
        if (watch is { Detection: Detection.Backward }) Anomalies.CheckBackward(node, index, dy, dx);
        if (dx.Shape != input.Shape) dx = dx.SumTo(input.Shape);
        dx = dx.Cast(input.DType);
        bool fresh = dx.IsBornSince(before) && dx.IsContiguous;
        ref WalkState state = ref State(input);
        if (state.Arrived is not { } sum)
            (state.Arrived, state.IsFresh) = (dx, fresh);
        else if (NoGrad.IsRecording)
            (state.Arrived, state.IsFresh) = (sum + dx, false);
        else if (state.IsFresh)
            Backend.Current.Accumulate(sum, dx);
        else if (fresh)
        {
            Backend.Current.Accumulate(dx, sum);
            (state.Arrived, state.IsFresh) = (dx, true);
        }
        else
            (state.Arrived, state.IsFresh) = (sum + dx, true);
    }

    void CountUses(Node root)
    {
        Enter(root);
        int floor = ready.Count;
        ready.Push(new(root));
        while (ready.Count > floor)
        {
            Node node = ready.Pop().Node;
            for (int i = 0; i < node.InputCount; i++)
            {
                if (Input(node, i) is not { } input) continue;
                if (Enter(input)) ready.Push(new(input));
                State(input).Pending++;
            }
        }
    }

    /// <summary>Takes a vertex into the walk; false if it is in already.</summary>
    bool Enter(Node node)
    {
        if (ReferenceEquals(node.Walker, this)) return false;
        if (shared?.ContainsKey(node) == true) return false;
        if (Interlocked.CompareExchange(ref node.Walker, this, null) is not null) (shared ??= []).Add(node, default);
        return true;
    }

    /// <summary>How far this walk is with a vertex it has entered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    ref WalkState State(Node node)
    {
        if (ReferenceEquals(node.Walker, this)) return ref node.State;
        return ref CollectionsMarshal.GetValueRefOrNullRef(shared!, node);
    }

    /// <summary>Lets go of a vertex that the walk has done with.</summary>
    WalkState Leave(Node node)
    {
        WalkState state = State(node);
        if (!ReferenceEquals(node.Walker, this)) return state;
        node.State = default;
        Volatile.Write(ref node.Walker, null);
        return state;
    }

    /// <summary>Lets go of every vertex that a walk which failed still holds.</summary>
    void LeaveAll(Node root)
    {
        var met = new HashSet<Node> { root };
        ready.Clear();
        ready.Push(new(root));
        while (ready.TryPop(out Waiting next))
        {
            Node node = next.Node;
            if (ReferenceEquals(node.Walker, this)) Leave(node);
            for (int i = 0; i < node.InputCount; i++)
                if (Input(node, i) is { } input && met.Add(input)) ready.Push(new(input));
        }
    }

    /// <summary>A vertex in the stack: an array of these takes one without asking what kind of vertex it is.</summary>
    readonly record struct Waiting(Node Node);
}
