using System.CommandLine;
using Nabla.Cli.Explanations;
using Nabla.Cli.Terminal;
using Nabla.Diagnostics;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla explain</c>: a formula's value and derivatives, step by step.</summary>
internal static class ExplainCommand
{
    const string Examples = """
        nabla explain 'ln(x) + x*y - sin(y)' --at x=2,y=5
        nabla explain 'x^2 + x*y + (x+y)^2' --at x=2 --at y=5 --mode forward
        nabla explain 'let u = x*y; u^2 + u' --at x=3 --at y=1 --format svg > graph.svg
        nabla explain 'sum(sigmoid(W*x + b))' --at W=[[1,2],[3,4]] --at x=[1,-1] --at b=0.5 --json
        nabla explain --run runs/iris-1 --example 3 --layer 1
        """;

    public static Command Create()
    {
        var formula = new Argument<string?>("FORMULA") { Description = "The formula, e.g. '(ln(x) + x*y) - sin(y)'; - is standard input.", Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<string?>("--file") { Description = "Read the formula from a file; - is standard input.", HelpName = "F" };
        var run = new Option<string?>("--run") { Description = "Explain a trained model on an example of its data, layer by layer.", HelpName = "DIR" };
        Option<int?> example = Shared.Whole("--example", "Which example, from 0; 0 unless given.", "I", 0, int.MaxValue);
        Option<int?> layer = Shared.Whole("--layer", "The layer that is shown down to its operations, from 0; the loss comes after the last.", "L", 0, int.MaxValue);
        var part = new Option<string>("--part") { Description = "Which part of the data the example is of.", DefaultValueFactory = _ => "test" };
        part.AcceptOnlyFromAmong("train", "test");
        var at = new Option<string[]>("--at") { Description = "The value of a name, or of several as x=2,y=5: a number, or JSON lists for vectors and matrices.", HelpName = "NAME=VALUE" };
        var values = new Option<string?>("--values") { Description = "Read values from a JSON object in a file, as {\"W\": [[1, 2], [3, 4]], \"b\": 0.5}.", HelpName = "FILE.json" };
        var upstream = new Option<string?>("--upstream") { Description = "The gradient at a result that is a vector or a matrix, as JSON.", HelpName = "VALUE" };
        var mode = new Option<string>("--mode") { Description = "How the derivatives are found; of vectors, matrices and models in reverse.", DefaultValueFactory = _ => "reverse" };
        mode.AcceptOnlyFromAmong([.. Enum.GetNames<ExplanationMode>().Select(m => m.ToLowerInvariant())]);
        Option<int?> paths = Shared.Whole("--paths", "How many paths --mode paths walks at most; 1000 unless given.", "N", 0, 1_000_000);
        var format = new Option<string>("--format") { Description = "How the answer is written.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json", "dot", "svg", "mermaid", "latex");
        return new NablaCommand("explain", "Explain backpropagation on a formula or a trained model: every value, local derivative and gradient.", Examples.ReplaceLineEndings("\n"))
        {
            formula, file, run, example, layer, part, at, values, upstream, mode, paths, format,
        }.Runs((parsed, session) =>
        {
            var how = Enum.Parse<ExplanationMode>(parsed.GetValue(mode)!, ignoreCase: true);
            IExplanationAnswer answer;
            if (parsed.GetValue(run) is { } folder)
            {
                Refuse(parsed, "a run", [formula, file, at, values, upstream]);
                if (how != ExplanationMode.Reverse) throw OnlyReverse("a model", how);
                answer = ModelAnswer.Of(folder, parsed.GetValue(part)!, parsed.GetValue(example) ?? 0, parsed.GetValue(layer));
            }
            else
            {
                Refuse(parsed, "a formula", [example, layer, part]);
                string text = FormulaText.Of(parsed.GetValue(formula), parsed.GetValue(file), session);
                FormulaArguments arguments = FormulaArguments.Read(parsed.GetValue(at) ?? [], parsed.GetValue(values));
                Tensor? start = parsed.GetValue(upstream) is { } given ? FormulaArguments.Value("--upstream", given) : null;
                answer = arguments.AreNumbers && start is null && !TensorExplanation.Needs(text)
                    ? new ScalarAnswer(Explanation.Of(text, arguments.Numbers()), how, parsed.GetValue(paths) ?? 1_000)
                    : how == ExplanationMode.Reverse ? new TensorAnswer(TensorExplanation.Of(text, arguments.Tensors, start)) : throw OnlyReverse("vectors and matrices", how);
            }
            ExplanationOutput.Write(answer, parsed.GetValue(format)!, session);
            return ExitCodes.Done;
        });
    }

    static void Refuse(ParseResult parsed, string what, Symbol[] others)
    {
        foreach (Symbol other in others)
        {
            if (parsed.GetResult(other) is { Tokens.Count: > 0 })
                throw CommandFailure.Arguments($"{other.Name} does not go with {what}.", other.Name);
        }
    }

    static CommandFailure OnlyReverse(string what, ExplanationMode mode) => CommandFailure.Arguments(
        $"--mode {mode.ToString().ToLowerInvariant()} is for formulas of numbers; {what} can be explained in reverse.", "--mode");
}
