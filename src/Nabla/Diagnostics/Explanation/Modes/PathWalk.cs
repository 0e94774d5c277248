namespace Nabla.Diagnostics;

/// <summary>The naive algorithm: walks every path from a name to the result, up to a limit.</summary>
internal sealed class PathWalk
{
    /// <summary>Edges that the listed paths of one explanation have at most, together.</summary>
    public const int MostEdges = 1_000_000;

    readonly Explanation explanation;
    readonly List<(int User, double Local)>[] uses;
    int room = MostEdges;

    PathWalk(Explanation explanation)
    {
        this.explanation = explanation;
        uses = [.. explanation.Vertices.Select(_ => new List<(int User, double Local)>())];
        foreach (ExplainedVertex vertex in explanation.Vertices)
            foreach (ExplainedEdge edge in vertex.Edges) uses[edge.To].Add((vertex.Id, edge.Local));
    }

    public static IReadOnlyList<PathSum> Of(Explanation explanation, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        var walk = new PathWalk(explanation);
        FormulaCensus census = explanation.Census;
        var sums = new List<PathSum>();
        foreach (int name in census.Names)
        {
            List<ExplainedPath> paths = walk.From(name, most);
            // Pairwise sums would hide what the naive algorithm does: it adds path by path.
            double sum = 0;
            foreach (ExplainedPath path in paths) sum += path.Product;
            most -= paths.Count;
            sums.Add(new(explanation.Vertices[name].Name!, census.Paths[name], census.PathEdges[name], paths, sum, paths.Count == census.Paths[name]));
        }
        return sums;
    }

    /// <summary>Depth first over the uses, by position, on a stack of its own.</summary>
    List<ExplainedPath> From(int name, int most)
    {
        // Where no room is left, even the way to a first path would be walked in vain, once for each name.
        if (room <= 0) return [];
        int result = explanation.Vertices.Count - 1;
        var found = new List<ExplainedPath>();
        List<int> path = [name], next = [0];
        List<double> locals = [];
        while (path.Count > 0 && found.Count < most)
        {
            int at = path[^1];
            if (at == result)
            {
                if ((room -= locals.Count) < 0) return found; // and stays below 0 for the names to come
                double product = 1;
                foreach (double local in locals) product *= local;
                found.Add(new([.. path], [.. locals], product));
            }
            if (next[^1] < uses[at].Count)
            {
                (int user, double local) = uses[at][next[^1]++];
                path.Add(user);
                next.Add(0);
                locals.Add(local);
            }
            else
            {
                path.RemoveAt(path.Count - 1);
                next.RemoveAt(next.Count - 1);
                if (locals.Count > 0) locals.RemoveAt(locals.Count - 1);
            }
        }
        return found;
    }
}
