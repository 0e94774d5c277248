using System.CommandLine;
using System.Globalization;
using Nabla.Cli.Terminal;
using Nabla.Diagnostics;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla explain</c>: a formula's value and derivatives, step by step.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var formula = new Argument<string?>("FORMULA") { Description = "The formula, e.g. '(ln(x) + x*y) - sin(y)'.", Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<string?>("--file") { Description = "Read the formula from a file; - is standard input.", HelpName = "F" };
        var at = new Option<string[]>("--at") { Description = "The value of a name; once for each.", HelpName = "NAME=VALUE" };
        var format = new Option<string>("--format") { Description = "How the answer is written.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        return new NablaCommand("explain", "Explain backpropagation on a formula: every value, local derivative and gradient.",
            "nabla explain '(ln(x) + x*y) - sin(y)' --at x=2 --at y=5\nnabla explain 'let u = x*y; u^2 + u' --at x=3 --at y=1 --json")
        {
            formula, file, at, format,
        }.Runs((parsed, session) =>
        {
            string text = Text(parsed.GetValue(formula), parsed.GetValue(file), session);
            Explanation explanation = Explanation.Of(text, Values(parsed.GetValue(at) ?? []));
            if (parsed.GetValue(format) == "json" && !session.Json) session.WriteJson(explanation.WriteJson);
            else session.Answer(explanation.WriteJson, explanation.ToString);
            return ExitCodes.Done;
        });
    }

    static string Text(string? formula, string? file, Session session)
    {
        if (formula is not null == file is not null)
            throw CommandFailure.Arguments(formula is null ? "a formula is needed, or --file." : "either a formula or --file can be given, not both.", "FORMULA");
        return formula ?? (file == "-" ? session.Input.ReadToEnd() : File.ReadAllText(file!));
    }

    static Dictionary<string, double> Values(string[] pairs)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string pair in pairs)
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? pair : pair[..equals].Trim();
            if (equals < 1 || name.Length == 0) throw CommandFailure.Arguments($"--at: '{pair}' is not NAME=VALUE.", "--at");
            if (!double.TryParse(pair.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                throw CommandFailure.Arguments($"--at: the value of {name} is no number: '{pair[(equals + 1)..]}'.", "--at");
            if (!values.TryAdd(name, value)) throw CommandFailure.Arguments($"--at: {name} is given twice.", "--at");
        }
        return values;
    }
}
