using System.CommandLine;
using System.CommandLine.Help;
using Nabla.Cli.Commands;
using Nabla.Cli.Terminal;
using Nabla.Diagnostics;

namespace Nabla.Cli;

/// <summary>The nabla command without its process: arguments in, text and an exit code out.</summary>
internal static class Application
{
    /// <summary>Runs one command.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Gets the answer and nothing else.</param>
    /// <param name="error">Gets progress and errors.</param>
    /// <param name="input">What <c>--file -</c> reads.</param>
    /// <param name="stop">Asks the command to stop cleanly.</param>
    /// <returns>0 done, 1 the work failed, 2 the arguments are wrong; <see cref="ExitCodes.Stopped"/> where <paramref name="stop"/> ended it early.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error, TextReader? input = null, CancellationToken stop = default)
    {
        ParseResult parsed = Root().Parse(args);
        var session = new Session(output, error, input ?? TextReader.Null, args.Contains("--json", StringComparer.Ordinal), stop);
        try
        {
            if (parsed.CommandResult.Command is { Action: null, Subcommands.Count: > 0 } group && parsed.Errors.Count > 0) throw NoCommand(group, parsed.UnmatchedTokens);
            if (parsed.Errors.Count > 0) throw CommandFailure.Arguments(parsed.Errors[0].Message, parsed.CommandResult.Command.Name);
            var configuration = new SessionConfiguration(session) { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return parsed.Invoke(configuration);
        }
#pragma warning disable CA1031 // the outermost frame: whatever went wrong becomes one line and an exit code
        catch (Exception exception)
#pragma warning restore CA1031
        {
            CommandFailure failure = CommandFailure.Of(exception, stop);
            failure.Report(session);
            return failure.ExitCode;
        }
    }

    static CommandFailure NoCommand(Command group, IReadOnlyList<string> given)
    {
        string[] known = [.. group.Subcommands.Select(c => c.Name)];
        string message = given.Count == 0 ? "a command is needed." : $"there is no command '{given[0]}'.{NearestName.Hint(given[0], known)}";
        return CommandFailure.Arguments($"{message} Commands are {string.Join(", ", known)}.", group.Name);
    }

    static RootCommand Root()
    {
        var root = new RootCommand("Neural networks for .NET: train, evaluate, predict, explain, check.")
        {
            Shared.Json,
            TrainCommand.Create(),
            EvalCommand.Create(),
            PredictCommand.Create(),
            GenerateCommand.Create(),
            SummaryCommand.Create(),
            ExplainCommand.Create(),
            GradcheckCommand.Create(),
            LectureCommand.Create(),
            BenchCommand.Create(),
            DataCommand.Create(),
        };
        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction page } help) help.Action = new HelpWithExample(page);
        }
        return root;
    }
}
