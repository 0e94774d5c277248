using System.Globalization;

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
        RefuseUnused(at);
        Forward(at);
        ExplainedVertex[] explained = Backward();
        var gradient = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        foreach (ExplainedVertex vertex in explained)
            if (vertices[vertex.Id].IsName) gradient.Add(vertex.Operation, vertex.Gradient);
        return new Explanation(graph, explained, gradient);
    }

    void RefuseUnused(IReadOnlyDictionary<string, double> at)
    {
        HashSet<string> used = [.. vertices.Where(v => v.IsName).Select(v => v.Text)];
        foreach (string name in at.Keys)
        {
            if (used.Contains(name)) continue;
            string instead = graph.Bound.Contains(name)
                ? " It is bound by 'let'."
                : NearestName.Hint(name, used.Where(u => !at.ContainsKey(u)));
            throw new FormulaException(name, $"a value is given for '{name}', but the formula does not use it.{instead}");
        }
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
                if (!double.IsFinite(values[i]) && AllFinite(inputs)) throw Undefined(vertex, inputs, values[i]);
            }
            else if (vertex.Number is { } number)
            {
                values[i] = number;
            }
            else if (!at.TryGetValue(vertex.Text, out values[i]))
            {
                HashSet<string> used = [.. vertices.Where(v => v.IsName).Select(v => v.Text)];
                throw new FormulaException(FormulaError.Name,
                    $"'{vertex.Text}' has no value.{NearestName.Hint(vertex.Text, at.Keys.Where(k => !used.Contains(k)))}", graph.Text, vertex.Place);
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

    FormulaException Undefined(FormulaVertex vertex, ReadOnlySpan<double> x, double value)
    {
        bool infix = vertex.Text.Length == 1 && !char.IsLetter(vertex.Text[0]) && x.Length == 2;
        string applied = infix
            ? $"{Text(x[0])} {vertex.Text} {Text(x[1])}"
            : $"{vertex.Text}({string.Join(", ", x.ToArray().Select(Text))})";
        string cause = vertex.Operation!.Name switch
        {
            "Divide" or "Reciprocal" when x[^1] == 0 => "division by zero.",
            "Pow" when x[0] == 0 && x[1] < 0 => "division by zero: 0 to a negative power.",
            "Pow" when x[0] < 0 && double.IsNaN(value) => "a negative number has no power with a fraction.",
            _ when double.IsNaN(value) => "it is not defined there.",
            _ when double.IsNegativeInfinity(value) && x.Length == 1 && x[0] is 0 or -1 => "it falls without bound there.",
            _ when x.Length == 1 && x[0] == 0 => "it grows without bound there.",
            _ => "the result is too large for float64.",
        };
        return new FormulaException(FormulaError.Domain, $"{applied} has no finite value: {cause}", graph.Text, vertex.Place);
    }

    static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
