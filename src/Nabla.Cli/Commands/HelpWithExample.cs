using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Nabla.Cli.Commands;

/// <summary>The usual help page with the command's example below it.</summary>
internal sealed class HelpWithExample(HelpAction page) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = page.Invoke(parseResult);
        string example = parseResult.CommandResult.Command is NablaCommand command ? command.Example : "nabla train digits";
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Example:");
        foreach (string line in example.Split('\n')) output.WriteLine($"  {line}");
        return code;
    }
}
