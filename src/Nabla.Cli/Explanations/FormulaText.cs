using Nabla.Cli.Terminal;

namespace Nabla.Cli.Explanations;

/// <summary>Where a formula, or the values of its names, are read from.</summary>
internal static class FormulaText
{
    /// <summary>The formula that was given: as an argument, in a file, or on standard input.</summary>
    public static string Of(string? formula, string? file, Session session)
    {
        if (formula is not null == file is not null)
            throw CommandFailure.Arguments(formula is null ? "a formula is needed, or --file, or --run." : "either a formula or --file can be given, not both.", "FORMULA");
        return (formula ?? file) == "-" ? session.Input.ReadToEnd() : formula ?? Read(file!, File.ReadAllText);
    }

    /// <summary>Reads a file; one that cannot be read is a wrong argument.</summary>
    public static T Read<T>(string file, Func<string, T> read)
    {
        if (Directory.Exists(file)) throw new CommandFailure("file", $"{file}: cannot be read: it is a folder.", file, ExitCodes.WrongArguments);
        try
        {
            return read(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure("file", $"{file}: cannot be read: {e.Message}", file, ExitCodes.WrongArguments, e);
        }
    }
}
