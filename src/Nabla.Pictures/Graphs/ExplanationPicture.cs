using Nabla.Diagnostics;

namespace Nabla.Pictures;

/// <summary>Explanations as pictures.</summary>
public static class ExplanationPicture
{
    /// <summary>A graph with its figures: values above the vertices, gradients below, upstream × local = product on the edges.</summary>
    /// <param name="diagram">What <c>Diagram</c> of an explanation gives.</param>
    /// <returns>The drawing.</returns>
    /// <exception cref="PictureException">The graph has more than <see cref="GraphPicture.MostVertices"/> vertices.</exception>
    public static GraphPicture Of(ExplanationDiagram diagram)
    {
        ArgumentNullException.ThrowIfNull(diagram);
        return new(diagram.Title, [.. diagram.Vertices.Select(v => new GraphVertex(v.Text, v.Above, v.Below, v.IsLeaf))],
            [.. diagram.Edges.Select(e => new GraphEdge(e.From, e.To, e.Label))]);
    }

    /// <summary>The errors of difference quotients against their step, on two logarithmic axes.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="derivatives">What <c>Numeric</c> of an explanation gives; of more than three the first three are drawn.</param>
    /// <returns>The chart: a line for each name and each of the two quotients.</returns>
    public static Chart Of(string title, IReadOnlyList<NumericDerivative> derivatives)
    {
        ArgumentNullException.ThrowIfNull(derivatives);
        var chart = new Chart(title, new("step h", AxisScale.Logarithmic), new("error", AxisScale.Logarithmic));
        foreach (NumericDerivative derivative in derivatives.Take(3))
        {
            double[] steps = [.. derivative.Quotients.Select(q => q.Step)];
            chart.Line($"{derivative.Name}, one-sided", steps, [.. derivative.Quotients.Select(q => q.OneSidedError)], marked: true);
            chart.Line($"{derivative.Name}, central", steps, [.. derivative.Quotients.Select(q => q.CentralError)], marked: true);
        }
        return chart;
    }
}
