namespace Nabla.Diagnostics;

/// <summary>Compares the names of a formula with those that have values.</summary>
internal static class FormulaNames
{
    /// <summary>Refuses a value that belongs to no name.</summary>
    public static void RefuseUnused(FormulaGraph graph, IEnumerable<string> given)
    {
        HashSet<string> used = Used(graph), known = [.. given];
        foreach (string name in known)
        {
            if (used.Contains(name)) continue;
            string instead = graph.Bound.Contains(name)
                ? " It is bound by 'let'."
                : NearestName.Hint(name, used.Where(u => !known.Contains(u)));
            throw new FormulaException(name, $"a value is given for '{name}', but the formula does not use it.{instead}");
        }
    }

    /// <summary>A name has no value.</summary>
    public static FormulaException Missing(FormulaGraph graph, FormulaVertex vertex, IEnumerable<string> given)
    {
        HashSet<string> used = Used(graph);
        return new(FormulaError.Name, $"'{vertex.Text}' has no value.{NearestName.Hint(vertex.Text, given.Where(k => !used.Contains(k)))}", graph.Text, vertex.Place);
    }

    static HashSet<string> Used(FormulaGraph graph) => [.. graph.Vertices.Where(v => v.IsName).Select(v => v.Text)];
}
