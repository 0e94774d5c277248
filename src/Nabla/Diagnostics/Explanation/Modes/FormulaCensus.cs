using System.Numerics;

namespace Nabla.Diagnostics;

/// <summary>Counts what every way to differentiate a graph would have to do, without doing it: linear time, exponential figures.</summary>
/// <remarks>
/// Paths are counted by dynamic programming: P(result) = 1 and P(v) = Σ P(user) over the uses of v, by position. How many names a
/// vertex depends on is counted 64 names at a time.
/// </remarks>
internal sealed class FormulaCensus
{
    readonly IReadOnlyList<FormulaVertex> vertices;

    public FormulaCensus(FormulaGraph graph)
    {
        vertices = graph.Vertices;
        Names = [.. Enumerable.Range(0, vertices.Count).Where(i => vertices[i].IsName)];
        Reach = CountNames();
        (Paths, PathEdges) = CountPaths();
    }

    /// <summary>The vertices that are names.</summary>
    public int[] Names { get; }

    /// <summary>How many names each vertex depends on; 0 where it is constant.</summary>
    public int[] Reach { get; }

    /// <summary>The paths from each vertex to the result.</summary>
    public double[] Paths { get; }

    /// <summary>The edges of all those paths together.</summary>
    public double[] PathEdges { get; }

    /// <summary>The vertices that are operations.</summary>
    public int Operations => vertices.Count(v => v.Operation is not null);

    /// <summary>The cost of every mode.</summary>
    public IReadOnlyList<ModeCost> Costs()
    {
        double edges = 0, varying = 0, tangentEdges = 0, tangentVertices = 0;
        for (int i = 0; i < vertices.Count; i++)
        {
            if (Reach[i] > 0) varying++;
            if (vertices[i].Operation is not null) tangentVertices += Reach[i];
            foreach (int input in vertices[i].Inputs)
            {
                if (Reach[input] > 0) edges++;
                tangentEdges += Reach[input];
            }
        }
        double paths = Names.Sum(n => Paths[n]), visits = Names.Sum(n => PathEdges[n]), k = Names.Length, n = Operations;
        // One addition fewer than arrivals at each vertex: of edges, of tangents, of paths.
        double backSums = varying == 0 ? 0 : edges - (varying - 1), tangentSums = tangentEdges - tangentVertices;
        return
        [
            new(ExplanationMode.Reverse, "", 1, edges, edges, backSums, edges + backSums),
            new(ExplanationMode.Forward, "", k, tangentEdges, tangentEdges, tangentSums, tangentEdges + tangentSums),
            new(ExplanationMode.Paths, "", paths, visits, visits, paths - k, visits + paths - k),
            new(ExplanationMode.Numeric, "oneSided", k + 1, 0, 0, 0, (k + 1) * n),
            new(ExplanationMode.Numeric, "central", 2 * k, 0, 0, 0, 2 * k * n),
            new(ExplanationMode.Symbolic, "", k, 0, 0, 0, SymbolicSize()),
        ];
    }

    /// <summary>Vertices of all derivatives' expressions as trees, by the rules alone.</summary>
    /// <remarks>
    /// ∂v is the sum over the inputs u that depend on the name of (∂v/∂u)·∂u: the vertices of ∂v/∂u as a tree, a product and, but
    /// for one input, a sum; it stands in the result as often as paths lead there from v. The seed 1 stands at each path's end.
    /// </remarks>
    double SymbolicSize()
    {
        var values = new double[vertices.Count];
        double total = 0;
        for (int i = 0; i < vertices.Count; i++)
        {
            FormulaVertex vertex = vertices[i];
            values[i] = vertex.Operation?.ValueSize.Of(vertex.Inputs, values, 0) ?? 1;
            double here = 0;
            for (int j = 0; j < vertex.Inputs.Length; j++)
            {
                int reach = Reach[vertex.Inputs[j]];
                if (reach > 0) here += reach * (vertex.Operation!.PartialSize(j).Of(vertex.Inputs, values, values[i]) + 2);
            }
            if (vertex.Operation is null) here = Reach[i]; // the seed
            else here -= Reach[i];
            if (here != 0) total += here * Paths[i];
        }
        return total;
    }

    int[] CountNames()
    {
        var reach = new int[vertices.Count];
        var bits = new ulong[vertices.Count];
        for (int first = 0; first < Names.Length; first += 64)
        {
            Array.Clear(bits);
            int last = Math.Min(first + 64, Names.Length);
            for (int k = first; k < last; k++) bits[Names[k]] = 1UL << (k - first);
            for (int i = Names[first]; i < bits.Length; i++)
            {
                ulong union = bits[i];
                foreach (int input in vertices[i].Inputs) union |= bits[input];
                bits[i] = union;
                reach[i] += BitOperations.PopCount(union);
            }
        }
        return reach;
    }

    (double[] Paths, double[] Edges) CountPaths()
    {
        double[] paths = new double[vertices.Count], edges = new double[vertices.Count];
        paths[^1] = 1;
        for (int i = vertices.Count - 1; i >= 0; i--)
        {
            foreach (int input in vertices[i].Inputs)
            {
                paths[input] += paths[i];
                edges[input] += edges[i] + paths[i];
            }
        }
        return (paths, edges);
    }
}
