using System.Globalization;
using Nabla.Numbers;

namespace Nabla.Diagnostics;

/// <summary>Differentiates an explained formula as one does by hand: every vertex's expression, by each name.</summary>
internal sealed class SymbolicRules
{
    /// <summary>Vertices times names that are differentiated at most.</summary>
    public const long MostSteps = 5_000_000;

    readonly Explanation explanation;
    readonly Formula[] values;
    readonly Formula?[][] partials;
    readonly double[] valueSizes;

    SymbolicRules(Explanation explanation)
    {
        this.explanation = explanation;
        IReadOnlyList<FormulaVertex> vertices = explanation.Graph.Vertices;
        values = new Formula[vertices.Count];
        valueSizes = new double[vertices.Count];
        partials = new Formula?[vertices.Count][];
        for (int i = 0; i < values.Length; i++)
        {
            FormulaVertex vertex = vertices[i];
            partials[i] = new Formula?[vertex.Inputs.Length];
            valueSizes[i] = vertex.Operation?.ValueSize.Of(vertex.Inputs, valueSizes, 0) ?? 1;
            values[i] = vertex.Operation?.Value(Inputs(vertex)) ?? (vertex.Number is { } number ? Formula.Constant(number) : Formula.Variable(vertex.Text));
        }
    }

    public static IReadOnlyList<SymbolicDerivative> Of(Explanation explanation)
    {
        FormulaCensus census = explanation.Census;
        long steps = (long)census.Names.Length * explanation.Vertices.Count;
        if (steps > MostSteps)
        {
            throw new ExplanationException(string.Create(CultureInfo.InvariantCulture,
                $"symbolic: cannot differentiate {explanation.Vertices.Count} vertices by {census.Names.Length} names: that are {steps} expressions, at most {MostSteps}. Reverse mode needs one pass."));
        }
        var rules = new SymbolicRules(explanation);
        return [.. census.Names.Select(rules.By)];
    }

    /// <summary>The value's expression.</summary>
    public static Formula Value(Explanation explanation) => new SymbolicRules(explanation).values[^1];

    SymbolicDerivative By(int name)
    {
        IReadOnlyList<FormulaVertex> vertices = explanation.Graph.Vertices;
        var derivatives = new Formula?[vertices.Count];
        var sizes = new double[vertices.Count];
        (derivatives[name], sizes[name]) = (Formula.Constant(1), 1);
        for (int i = name + 1; i < derivatives.Length; i++)
        {
            FormulaVertex vertex = vertices[i];
            for (int j = 0; j < vertex.Inputs.Length; j++)
            {
                if (derivatives[vertex.Inputs[j]] is not { } inner) continue;
                Formula term = Partial(i, j) * inner;
                sizes[i] += vertex.Operation!.PartialSize(j).Of(vertex.Inputs, valueSizes, valueSizes[i]) + sizes[vertex.Inputs[j]] + (derivatives[i] is null ? 1 : 2);
                derivatives[i] = derivatives[i] is { } sum ? sum + term : term;
            }
        }
        FormulaNode raw = (derivatives[^1] ?? Formula.Constant(0)).Node, simple = FormulaSimplification.Of(raw);
        Dictionary<string, double> point = explanation.Census.Names.ToDictionary(n => vertices[n].Text, n => explanation.Vertices[n].Value, StringComparer.Ordinal);
        double value = 0;
        Scalar<double>.Store(FormulaEvaluation.Evaluate(simple, n => Scalar<double>.Broadcast(point[n]),
            new Dictionary<FormulaNode, Scalar<double>>(ReferenceEqualityComparer.Instance)), ref value);
        return new(vertices[name].Text, sizes[^1], raw, simple, value, explanation.Vertices[name].Gradient);
    }

    Formula Partial(int vertex, int input) =>
        partials[vertex][input] ??= explanation.Graph.Vertices[vertex].Operation!.Partial(input, Inputs(explanation.Graph.Vertices[vertex]), values[vertex]);

    Formula[] Inputs(FormulaVertex vertex) => [.. vertex.Inputs.Select(i => values[i])];
}
