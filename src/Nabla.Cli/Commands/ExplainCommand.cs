using System.CommandLine;
using Nabla.Cli.Explanations;
using Nabla.Cli.Terminal;
using Nabla.Diagnostics;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla explain</c>: a formula's value and derivatives, step by step.</summary>
internal static class ExplainCommand
{
    const string Examples = """
        nabla explain '(ln(x) + x*y) - sin(y)' --at x=2 --at y=5
        nabla explain 'x^2 + x*y + (x+y)^2' --at x=2 --at y=5 --mode forward
        nabla explain 'let u = x*y; u^2 + u' --at x=3 --at y=1 --format svg > graph.svg
        """;

    public static Command Create()
    {
        var formula = new Argument<string?>("FORMULA") { Description = "The formula, e.g. '(ln(x) + x*y) - sin(y)'; - is standard input.", Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<string?>("--file") { Description = "Read the formula from a file; - is standard input.", HelpName = "F" };
        var at = new Option<string[]>("--at") { Description = "The value of a name, once for each: a number, or JSON lists for vectors and matrices.", HelpName = "NAME=VALUE" };
        var values = new Option<string?>("--values") { Description = "Read values from a JSON object in a file, as {\"W\": [[1, 2], [3, 4]], \"b\": 0.5}.", HelpName = "FILE.json" };
        var mode = new Option<string>("--mode") { Description = "How the derivatives are found.", DefaultValueFactory = _ => "reverse" };
        mode.AcceptOnlyFromAmong([.. Enum.GetNames<ExplanationMode>().Select(m => m.ToLowerInvariant())]);
        Option<int?> paths = Shared.Whole("--paths", "How many paths --mode paths walks at most; 1000 unless given.", "N", 0, 1_000_000);
        var format = new Option<string>("--format") { Description = "How the answer is written.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json", "dot", "svg", "mermaid", "latex");
        return new NablaCommand("explain", "Explain backpropagation on a formula: every value, local derivative and gradient.", Examples.ReplaceLineEndings("\n"))
        {
            formula, file, at, values, mode, paths, format,
        }.Runs((parsed, session) =>
        {
            string text = Text(parsed.GetValue(formula), parsed.GetValue(file), session);
            FormulaArguments arguments = FormulaArguments.Read(parsed.GetValue(at) ?? [], parsed.GetValue(values));
            var answer = new ScalarAnswer(Explanation.Of(text, arguments.Numbers()), Enum.Parse<ExplanationMode>(parsed.GetValue(mode)!, ignoreCase: true), parsed.GetValue(paths) ?? 1_000);
            ExplanationOutput.Write(answer, parsed.GetValue(format)!, session);
            return ExitCodes.Done;
        });
    }

    static string Text(string? formula, string? file, Session session)
    {
        if (formula is not null == file is not null)
            throw CommandFailure.Arguments(formula is null ? "a formula is needed, or --file." : "either a formula or --file can be given, not both.", "FORMULA");
        return (formula ?? file) == "-" ? session.Input.ReadToEnd() : formula ?? File.ReadAllText(file!);
    }
}
