namespace Nabla.Cli.Terminal;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongArguments = 2;

    /// <summary>Stopped before the end; <see cref="Signals"/> turns it into the code of the signal that asked for it.</summary>
    public const int Stopped = 130;

    public const int Interrupted = 130;
    public const int Terminated = 143;
}
