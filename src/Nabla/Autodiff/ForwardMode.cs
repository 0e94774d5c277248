namespace Nabla.Autodiff;

/// <summary>Forward mode: tangents carried along the arrows of a recorded graph, one pass for one input.</summary>
internal static class ForwardMode
{
    /// <summary>The tangent of y when x moves along a direction.</summary>
    public static Tensor Tangent(Tensor y, Tensor x, Tensor direction)
    {
        if (y.Node is not { } root) return Tensor.Zeros(y.Shape, y.DType);
        var tangents = new Dictionary<Node, Tensor> { [x.Node!] = direction };
        Carry(root, tangents, []);
        return tangents.TryGetValue(root, out Tensor? tangent) ? tangent : Tensor.Zeros(y.Shape, y.DType);
    }

    /// <summary>Finds the tangents of all vertices that a root depends on.</summary>
    static void Carry(Node root, Dictionary<Node, Tensor> tangents, HashSet<Node> graph)
    {
        List<Node> order = Walk.Order(root);
        order.RemoveAll(graph.Contains); // a block's graph goes on into the one around it
        graph.UnionWith(order);
        foreach (Node node in order)
        {
            if (node is RecomputedBlock block)
            {
                Node inner = block.Recompute();
                Carry(inner, tangents, graph);
                if (tangents.TryGetValue(inner, out Tensor? result)) tangents[node] = result;
                continue;
            }
            Tensor? sum = null;
            for (int i = 0; i < node.InputCount; i++)
            {
                if (node.Input(i) is not { } input || !tangents.TryGetValue(input, out Tensor? dx)) continue;
                Tensor dy = node.Jvp(i, dx) ?? Transposed(node, i, input, dx, graph);
                sum = sum is null ? dy : sum + dy;
            }
            if (sum is not null) tangents[node] = sum;
        }
    }

    /// <summary>J·dx from u ↦ Jᵀ·u, which is linear: its own derivative along u, applied to dx.</summary>
    static Tensor Transposed(Node node, int index, Node input, Tensor dx, HashSet<Node> graph)
    {
        bool recording = NoGrad.IsRecording;
        using var resumed = NoGrad.Resume();
        Tensor u = Tensor.Zeros(node.Shape, node.DType).RequireGrad();
        Tensor product = node.Vjp(index, u).SumTo(input.Shape);
        if (product.Node is not { } root || graph.Contains(root)) return Tensor.Zeros(node.Shape, node.DType);
        var collector = new GradientCollector([u]);
        dx = Roots.Upstream(product, dx, "ForwardMode");
        // What the vertex saved belongs to the graph that is walked: to the product it is constant, and must outlive it.
        if (recording)
        {
            Walk.Backward(root, dx, keepGraph: true, collector, constants: graph);
        }
        else
        {
            using (new NoGrad()) Walk.Backward(root, dx, keepGraph: true, collector, constants: graph);
        }
        return collector[0];
    }
}
