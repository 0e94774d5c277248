using System.CommandLine;
using Nabla.Cli.Terminal;

namespace Nabla.Cli.Commands;

/// <summary>A command with an example, run with its session.</summary>
internal sealed class NablaCommand : Command
{
    public NablaCommand(string name, string description, string example) : base(name, description) => Example = example;

    /// <summary>Command lines that show its use.</summary>
    public string Example { get; }

    /// <summary>What the command does; returns the exit code.</summary>
    public NablaCommand Runs(Func<ParseResult, Session, int> action)
    {
        SetAction(parsed => action(parsed, ((SessionConfiguration)parsed.InvocationConfiguration).Session));
        return this;
    }
}
