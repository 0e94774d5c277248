using System.Globalization;
using System.Text;

namespace Nabla.Diagnostics;

/// <summary>An explanation of a formula of numbers for a person, in every mode.</summary>
internal static class ModeText
{
    const int MostPathLines = 64, MostPassLines = 2_000;

    public static string Of(Explanation explanation, ExplanationMode mode, int mostPaths)
    {
        var text = new StringBuilder(explanation.Graph.Written).Append("\n\n");
        switch (mode)
        {
            case ExplanationMode.Reverse:
                ExplanationStep[] steps = ExplanationStep.Of(explanation);
                ExplanationText.Forward(text, steps);
                ExplanationText.Backward(text, steps);
                break;
            case ExplanationMode.Forward:
                Forward(text, explanation);
                break;
            case ExplanationMode.Paths:
                Paths(text, explanation, mostPaths);
                break;
            case ExplanationMode.Numeric:
                Numeric(text, explanation);
                break;
            default:
                Symbolic(text, explanation);
                break;
        }
        text.Append('\n').Append("f = ").Append(Number(explanation.Value)).Append('\n');
        foreach ((string name, double gradient) in explanation.Gradient) text.Append("df/d").Append(name).Append(" = ").Append(Number(gradient)).Append('\n');
        Costs(text, explanation);
        return text.ToString();
    }

    static void Forward(StringBuilder text, Explanation explanation)
    {
        ExplanationStep[] steps = ExplanationStep.Of(explanation);
        ExplanationText.Forward(text, steps);
        foreach (ForwardPass pass in explanation.Forward())
        {
            text.Append(CultureInfo.InvariantCulture, $"\nTangents where {pass.Name} moves: t(v) is the derivative of v by {pass.Name}\n");
            int shown = 0;
            foreach (ExplainedVertex vertex in explanation.Vertices)
            {
                if (!pass.Moves[vertex.Id]) continue;
                ExplainedEdge[] moving = [.. vertex.Edges.Where(e => pass.Moves[e.To])];
                if (shown++ == MostPassLines)
                {
                    text.Append(CultureInfo.InvariantCulture, $"  … and the others of {explanation.Vertices.Count} vertices\n");
                    break;
                }
                text.Append("  t(").Append(steps[vertex.Id].Name).Append(") = ");
                if (moving.Length > 0)
                {
                    text.AppendJoin(" + ", moving.Select(e => $"{Signed(e.Local)} * {Signed(pass.Tangents[e.To])}")).Append(" = ");
                }
                text.Append(Number(pass.Tangents[vertex.Id])).Append('\n');
            }
            text.Append(CultureInfo.InvariantCulture, $"  {pass.Multiplications} multiplications, {pass.Additions} additions\n");
        }
    }

    static void Paths(StringBuilder text, Explanation explanation, int most)
    {
        ExplanationStep[] steps = ExplanationStep.Of(explanation);
        ExplanationText.Forward(text, steps);
        foreach (PathSum sum in explanation.Paths(most))
        {
            text.Append(CultureInfo.InvariantCulture, $"\nPaths from {sum.Name}: {Count(sum.PathCount)}, with {Count(sum.EdgeVisits)} edge{(sum.EdgeVisits == 1 ? "" : "s")}\n");
            foreach (ExplainedPath path in sum.Paths.Take(MostPathLines))
            {
                text.Append("  ").AppendJoin(" > ", Shortened([.. path.Vertices.Select(v => steps[v].Name)])).Append(": ");
                text.AppendJoin(" * ", Shortened([.. path.Locals.Select(Signed)])).Append(path.Locals.Count == 0 ? "1" : $" = {Number(path.Product)}").Append('\n');
            }
            if (sum.Paths.Count > MostPathLines) text.Append(CultureInfo.InvariantCulture, $"  … and {sum.Paths.Count - MostPathLines} more that were walked\n");
            text.Append(sum.IsComplete
                ? $"  sum = {Number(sum.Sum)}\n"
                : string.Create(CultureInfo.InvariantCulture, $"  cut after {sum.Paths.Count} of {Count(sum.PathCount)} paths; they sum to {Number(sum.Sum)}, all would sum to {Number(explanation.Gradient[sum.Name])}\n"));
        }
        ModeCost paths = explanation.Costs[2], back = explanation.Costs[0];
        text.Append(CultureInfo.InvariantCulture, $"\nEdge visits: {Count(paths.EdgeVisits)} by paths, {Count(back.EdgeVisits)} by backpropagation\n");
    }

