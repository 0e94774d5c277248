namespace Nabla.Diagnostics;

/// <summary>The passes over a formula's graph: values forward, gradients backward.</summary>
internal sealed class FormulaPass(FormulaGraph graph)
{
    const int MostInputs = 3;

    readonly IReadOnlyList<FormulaVertex> vertices = graph.Vertices;
    readonly double[] values = new double[graph.Vertices.Count];
    readonly double[] gradients = new double[graph.Vertices.Count];

    public Explanation Run(IReadOnlyDictionary<string, double> at)
    {
        RefuseTensors();
        FormulaNames.RefuseUnused(graph, at.Keys);
        Forward(at);
        ExplainedVertex[] explained = Backward();
        var gradient = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        foreach (ExplainedVertex vertex in explained)
            if (vertices[vertex.Id].IsName) gradient.Add(vertex.Operation, vertex.Gradient);
        return new Explanation(graph, explained, gradient);
    }

    void RefuseTensors()
    {
        if (graph.FirstOfTensors is not { } vertex) return;
        throw FormulaFunctions.Folds.ContainsKey(vertex.Text)
            ? new FormulaException(FormulaError.Syntax, $"{vertex.Text} takes 2 arguments, not 1.", graph.Text, vertex.Place)
            : new FormulaException(FormulaError.Shape, $"{vertex.Text} is for vectors and matrices; take TensorExplanation for them.", graph.Text, vertex.Place);
    }

    void Forward(IReadOnlyDictionary<string, double> at)
    {
        Span<double> x = stackalloc double[MostInputs];
        for (int i = 0; i < values.Length; i++)
        {
            FormulaVertex vertex = vertices[i];
            if (vertex.Operation is { } operation)
            {
                Span<double> inputs = Inputs(vertex, x);
                values[i] = operation.Value(inputs);
                if (!double.IsFinite(values[i]) && AllFinite(inputs)) throw UndefinedValue.At(graph.Text, vertex, inputs, values[i]);
            }
            else if (vertex.Number is { } number)
            {
                values[i] = number;
            }
            else if (!at.TryGetValue(vertex.Text, out values[i]))
            {
                throw FormulaNames.Missing(graph, vertex, at.Keys);
            }
        }
    }

    ExplainedVertex[] Backward()
    {
        var explained = new ExplainedVertex[values.Length];
        gradients[^1] = 1;
        Span<double> x = stackalloc double[MostInputs];
        for (int i = values.Length - 1; i >= 0; i--)
        {
            FormulaVertex vertex = vertices[i];
            Span<double> inputs = Inputs(vertex, x);
            var edges = new ExplainedEdge[inputs.Length];
            for (int j = 0; j < edges.Length; j++)
            {
                double local = vertex.Operation!.Partial(j, inputs, values[i]);
                double product = gradients[i] * local;
                edges[j] = new ExplainedEdge(vertex.Inputs[j], local, product);
                gradients[vertex.Inputs[j]] += product;
            }
            explained[i] = new ExplainedVertex(i, vertex.Operation?.Name ?? vertex.Text, vertex.Inputs, values[i], gradients[i], edges,
                vertex.IsName ? vertex.Text : vertex.Bound, vertex.Text);
        }
        return explained;
    }

    Span<double> Inputs(FormulaVertex vertex, Span<double> x)
    {
        for (int j = 0; j < vertex.Inputs.Length; j++) x[j] = values[vertex.Inputs[j]];
        return x[..vertex.Inputs.Length];
    }

    static bool AllFinite(ReadOnlySpan<double> numbers)
    {
        foreach (double number in numbers)
            if (!double.IsFinite(number)) return false;
        return true;
    }
}
