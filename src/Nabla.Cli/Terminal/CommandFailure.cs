using Nabla.Data;
using Nabla.Diagnostics;

namespace Nabla.Cli.Terminal;

/// <summary>Why a command ends without its answer.</summary>
internal sealed class CommandFailure : Exception
{
    public CommandFailure(string kind, string message, string? where = null, int exitCode = ExitCodes.Failed, Exception? inner = null)
        : base(message, inner)
    {
        Kind = kind;
        Where = where;
        ExitCode = exitCode;
    }

    /// <summary>One word for scripts: <c>arguments</c>, <c>formula</c>, <c>data</c>, ….</summary>
    public string Kind { get; }

    /// <summary>The option, file or place concerned; null if it is none.</summary>
    public string? Where { get; }

    public int ExitCode { get; }

    /// <summary>Wrong arguments.</summary>
    public static CommandFailure Arguments(string message, string? where = null) => new("arguments", message, where, ExitCodes.WrongArguments);

    /// <summary>What an exception means to the caller.</summary>
    public static CommandFailure Of(Exception exception, CancellationToken stop) => exception switch
    {
        CommandFailure failure => failure,
        OperationCanceledException when stop.IsCancellationRequested => new("stopped", "stopped before the end.", null, ExitCodes.Stopped, exception),
        FormulaException e => new("formula", e.Message, e.Line == 0 ? "--at" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"line {e.Line}, column {e.Column}"),
            e.Error == FormulaError.Domain ? ExitCodes.Failed : ExitCodes.WrongArguments, e),
        DatasetNotFoundException e => new("data", e.Message, e.Name, e.Folders.Count == 0 ? ExitCodes.WrongArguments : ExitCodes.Failed, e),
        DataFormatException e => new("data", e.Message, $"{e.File}, {e.Position}", ExitCodes.Failed, e),
        DatasetDownloadException e => new("download", e.Message, e.File, ExitCodes.Failed, e),
        NablaException e => new(KindOf(e), e.Message, null, ExitCodes.Failed, e),
        FileNotFoundException e => new("file", e.Message, e.FileName, ExitCodes.WrongArguments, e),
        DirectoryNotFoundException e => new("file", e.Message, null, ExitCodes.WrongArguments, e),
        IOException or UnauthorizedAccessException => new("file", exception.Message, null, ExitCodes.Failed, exception),
        OutOfMemoryException => new("memory", "there is not enough memory.", null, ExitCodes.Failed, exception),
        _ => new("internal", $"{exception.GetType().Name}: {exception.Message}", null, ExitCodes.Failed, exception),
    };

    /// <summary>One line on the error stream, or an error object as the answer.</summary>
    public void Report(Session session)
    {
        if (session.Json)
        {
            session.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteStartObject("error");
                json.WriteString("kind", Kind);
                json.WriteString("message", Message);
                json.WriteString("where", Where);
                json.WriteEndObject();
                json.WriteEndObject();
            });
            return;
        }
        string line = string.Join(' ', Message.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        session.Error.WriteLine($"nabla: {line}");
        // A script gets one line; a person also sees the place.
        if (session.IsInteractive && InnerException is FormulaException { Excerpt.Length: > 0 } formula) session.Error.WriteLine(formula.Excerpt);
        session.Error.Flush();
    }

    /// <summary>ShapeException is <c>shape</c>.</summary>
    static string KindOf(NablaException exception)
    {
        string name = exception.GetType().Name.Replace("Exception", "", StringComparison.Ordinal);
        return System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);
    }
}
