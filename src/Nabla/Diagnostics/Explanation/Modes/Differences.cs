using System.Globalization;

namespace Nabla.Diagnostics;

/// <summary>Takes difference quotients of an explained formula.</summary>
internal static class Differences
{
    /// <summary>Operations that are computed at most.</summary>
    public const double MostOperations = 1e9;

    const int Steps = 14;

    public static IReadOnlyList<NumericDerivative> Of(Explanation explanation)
    {
        FormulaCensus census = explanation.Census;
        double work = 2.0 * Steps * census.Names.Length * census.Operations;
        if (work > MostOperations)
        {
            throw new ExplanationException(string.Create(CultureInfo.InvariantCulture,
                $"numeric: cannot take {2 * Steps} values for each of {census.Names.Length} names of a formula of {census.Operations} operations: that are {work:0.#e0} operations, at most {MostOperations:0.#e0}. Reverse mode needs one pass."));
        }
        var values = new FormulaValues(explanation.Graph);
        double[] point = [.. census.Names.Select(n => explanation.Vertices[n].Value)];
        return [.. census.Names.Select((name, k) => Derivative(explanation, values, point, k, explanation.Vertices[name]))];
    }

    static NumericDerivative Derivative(Explanation explanation, FormulaValues values, double[] point, int k, ExplainedVertex name)
    {
        var quotients = new DifferenceQuotient[Steps];
        double at = point[k];
        for (int i = 0; i < Steps; i++)
        {
            double h = Math.Pow(10, -(i + 1));
            double up = Moved(h), down = Moved(-h);
            double oneSided = (up - explanation.Value) / h, central = (up - down) / (2 * h);
            quotients[i] = new(h, oneSided, central, Math.Abs(oneSided - name.Gradient), Math.Abs(central - name.Gradient));
        }
        return new(name.Name!, name.Gradient, quotients);

        double Moved(double by)
        {
            point[k] = at + by;
            double value = values.At(point);
            point[k] = at;
            return value;
        }
    }
}
