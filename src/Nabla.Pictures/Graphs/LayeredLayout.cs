namespace Nabla.Pictures;

/// <summary>Places the vertices of a graph in layers, so that every edge goes on to a later layer and few cross.</summary>
/// <remarks>
/// K. Sugiyama, S. Tagawa, M. Toda, "Methods for visual understanding of hierarchical system structures", 1981: layers by the
/// longest path, places of passage where an edge goes over a layer, orders by the neighbours' mean, and last the positions that
/// are nearest to the neighbours' mean and keep their distance (isotonic regression).
/// </remarks>
internal sealed class LayeredLayout
{
    const int Sweeps = 12;

    readonly List<int>[] layers;
    readonly List<List<int>> before = [];
    readonly List<List<int>> after = [];
    readonly int[] layerOf;

    /// <summary>Lays a graph out.</summary>
    /// <param name="heights">How much room each vertex takes across the layers.</param>
    /// <param name="edges">From vertex to vertex, without a circle.</param>
    /// <param name="gap">The room between neighbours of a layer.</param>
    /// <exception cref="PictureException">The graph has a circle.</exception>
    public LayeredLayout(IReadOnlyList<double> heights, IReadOnlyList<(int From, int To)> edges, double gap)
    {
        layerOf = Layers(heights.Count, edges);
        var room = new List<double>(heights);
        for (int i = 0; i < heights.Count; i++) Node();
        var layer = new List<int>(layerOf);
        Routes = new IReadOnlyList<int>[edges.Count];
        for (int e = 0; e < edges.Count; e++)
        {
            var route = new List<int> { edges[e].From };
            for (int l = layerOf[edges[e].From] + 1; l < layerOf[edges[e].To]; l++)
            {
                int passage = Node();
                room.Add(12);
                layer.Add(l);
                Join(route[^1], passage);
                route.Add(passage);
            }
            Join(route[^1], edges[e].To);
            route.Add(edges[e].To);
            Routes[e] = route;
        }
        layers = [.. Enumerable.Range(0, layer.Count == 0 ? 0 : layer.Max() + 1).Select(_ => new List<int>())];
        for (int i = 0; i < layer.Count; i++) layers[layer[i]].Add(i);
        layerOf = [.. layer];
        Order();
        Position = Positions(room, gap);
    }

    /// <summary>The layer of each vertex and of each place of passage after them.</summary>
    public IReadOnlyList<int> Layer => layerOf;

    /// <summary>The number of layers.</summary>
    public int LayerCount => layers.Length;

    /// <summary>The middle of each vertex and place of passage, across the layers; the first is about 0.</summary>
    public IReadOnlyList<double> Position { get; }

    /// <summary>The vertices and places of passage that each edge goes through, its ends included.</summary>
    public IReadOnlyList<int>[] Routes { get; }

    int Node()
    {
        before.Add([]);
        after.Add([]);
        return before.Count - 1;
    }

    void Join(int from, int to)
    {
        after[from].Add(to);
        before[to].Add(from);
    }

    /// <summary>A vertex stands one layer after its last input; one without inputs one layer before its first use.</summary>
    static int[] Layers(int count, IReadOnlyList<(int From, int To)> edges)
    {
        var layer = new int[count];
        ILookup<int, int> uses = edges.ToLookup(e => e.From, e => e.To);
        var inputs = new int[count];
        foreach ((_, int to) in edges) inputs[to]++;
        bool[] isSource = [.. inputs.Select(n => n == 0)];
        var ready = new Queue<int>(Enumerable.Range(0, count).Where(v => inputs[v] == 0));
        int done = 0;
        while (ready.TryDequeue(out int v))
        {
            done++;
            foreach (int use in uses[v])
            {
                layer[use] = Math.Max(layer[use], layer[v] + 1);
                if (--inputs[use] == 0) ready.Enqueue(use);
            }
        }
        if (done < count) throw new PictureException(Invariant($"Graph: cannot draw {count} vertices: {count - done} of them lie on a circle."));
        for (int v = 0; v < count; v++)
            if (isSource[v] && uses[v].Any()) layer[v] = uses[v].Min(use => layer[use]) - 1;
        return layer;
    }

    void Order()
    {
        var place = new int[before.Count];
        void Number()
        {
            foreach (List<int> layer in layers)
                for (int i = 0; i < layer.Count; i++) place[layer[i]] = i;
        }
        Number();
        List<int>[] best = [.. layers.Select(l => l.ToList())];
        long fewest = Crossings(place);
        for (int sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            bool forward = sweep % 2 == 0;
            for (int k = 1; k < layers.Length; k++)
            {
                List<int> layer = layers[forward ? k : layers.Length - 1 - k];
                List<List<int>> neighbours = forward ? before : after;
                List<int> sorted = [.. layer.OrderBy(v => neighbours[v].Count > 0 ? neighbours[v].Average(u => (double)place[u]) : place[v])];
                layer.Clear();
                layer.AddRange(sorted);
                for (int i = 0; i < layer.Count; i++) place[layer[i]] = i;
            }
            long crossings = Crossings(place);
            if (crossings >= fewest) continue;
            fewest = crossings;
            best = [.. layers.Select(l => l.ToList())];
        }
        for (int i = 0; i < layers.Length; i++) layers[i] = best[i];
    }

    long Crossings(int[] place)
    {
        long crossings = 0;
        foreach (List<int> layer in layers)
        {
            List<(int From, int To)> edges = [.. layer.SelectMany(v => after[v].Select(u => (place[v], place[u])))];
            for (int i = 0; i < edges.Count; i++)
                for (int j = i + 1; j < edges.Count; j++)
                    if ((edges[i].From - edges[j].From) * (edges[i].To - edges[j].To) < 0) crossings++;
        }
        return crossings;
    }

    double[] Positions(List<double> room, double gap)
    {
        var position = new double[before.Count];
        foreach (List<int> layer in layers) Settle(layer, [.. layer.Select(_ => 0.0)]);
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            bool forward = sweep % 2 == 0;
            for (int k = 0; k < layers.Length; k++)
            {
                List<int> layer = layers[forward ? k : layers.Length - 1 - k];
                Settle(layer, [.. layer.Select(v =>
                {
                    IEnumerable<int> near = before[v].Concat(after[v]);
                    return near.Any() ? near.Average(u => position[u]) : position[v];
                })]);
            }
        }
        return position;

        // The positions nearest to the wishes, in the layer's order and at their distances: pools of neighbours that push each other.
        void Settle(List<int> layer, double[] wishes)
        {
            var pools = new Stack<(double Mean, int Count)>();
            var offset = new double[layer.Count];
            for (int i = 0; i < layer.Count; i++)
            {
                if (i > 0) offset[i] = offset[i - 1] + (room[layer[i - 1]] + room[layer[i]]) / 2 + gap;
                (double mean, int count) = (wishes[i] - offset[i], 1);
                while (pools.TryPeek(out (double Mean, int Count) last) && last.Mean > mean)
                {
                    pools.Pop();
                    (mean, count) = ((mean * count + last.Mean * last.Count) / (count + last.Count), count + last.Count);
                }
                pools.Push((mean, count));
            }
            int at = layer.Count;
            foreach ((double mean, int count) in pools)
                for (int i = 0; i < count; i++) position[layer[--at]] = mean + offset[at];
        }
    }
}
