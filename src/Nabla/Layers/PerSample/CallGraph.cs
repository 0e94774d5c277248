using Nabla.Autodiff;

namespace Nabla.Layers;

/// <summary>A model's output with the calls of layers that it came from.</summary>
internal sealed class CallGraph
{
    readonly List<(LayerCall Call, Tensor Input, Tensor Output)> calls = [];

    CallGraph(Module model, int count)
    {
        IsRandom = model.NamedModules().Any(m => m.Value is RandomActivation && m.Value.IsTraining);
        Count = count;
    }

    /// <summary>What the model gave.</summary>
    public Tensor Output { get; private set; } = null!;

    /// <summary>The number of examples.</summary>
    public int Count { get; }

    /// <summary>Whether some layer draws random numbers.</summary>
    public bool IsRandom { get; }

    /// <summary>Applies a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="undone">Whether buffers and random streams are put back to where they were, as if it had not been done; else buffers alone change as ever.</param>
    public static CallGraph Of(Module model, Tensor inputs, bool undone = false)
    {
        var graph = new CallGraph(model, inputs.Shape[0]);
        using var trace = new LayerTrace((call, x, y) => graph.calls.Add((call, x, y)));
        (graph.Output, Replay replay) = Replay.Of(model.Call, inputs);
        if (undone) replay.PutBack();
        return graph;
    }

    /// <summary>The smallest calls that together hold every use of a parameter, each closed: tensors pass in and out through its input and output alone, one example a row.</summary>
    /// <param name="first">The same model's graph of the first example alone.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="count">The number of examples.</param>
    /// <exception cref="BatchDependenceException">The model as a whole is not closed.</exception>
    public IReadOnlyList<CallUnit> Units(CallGraph first, IReadOnlyList<Parameter> parameters, int count)
    {
        var wanted = new HashSet<Tensor>(parameters, ReferenceEqualityComparer.Instance);
        Dictionary<LayerCall, (Tensor Input, Tensor Output)> ends = new(calls.Count, ReferenceEqualityComparer.Instance);
        HashSet<LayerCall> open = new(ReferenceEqualityComparer.Instance);
        bool alike = first.calls.Count == calls.Count;
        for (int i = 0; i < calls.Count; i++)
        {
            (LayerCall call, Tensor x, Tensor y) = calls[i];
            ends.Add(call, (x, y));
            bool rows = alike && ReferenceEquals(first.calls[i].Call.Layer, call.Layer) && Rows(x, first.calls[i].Input, count) && Rows(y, first.calls[i].Output, count);
            if (!rows && call.Outer is not null) open.Add(call);
        }

        List<(LayerCall Call, Parameter Parameter)> uses = [];
        List<Node> order = Walk.Order(Output.Node!);
        foreach (Node node in order)
        {
            if (node is Leaf) continue;
            LayerCall user = node.Layer as LayerCall ?? throw Outside(node);
            for (int i = 0; i < node.InputCount; i++)
            {
                if (node.Input(i) is not { } input) continue;
                if (input is Leaf leaf)
                {
                    if (leaf.Parameter is Parameter parameter && wanted.Contains(parameter)) uses.Add((user, parameter));
                    continue;
                }
                LayerCall maker = input.Layer as LayerCall ?? throw Outside(input);
                for (LayerCall? c = maker; c is not null && !user.IsWithin(c); c = c.Outer)
                    if (!ends.TryGetValue(c, out var end) || !ReferenceEquals(end.Output.Node, input)) open.Add(c);
                for (LayerCall? c = user; c is not null && !maker.IsWithin(c); c = c.Outer)
                    if (!ends.TryGetValue(c, out var end) || !ReferenceEquals(end.Input.Node, input)) open.Add(c);
            }
        }

        Dictionary<LayerCall, bool> units = new(ReferenceEqualityComparer.Instance); // with whether it is a whole
        foreach ((LayerCall user, _) in uses)
        {
            LayerCall closed = user;
            while (closed.Outer is { } outer && (open.Contains(closed) || !ends.ContainsKey(closed))) closed = outer;
            units[closed] = units.GetValueOrDefault(closed) || !ReferenceEquals(closed, user);
        }
        // A unit within another is part of that.
        foreach (LayerCall inner in units.Keys.ToArray())
            for (LayerCall? outer = inner.Outer; outer is not null; outer = outer.Outer)
                if (units.ContainsKey(outer))
                {
                    units.Remove(inner);
                    units[outer] = true;
                    break;
                }
        return
        [
            .. from unit in units
               let end = ends[unit.Key]
               where end.Output.Node is not null
               select new CallUnit(unit.Key.Layer, end.Input, end.Output, [.. uses.Where(u => u.Call.IsWithin(unit.Key)).Select(u => u.Parameter).Distinct()], unit.Value),
        ];
    }

    /// <summary>The innermost layer that gives the first example another output alone than here, if one does.</summary>
    public Module? FirstDifference(CallGraph first, double tolerance)
    {
        if (first.calls.Count != calls.Count) return null;
        using var constant = new NoGrad();
        for (int i = 0; i < calls.Count; i++)
        {
            (Tensor y, Tensor alone) = (calls[i].Output, first.calls[i].Output);
            if (!Rows(y, alone, Count) || y.ElementCount == 0 || !y.DType.IsFloatingPoint) continue;
            double scale = alone.Abs().Max().Item(), error = (y.Narrow(0, 0, 1) - alone).Abs().Max().Item();
            if (double.IsFinite(scale) && !(error <= tolerance * Math.Max(scale, 1e-30))) return calls[i].Call.Layer;
        }
        return null;
    }

    /// <summary>Whether axis 0 is that of the examples: N here, 1 for one example, and everything else alike.</summary>
    static bool Rows(Tensor x, Tensor alone, int count) =>
        x.Rank > 0 && alone.Rank == x.Rank && x.Shape[0] == count && alone.Shape[0] == 1 && x.Shape.Without(0) == alone.Shape.Without(0);

    static BatchDependenceException Outside(Node node) => new(
        $"PerSampleGradients: cannot go back to {node.Name} {node.Shape}: the model uses a value that was computed outside of it. Detach it, or compute it in a layer.");
}
