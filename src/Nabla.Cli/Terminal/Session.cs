using System.CommandLine;
using System.Text.Json;

namespace Nabla.Cli.Terminal;

/// <summary>What a command talks to: the answer's stream, the stream of progress and errors, and the wish to stop.</summary>
internal sealed class Session(TextWriter output, TextWriter error, TextReader input, bool json, CancellationToken stop)
{
    /// <summary>Gets progress and errors, never the answer.</summary>
    public TextWriter Error => error;

    /// <summary>Gets what a person reads while the command runs: the output, but progress where the answer is JSON.</summary>
    public TextWriter Story => json ? error : output;

    /// <summary>Standard input.</summary>
    public TextReader Input => input;

    /// <summary>Whether the answer is one JSON object.</summary>
    public bool Json => json;

    /// <summary>Asks for a clean stop.</summary>
    public CancellationToken Stop => stop;

    /// <summary>Whether a person watches the stream of progress.</summary>
    public bool IsInteractive => ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Gives the answer: as JSON if that was asked for, else as text.</summary>
    public void Answer(Action<Utf8JsonWriter> writeJson, Func<string> text)
    {
        if (json) WriteJson(writeJson);
        else output.WriteLine(text().TrimEnd('\n', '\r'));
        output.Flush();
    }

    /// <summary>Writes one JSON object and a line end.</summary>
    public void WriteJson(Action<Utf8JsonWriter> write)
    {
        output.WriteLine(JsonText.Of(write));
        output.Flush();
    }
}

/// <summary>Carries the session to the command that is invoked.</summary>
internal sealed class SessionConfiguration(Session session) : InvocationConfiguration
{
    public Session Session => session;
}