    static void Numeric(StringBuilder text, Explanation explanation)
    {
        string before = "";
        foreach (NumericDerivative derivative in explanation.Numeric())
        {
            text.Append(before);
            before = "\n";
            text.Append(CultureInfo.InvariantCulture, $"Difference quotients by {derivative.Name}; backpropagation finds {derivative.Derivative:R}\n");
            text.Append("  h       (f(x+h)-f(x))/h        error    (f(x+h)-f(x-h))/2h     error\n");
            foreach (DifferenceQuotient q in derivative.Quotients)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {q.Step,-6:0e-00}  {q.OneSided,-21:R}  {q.OneSidedError,-7:0.0e-00}  {q.Central,-21:R}  {q.CentralError:0.0e-00}\n");
            }
            text.Append(CultureInfo.InvariantCulture, $"  least error at h = {derivative.BestOneSidedStep:0e-00} and {derivative.BestCentralStep:0e-00} (rounding gives about {Math.Sqrt(double.BitIncrement(1) - 1):0.0e-00} and {Math.Cbrt(double.BitIncrement(1) - 1):0.0e-00})\n");
            text.Append(CultureInfo.InvariantCulture, $"  order of the error: {Order(derivative.OneSidedOrder)} and {Order(derivative.CentralOrder)}\n");
        }
    }

    static void Symbolic(StringBuilder text, Explanation explanation)
    {
        foreach (SymbolicDerivative derivative in explanation.Symbolic())
        {
            text.Append("df/d").Append(derivative.Name).Append(" = ").Append(derivative.Expression ?? string.Create(CultureInfo.InvariantCulture,
                $"an expression of {Count(derivative.SimplifiedTreeSize)} vertices, too long to be written out (at most {SymbolicDerivative.MostWritten})")).Append('\n');
            text.Append(CultureInfo.InvariantCulture, $"  vertices: {Count(derivative.RuleSize)} by the rules, {Count(derivative.TreeSize)} without zeros and ones, {Count(derivative.SimplifiedTreeSize)} simplified, {derivative.SharedSize} with equal parts shared\n");
            text.Append(CultureInfo.InvariantCulture, $"  value: {Number(derivative.Value)}, by backpropagation {Number(derivative.Gradient)}, relative difference {derivative.Disagreement:0.0e-00}\n");
        }
    }

    static void Costs(StringBuilder text, Explanation explanation)
    {
        text.Append("\nCost of the whole gradient   passes       edge visits  multiplications  additions    operations\n");
        foreach (ModeCost cost in explanation.Costs)
        {
            string name = cost.Mode.ToString().ToLowerInvariant() + (cost.Variant switch { "oneSided" => ", one-sided", "central" => ", central", _ => "" });
            text.Append(CultureInfo.InvariantCulture, $"  {name,-26} {Count(cost.Passes),-12} {Count(cost.EdgeVisits),-12} {Count(cost.Multiplications),-16} {Count(cost.Additions),-12} {Count(cost.Operations)}\n");
        }
    }

    static string Order(double order) => double.IsNaN(order) ? "none (exact but for rounding)" : order.ToString("0.00", CultureInfo.InvariantCulture);

    static string[] Shortened(string[] parts) => parts.Length <= 24 ? parts : [.. parts[..12], "…", .. parts[^8..]];

    static string Count(double count) => count < 1e15 ? count.ToString("0", CultureInfo.InvariantCulture) : count.ToString("0.###e0", CultureInfo.InvariantCulture);

    static string Signed(double value) => value < 0 ? $"({Number(value)})" : Number(value);

    static string Number(double value) => ExplanationStep.Text(value);
}
