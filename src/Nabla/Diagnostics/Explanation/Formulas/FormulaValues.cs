namespace Nabla.Diagnostics;

/// <summary>Computes a formula's value at one point after another; where it has none, NaN or an infinity.</summary>
internal sealed class FormulaValues(FormulaGraph graph)
{
    readonly double[] values = new double[graph.Vertices.Count];

    /// <summary>The value where the names, in the order of their first use, have these values.</summary>
    public double At(ReadOnlySpan<double> point)
    {
        Span<double> x = stackalloc double[3];
        int name = 0;
        for (int i = 0; i < values.Length; i++)
        {
            FormulaVertex vertex = graph.Vertices[i];
            for (int j = 0; j < vertex.Inputs.Length; j++) x[j] = values[vertex.Inputs[j]];
            values[i] = vertex.Operation?.Value(x[..vertex.Inputs.Length]) ?? vertex.Number ?? point[name++];
        }
        return values[^1];
    }
}
