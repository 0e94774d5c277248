using System.Globalization;
using Nabla.Autodiff;
using Nabla.Layers;

namespace Nabla.Diagnostics;

/// <summary>Walks a recorded graph backward, vertex by vertex, and keeps what passes.</summary>
internal sealed class TapePass
{
    readonly Tensor y;
    readonly List<Node> order;
    readonly Dictionary<Node, int> ids = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<Node, (string Name, Tensor Value)> named = new(ReferenceEqualityComparer.Instance);
    readonly Tensor?[] values;

    public TapePass(Tensor y, IReadOnlyDictionary<string, Tensor>? names)
    {
        this.y = y;
        order = Walk.Order(Roots.Of(y, "Explain.Backward"));
        for (int i = 0; i < order.Count; i++) ids.Add(order[i], i);
        foreach ((string name, Tensor tensor) in names ?? new Dictionary<string, Tensor>(StringComparer.Ordinal))
            if (tensor.Node is { } node) named[node] = (name, tensor);
        values = Values();
    }

    public TensorExplanation Run(Tensor? upstream)
    {
        using var constant = new NoGrad();
        var gradients = new Tensor?[order.Count];
        gradients[^1] = Roots.Upstream(y, upstream, "Explain.Backward");
        var vertices = new TensorVertex[order.Count];
        string?[] names = Names();
        for (int i = order.Count - 1; i >= 0; i--)
        {
            Node node = order[i];
            Tensor dy = gradients[i] ?? Tensor.Zeros(node.Shape, node.DType);
            if (node.Hooks is { } hooks) dy = Walk.Hooked(node, hooks, dy);
            var edges = new List<TensorEdge>(node.InputCount);
            for (int j = 0; j < node.InputCount; j++)
            {
                if (node.Input(j) is not { } input) continue;
                Tensor product = node.Vjp(j, dy).SumTo(input.Shape).Cast(input.DType);
                int to = ids[input];
                gradients[to] = gradients[to] is { } sum ? sum + product : product;
                edges.Add(new(j, to, Jacobians.Of(node, j, input), LocalDerivative.Of(node, j, input), product));
            }
            vertices[i] = new(i, node.Name, [.. edges.Select(e => e.To)], node.Shape, values[i], dy, edges, names[i], node.Name)
            {
                Arguments = [.. Enumerable.Range(0, node.InputCount).Select(j => node.Input(j) is { } input ? ids[input] : -1)],
            };
        }
        var gradient = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (TensorVertex vertex in vertices)
            if (vertex.Inputs.Count == 0) gradient.Add(vertex.Name!, vertex.Gradient);
        return new(null, vertices, gradient);
    }

    /// <summary>What can be known of the values: named ones, parameters, what a recording noted, and what vertices keep.</summary>
    Tensor?[] Values()
    {
        var found = new Tensor?[order.Count];
        for (int i = 0; i < found.Length; i++)
        {
            Node node = order[i];
            found[i] ??= named.GetValueOrDefault(node).Value ?? (node as Leaf)?.Parameter ?? ValueRecording.Of(node) ?? node.Kept(-1);
            for (int j = 0; j < node.InputCount; j++)
                if (node.Input(j) is { } input && node.Kept(j) is { } kept && kept.Shape == input.Shape) found[ids[input]] ??= kept;
        }
        found[^1] = y;
        using var constant = new NoGrad();
        // Parameters are updated in place: what is shown is what they were.
        return [.. found.Select((value, i) => order[i] is Leaf && value is not null ? value.Detach() + 0 : value?.Detach())];
    }

    string?[] Names()
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var names = new string?[order.Count];
        for (int i = 0; i < names.Length; i++)
        {
            string? name = named.GetValueOrDefault(order[i]).Name;
            if (name is null && order[i] is Leaf leaf) name = leaf.Parameter is Parameter { Path.Length: > 0 } parameter ? parameter.Path : leaf.Name;
            if (name is null) continue;
            string unique = name;
            for (int n = 2; !taken.Add(unique); n++) unique = string.Create(CultureInfo.InvariantCulture, $"{name}#{n}");
            names[i] = unique;
        }
        return names;
    }
}
