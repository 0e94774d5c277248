using System.Text;
using Nabla.Diagnostics;

namespace Nabla.Tests.Diagnostics;

/// <summary>The messages of formulas that cannot be read or computed, as a catalogue beside this file.</summary>
public sealed class FormulaErrorTests
{
    static readonly string[] Formulas =
    [
        "", "   ", "x +", "* x", "x y", "2x", "(x", "x)", "x, y", "max(x)", "max(x, y, x)", "sinn(x)", "x(y)", "sin", "sin x", "x = 2", "x²", "[x]", "√x", "x $ y",
        "1,5", "1e999", "let", "let u", "let u = x", "let u = x;", "let u = x; x", "let u = u; u", "let u = x; let u = y; u", "x; y", "x + let", "let sin = x; sin",
        "x +\n  y *\n    )", "z", "Y + x", "x/(y-5)", "ln(x-2)", "ln(x-3)", "sqrt(x-3)", "exp(400*x)", "(x-4)^0.5", "(x-2)^(-1)", "x**2", "x * *y", "\ud800", "a\tb",
    ];

    [Fact]
    public void Messages_are_the_ones_agreed_on()
    {
        var text = new StringBuilder();
        var at = new Dictionary<string, double>(StringComparer.Ordinal) { ["x"] = 2, ["y"] = 5 };
        foreach (string formula in Formulas)
        {
            HashSet<string> used = [];
            try
            {
                used = [.. Explanation.Names(formula)];
            }
            catch (FormulaException)
            {
                // The second attempt shows it.
            }
            FormulaException e = Should.Throw<FormulaException>(
                () => Explanation.Of(formula, at.Where(p => used.Contains(p.Key)).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal)), formula);
            text.Append(e.Message).Append('\n').Append(e.Excerpt.Replace('\ud800', '?')).Append("\n\n");
        }
        text.Append(Should.Throw<FormulaException>(() => Explanation.Of("x + y", new Dictionary<string, double>(StringComparer.Ordinal) { ["x"] = 1, ["Y"] = 2 })).Message).Append('\n');
        text.Append(Should.Throw<FormulaException>(() => Explanation.Of("x", new Dictionary<string, double>(StringComparer.Ordinal) { ["x"] = 1, ["q"] = 2 })).Message).Append('\n');
        text.Append(Should.Throw<FormulaException>(() => Explanation.Of("let u = x; u", new Dictionary<string, double>(StringComparer.Ordinal) { ["x"] = 1, ["u"] = 2 })).Message).Append('\n');
        Agreed(text.ToString());
    }

    static void Agreed(string text)
    {
        string agreed = Repository.Path("tests", "Nabla.Tests", "Diagnostics", "Explanation", "FormulaErrorTests.txt");
        if (Environment.GetEnvironmentVariable("NABLA_ACCEPT_MESSAGES") == "1") File.WriteAllText(agreed, text);
        text.ShouldBe(File.ReadAllText(agreed), "If the change is meant, run the tests once with NABLA_ACCEPT_MESSAGES=1 and commit the file.");
    }
}
