using System.Globalization;

namespace Nabla.Diagnostics;

/// <summary>Runs forward mode over an explained formula.</summary>
internal static class TangentPasses
{
    /// <summary>Tangents that are kept at most, over all passes.</summary>
    public const long MostTangents = 20_000_000;

    public static IReadOnlyList<ForwardPass> Of(Explanation explanation)
    {
        FormulaCensus census = explanation.Census;
        IReadOnlyList<ExplainedVertex> vertices = explanation.Vertices;
        long tangents = (long)census.Names.Length * vertices.Count;
        if (tangents > MostTangents)
        {
            throw new ExplanationException(string.Create(CultureInfo.InvariantCulture,
                $"forward: cannot run {census.Names.Length} passes over {vertices.Count} vertices: that are {tangents} tangents, at most {MostTangents} are kept. Reverse mode needs one pass."));
        }
        return [.. census.Names.Select(name => Pass(vertices, name))];
    }

    static ForwardPass Pass(IReadOnlyList<ExplainedVertex> vertices, int name)
    {
        var tangents = new double[vertices.Count];
        var moves = new bool[vertices.Count];
        (tangents[name], moves[name]) = (1, true);
        long multiplications = 0, additions = 0;
        for (int i = name + 1; i < tangents.Length; i++)
        {
            foreach (ExplainedEdge edge in vertices[i].Edges)
            {
                if (!moves[edge.To]) continue;
                multiplications++;
                if (moves[i]) additions++;
                tangents[i] += edge.Local * tangents[edge.To];
                moves[i] = true;
            }
        }
        return new(vertices[name].Name!, tangents, multiplications, additions, tangents[^1]) { Moves = moves };
    }
}
