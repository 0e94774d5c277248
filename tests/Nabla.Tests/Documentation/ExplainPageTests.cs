using System.Text;
using System.Text.RegularExpressions;
using Nabla.Diagnostics;

namespace Nabla.Tests.Documentation;

/// <summary>The page of <c>nabla explain</c> lists every function, and its code runs; its commands are run by the tests of the command line.</summary>
public sealed partial class ExplainPageTests
{
    [Fact]
    public void Every_function_is_listed()
    {
        string page = File.ReadAllText(Repository.Path("docs", "explain.md")).ReplaceLineEndings("\n");
        string listed = Listed().Replace(page, $"<!-- functions -->\n{Functions()}<!-- /functions -->");
        listed.ShouldContain("`ln`");
        Snapshot.ShouldBeCommitted(listed, "docs", "explain.md");
    }

    [Fact]
    public void The_code_finds_what_the_command_finds()
    {
        Tensor w = Tensor.From(new double[,] { { 1, 2 }, { 3, 4 } }).RequireGrad(), x = Tensor.From(1.0, -1.0).RequireGrad();
        var names = new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["W"] = w, ["x"] = x };
        TensorExplanation e = Explain.Backward(() => w.MatMul(x).Sigmoid().Sum(), names);
        TensorExplanation formula = TensorExplanation.Of("sum(sigmoid(W*x))", names);
        foreach (string name in names.Keys) e.Gradient[name].ToDoubles().ShouldBe(formula.Gradient[name].ToDoubles());
        e.ToString().ShouldContain("Sigmoid");

        string page = File.ReadAllText(Repository.Path("docs", "explain.md")), source = File.ReadAllText(Repository.Path("tests", "Nabla.Tests", "Documentation", "ExplainPageTests.cs"));
        string[] lines = Snippet().Match(page.ReplaceLineEndings("\n")).Groups["code"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(5);
        foreach (string line in lines[..3]) source.ShouldContain(line);
    }

    static string Functions()
    {
        IReadOnlyDictionary<string, FormulaOperation> all = FormulaFunctions.All();
        var text = new StringBuilder();
        foreach ((int arity, string of) in new[] { (1, "one number, or each element"), (2, "two"), (3, "three") })
            List($"Of {of}", all.Where(f => f.Value.IsElementwise && f.Value.Arity == arity && f.Key is not "hadamard"));
        List("Of whole vectors and matrices", all.Where(f => !f.Value.IsElementwise || f.Key == "hadamard"));
        return text.ToString();

        void List(string heading, IEnumerable<KeyValuePair<string, FormulaOperation>> functions) =>
            text.Append("- ").Append(heading).Append(": ").AppendJoin(" ", functions.Select(f => f.Key).Order(StringComparer.Ordinal).Select(n => $"`{n}`")).Append(".\n");
    }

    [GeneratedRegex(@"<!-- functions -->\n.*?<!-- /functions -->", RegexOptions.Singleline)]
    private static partial Regex Listed();

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Snippet();
}
