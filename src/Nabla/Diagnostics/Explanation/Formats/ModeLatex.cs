using System.Globalization;
using System.Text;
using Nabla.Numbers;

namespace Nabla.Diagnostics;

/// <summary>An explanation of a formula of numbers in LaTeX, in every mode.</summary>
internal sealed class ModeLatex
{
    const int MostPaths = 64;

    readonly Explanation explanation;
    readonly LatexFormula formula;
    readonly ExplanationStep[] steps;
    readonly StringBuilder text = new();

    ModeLatex(Explanation explanation)
    {
        this.explanation = explanation;
        formula = new(explanation.Graph);
        formula.Check();
        steps = ExplanationStep.Of(explanation);
    }

    public static string Of(Explanation explanation, ExplanationMode mode, int mostPaths)
    {
        var latex = new ModeLatex(explanation);
        latex.Formula();
        switch (mode)
        {
            case ExplanationMode.Reverse:
                latex.Values();
                latex.Backward();
                break;
            case ExplanationMode.Forward:
                latex.Values();
                latex.Tangents();
                break;
            case ExplanationMode.Paths:
                latex.Values();
                latex.Paths(mostPaths);
                break;
            case ExplanationMode.Numeric:
                latex.Numeric();
                break;
            default:
                latex.Symbolic();
                break;
        }
        return latex.text.ToString();
    }

    int Result => steps.Length - 1;

    void Formula()
    {
        text.Append("% needs \\usepackage{amsmath}\n");
        Align(
        [
            .. steps.Where(s => s.IsNamed && s.Inputs.Count > 0 && s.Id != Result).Select(s => $"{formula.Name(s.Id)} &= {formula.Expression(s.Id)}"),
            $"f &= {formula.Expression(Result)}",
        ]);
    }

    void Values() => Align([.. steps.Where(s => !s.IsNumber).Select(s =>
        s.Inputs.Count == 0 ? $"{formula.Name(s.Id)} &= {Number(s.Value)}" : $"{formula.Name(s.Id)} &= {formula.Step(s.Id)} = {Number(s.Value)}")]);

    /// <summary>∂f/∂u = Σ ∂f/∂v · ∂v/∂u over the uses v of u, with symbols, then with numbers.</summary>
    void Backward()
    {
        var uses = new List<(int User, int Input)>[steps.Length];
        for (int i = 0; i < uses.Length; i++) uses[i] = [];
        for (int i = Result; i >= 0; i--)
            for (int j = 0; j < steps[i].Inputs.Count; j++) uses[steps[i].Inputs[j]].Add((i, j));
        var lines = new List<string> { $@"{Slope("f", formula.Name(Result))} &= 1" };
        for (int i = Result - 1; i >= 0; i--)
        {
            if (!steps[i].Varies) continue;
            string rule = string.Join(" + ", uses[i].Select(u => $@"{Slope("f", formula.Name(u.User))} \cdot {Parenthesised(Local(u.User, u.Input))}"));
            string numbers = string.Join(" + ", uses[i].Select(u => $@"{Factor(steps[u.User].Gradient)} \cdot {Factor(steps[u.User].Edges[u.Input].Local)}"));
            lines.Add($"{Slope("f", formula.Name(i))} &= {rule} = {numbers} = {Number(steps[i].Gradient)}");
        }
        Align(lines);
    }

    void Tangents()
    {
        foreach (ForwardPass pass in explanation.Forward())
        {
            string by = LatexFormula.Identifier(pass.Name);
            Align([.. steps.Where(s => pass.Moves[s.Id]).Select(s => s.Inputs.Count == 0
                ? $"{Slope(formula.Name(s.Id), by)} &= 1"
                : $"{Slope(formula.Name(s.Id), by)} &= {string.Join(" + ", s.Edges.Where(e => pass.Moves[e.To]).Select(e =>
                    $@"{Factor(e.Local)} \cdot {Factor(ExplanationStep.Text(pass.Tangents[e.To]))}"))} = {Number(ExplanationStep.Text(pass.Tangents[s.Id]))}")]);
        }
    }

    void Paths(int most)
    {
        foreach (PathSum sum in explanation.Paths(most))
        {
            var lines = new List<string>();
            foreach (ExplainedPath path in sum.Paths.Take(MostPaths))
            {
                string product = string.Join(@" \cdot ", path.Locals.Select(l => Factor(ExplanationStep.Text(l))));
                lines.Add($@"{string.Join(@" \to ", path.Vertices.Select(formula.Name))} &:\quad {(product.Length > 0 ? product + " = " : "")}{Number(ExplanationStep.Text(path.Product))}");
            }
            string dots = sum.IsComplete && sum.Paths.Count <= MostPaths ? "" : @" \text{ (with the paths left out)}";
            lines.Add($@"{Slope("f", LatexFormula.Identifier(sum.Name))} &= {Number(ExplanationStep.Text(explanation.Gradient[sum.Name]))}{dots}");
            Align(lines);
        }
    }

    void Numeric()
    {
        foreach (NumericDerivative derivative in explanation.Numeric())
        {
            string by = LatexFormula.Identifier(derivative.Name);
            Align([$@"{Slope("f", by)} &= {Number(derivative.Derivative.ToString("R", CultureInfo.InvariantCulture))}"]);
            text.Append("\\begin{tabular}{rll}\n  $h$ & $\\left|\\frac{f(x+h)-f(x)}{h} - f'(x)\\right|$ & $\\left|\\frac{f(x+h)-f(x-h)}{2h} - f'(x)\\right|$ \\\\ \\hline\n");
            foreach (DifferenceQuotient q in derivative.Quotients)
                text.Append("  ").AppendJoin(" & ", new[] { q.Step, q.OneSidedError, q.CentralError }.Select(v => $"${Number(v.ToString("0.0e0", CultureInfo.InvariantCulture))}$")).Append(" \\\\\n");
            text.Append("\\end{tabular}\n\n");
        }
    }

    void Symbolic() => Align([.. explanation.Symbolic().Select(d =>
        $@"{Slope("f", LatexFormula.Identifier(d.Name))} &= {d.Latex ?? $@"\text{{an expression of }} {Number(d.SimplifiedTreeSize.ToString("0.###e0", CultureInfo.InvariantCulture))} \text{{ vertices}}"} = {Number(ExplanationStep.Text(d.Value))}")]);

    string Local(int user, int input)
    {
        FormulaVertex vertex = explanation.Graph.Vertices[user];
        Formula[] names = [.. vertex.Inputs.Select(i => explanation.Graph.Vertices[i].Number is { } number ? Numbers.Formula.Constant(number) : Numbers.Formula.Variable(formula.Name(i)))];
        return vertex.Operation!.Partial(input, names, Numbers.Formula.Variable(formula.Name(user))).ToLatex();
    }

    static string Slope(string of, string by) => $@"\frac{{\partial {of}}}{{\partial {by}}}";

    static string Parenthesised(string expression) => expression.Contains(' ', StringComparison.Ordinal) || expression.StartsWith('-') ? $@"\left({expression}\right)" : expression;

    static string Factor(string number) => number.StartsWith('-') ? $@"\left({Number(number)}\right)" : Number(number);

    static string Number(string number) => LatexFormula.Number(number);

    void Align(List<string> lines)
    {
        if (lines.Count == 0) return;
        text.Append("\\begin{align*}\n  ").AppendJoin(" \\\\\n  ", lines).Append("\n\\end{align*}\n");
    }
}
