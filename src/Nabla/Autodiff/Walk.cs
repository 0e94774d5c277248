using Nabla.Backends;

namespace Nabla.Autodiff;

/// <summary>One walk over a graph in topological order, without recursion.</summary>
/// <remarks>
/// The first pass counts, for every vertex that the root depends on, the uses inside this walk; the second visits a vertex
/// once all its uses have delivered, so that its gradient is complete: B(v) = ∂f/∂v. The state lies in the vertices, marked
/// with the walk's stamp; a graph is walked by one thread at a time.
/// </remarks>
internal sealed class Walk
{
    static long stamps;

    [ThreadStatic]
    static Stack<Node>? spare;

    readonly long stamp = Interlocked.Increment(ref stamps);
    readonly Stack<Node> ready;

    public Walk()
    {
        ready = spare ?? new Stack<Node>();
        spare = null;
    }

    /// <summary>Carries a gradient from the root to the leaves.</summary>
    /// <param name="root">Where it starts.</param>
    /// <param name="gradient">The gradient there.</param>
    /// <param name="keepGraph">Whether the vertices keep their saved values.</param>
    /// <param name="visit">Called with each vertex and its complete gradient, before it passes on; fresh tells whether nobody else has the memory.</param>
    public void Backward(Node root, Tensor gradient, bool keepGraph, Action<Node, Tensor, bool> visit)
    {
        CountUses(root);
        root.Arrived = gradient;
        root.ArrivedFresh = false;
        ready.Push(root);
        try
        {
            while (ready.TryPop(out Node? node)) Visit(node, keepGraph, visit);
        }
        finally
        {
            ready.Clear();
            spare = ready;
        }
    }

    void Visit(Node node, bool keepGraph, Action<Node, Tensor, bool> visit)
    {
        Tensor? dy = node.Arrived;
        bool fresh = node.ArrivedFresh;
        node.Arrived = null;
        if (dy is not null)
        {
            if (node.Hooks is { } hooks)
            {
                foreach (Func<Tensor, Tensor> hook in hooks.GetInvocationList().Cast<Func<Tensor, Tensor>>()) dy = hook(dy);
                fresh = false;
            }
            visit(node, dy, fresh);
        }
        for (int i = 0; i < node.InputCount; i++)
        {
            if (node.Input(i) is not { } input || input.Stamp != stamp) continue;
            if (dy is not null) Deliver(node, i, input, dy);
            if (--input.Pending == 0) ready.Push(input);
        }
        if (!keepGraph) node.Release();
    }

    /// <summary>Adds what passes along one edge; the first arrival is shared, a sum is its own and grows in place.</summary>
    static void Deliver(Node node, int index, Node input, Tensor dy)
    {
        long before = Storage.Now;
        Tensor dx = node.Vjp(index, dy);
        if (dx.Shape != input.Shape) dx = dx.SumTo(input.Shape);
        bool fresh = dx.Storage.Birth > before && dx.IsContiguous && dx.Node is null;
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
                if (node.Input(i) is not { } input) continue;
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
