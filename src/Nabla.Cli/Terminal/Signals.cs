using System.Runtime.InteropServices;

namespace Nabla.Cli.Terminal;

/// <summary>Ctrl-C and termination: the first asks the command to stop, the second ends the process as usual.</summary>
internal sealed class Signals : IDisposable
{
    readonly CancellationTokenSource source = new();
    readonly List<PosixSignalRegistration> registrations = [];
    volatile int code;

    public Signals()
    {
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, c => Ask(c, ExitCodes.Interrupted)));
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => Ask(c, ExitCodes.Terminated)));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => source.Token;

    /// <summary>The exit code of a command, given what it returned.</summary>
    public int ExitCode(int returned) => returned == ExitCodes.Stopped && code != 0 ? code : returned;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations) registration.Dispose();
        source.Dispose();
    }

    void Ask(PosixSignalContext context, int exitCode)
    {
        if (Interlocked.CompareExchange(ref code, exitCode, 0) != 0) return;
        context.Cancel = true;
        source.Cancel();
    }
}
