using Nabla.Backends;

namespace Nabla.Autodiff;

/// <summary>One walk over a graph, against its arrows, in topological order and without recursion.</summary>
/// <remarks>
/// The first pass counts, for every vertex that the root depends on, its uses inside this walk; the second visits a vertex
/// once all its uses have delivered, so that its gradient is complete: B(v) = ∂f/∂v. The state lies in the vertices, marked
/// with the walk's stamp, so graphs that share vertices are walked by one thread at a time.
/// </remarks>
internal sealed class Walk
{
    static long stamps;

    [ThreadStatic]
    static Stack<Node>? spare;

    readonly long stamp = Interlocked.Increment(ref stamps);
    readonly Stack<Node> ready;
    IReadOnlySet<Node>? constants;

    Walk()
    {
        ready = spare ?? new Stack<Node>();
        spare = null;
    }

    /// <summary>Carries a gradient from the root to the leaves.</summary>
    /// <param name="root">Where it starts.</param>
    /// <param name="gradient">The gradient there.</param>
    /// <param name="keepGraph">Whether the vertices keep their saved values.</param>
    /// <param name="visitor">Shown each vertex with its complete gradient.</param>
    /// <param name="constants">Vertices the walk stops before.</param>
    public static void Backward(Node root, Tensor gradient, bool keepGraph, IGradientVisitor visitor, IReadOnlySet<Node>? constants = null)
    {
        var walk = new Walk { constants = constants };
        try
        {
            walk.CountUses(root);
            root.Arrived = gradient;
            root.ArrivedFresh = false;
            walk.ready.Push(root);
            while (walk.ready.TryPop(out Node? node)) walk.Visit(node, keepGraph, visitor);
        }
        finally
        {
            walk.ready.Clear();
            spare = walk.ready;
        }
    }

    /// <summary>The vertices that the root depends on, itself included: every vertex after all its inputs.</summary>
    public static List<Node> Order(Node root)
    {
        var walk = new Walk();
        var order = new List<Node>();
        walk.CountUses(root);
        walk.ready.Push(root);
        while (walk.ready.TryPop(out Node? node))
        {
            order.Add(node);
            for (int i = 0; i < node.InputCount; i++)
                if (node.Input(i) is { } input && --input.Pending == 0) walk.ready.Push(input);
        }
        spare = walk.ready;
        order.Reverse();
        return order;
    }

    void Visit(Node node, bool keepGraph, IGradientVisitor visitor)
    {
        Tensor? dy = node.Arrived;
        bool fresh = node.ArrivedFresh;
        node.Arrived = null;
        if (dy is not null)
        {
            if (node.Hooks is { } hooks) (dy, fresh) = (Hooked(node, hooks, dy), false);
            visitor.Visit(node, dy, fresh);
        }
        for (int i = 0; i < node.InputCount; i++)
        {
            if (Input(node, i) is not { } input) continue;
            if (input.Stamp != stamp)
                throw new GraphException($"{node.Name}: cannot finish the backward walk: another one began on the same vertices before it ended. Start none from a hook, and share no vertices between threads.");
            if (dy is not null) Deliver(node, i, input, dy);
            if (--input.Pending == 0) ready.Push(input);
        }
        if (!keepGraph) node.Release();
    }

    /// <summary>An input that the walk goes on to.</summary>
    Node? Input(Node node, int index) => node.Input(index) is { } input && constants?.Contains(input) != true ? input : null;

    static Tensor Hooked(Node node, Func<Tensor, Tensor> hooks, Tensor dy)
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
    static void Deliver(Node node, int index, Node input, Tensor dy)
    {
        long before = Storage.Now;
        Tensor dx = node.Vjp(index, dy);
        if (dx.Shape != input.Shape) dx = dx.SumTo(input.Shape);
        dx = dx.Cast(input.DType);
        bool fresh = dx.Storage.IsBornSince(before) && dx.IsContiguous;
        if (input.Arrived is not { } sum)
            (input.Arrived, input.ArrivedFresh) = (dx, fresh);
        else if (NoGrad.IsRecording)
            (input.Arrived, input.ArrivedFresh) = (sum + dx, false);
        else if (input.ArrivedFresh)
            Backend.Current.Accumulate(sum, dx);
        else if (fresh)
        {
            Backend.Current.Accumulate(dx, sum);
            (input.Arrived, input.ArrivedFresh) = (dx, true);
        }
        else
            (input.Arrived, input.ArrivedFresh) = (sum + dx, true);
    }

    void CountUses(Node root)
    {
        root.Stamp = stamp;
        root.Pending = 0;
        ready.Push(root);
        while (ready.TryPop(out Node? node))
            for (int i = 0; i < node.InputCount; i++)
            {
                if (Input(node, i) is not { } input) continue;
                if (input.Stamp != stamp)
                {
                    input.Stamp = stamp;
                    input.Pending = 0;
                    input.Arrived = null;
                    ready.Push(input);
                }
                input.Pending++;
            }
    }
}
