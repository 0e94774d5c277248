using System.Globalization;
using System.Text;

namespace Nabla.Diagnostics;

/// <summary>The forward and the backward pass for a person, step by step.</summary>
internal static class ExplanationText
{
    // Longer sums are cut: a name used a thousand times has a line of its own, not a page.
    const int MostTerms = 8;

    public static void Forward(StringBuilder text, ExplanationStep[] steps)
    {
        text.Append("Forward pass: each vertex after its inputs\n");
        (ExplanationStep Step, string Definition)[] lines = [.. steps.Where(s => !s.IsNumber).Select(s => (s, s.Definition(steps)))];
        int width = lines.Select(l => l.Step.Name.Length).DefaultIfEmpty(0).Max(), wide = Math.Min(32, lines.Select(l => l.Definition.Length).DefaultIfEmpty(0).Max());
        foreach ((ExplanationStep step, string definition) in lines)
        {
            text.Append("  ").Append(step.Name.PadRight(width)).Append(definition.Length > 0 ? " = " : "   ").Append(definition.PadRight(wide))
                .Append(" = ").Append(step.Value).Append('\n');
        }
    }

    /// <param name="text">Gets the lines.</param>
    /// <param name="steps">The vertices.</param>
    /// <param name="product">How upstream and local gradient are joined.</param>
    public static void Backward(StringBuilder text, ExplanationStep[] steps, string product = "*")
    {
        List<string>[] arrived = Arrived(steps);
        text.Append("\nBackward pass: B(v) is the derivative of f by v; each vertex passes B(v) times its local derivative to its inputs\n");
        for (int i = steps.Length - 1; i >= 0; i--)
        {
            if (!steps[i].Varies) continue;
            ExplanationStep step = steps[i];
            text.Append("  B(").Append(step.Name).Append(") = ").Append(i == steps.Length - 1 ? step.Gradient : Sum(arrived[i], step.Gradient)).Append('\n');
            foreach (ExplanationStepEdge edge in step.Edges)
            {
                if (steps[edge.To].Varies)
                    text.Append(CultureInfo.InvariantCulture, $"    to {steps[edge.To].Name}: {step.Gradient} {product} {Factor(edge.Local)} = {edge.Product}\n");
            }
        }
    }

    static List<string>[] Arrived(ExplanationStep[] steps)
    {
        List<string>[] arrived = [.. steps.Select(_ => new List<string>())];
        for (int i = steps.Length - 1; i >= 0; i--)
        {
            if (!steps[i].Varies) continue;
            foreach (ExplanationStepEdge edge in steps[i].Edges) arrived[edge.To].Add(edge.Product);
        }
        return arrived;
    }

    static string Factor(string local) => local.StartsWith('-') ? $"({local})" : local;

    static string Sum(List<string> terms, string total)
    {
        if (terms.Count <= 1) return total;
        string sum = string.Join(" + ", terms.Take(MostTerms).Select(t => t.StartsWith('-') ? $"({t})" : t));
        return string.Create(CultureInfo.InvariantCulture, $"{sum}{(terms.Count > MostTerms ? " + …" : "")} = {total}   (sum over {terms.Count} uses)");
    }
}
