using System.Diagnostics;
using Nabla.Cli.Terminal;

namespace Nabla.Cli.Benchmarks;

/// <summary>This program started once more, as a user starts it.</summary>
internal sealed class OwnProcess : IDisposable
{
    readonly Process process;
    readonly Task<string> error;
    readonly CancellationTokenRegistration end;
    readonly CancellationToken stop;
    readonly string what;

    /// <summary>Starts it.</summary>
    /// <param name="what">What it does, for messages.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="arguments">Its arguments.</param>
    public OwnProcess(string what, CancellationToken stop, params IEnumerable<string> arguments)
    {
        (this.what, this.stop) = (what, stop);
        string assembly = typeof(OwnProcess).Assembly.Location, own = Environment.ProcessPath ?? "dotnet";
        bool isHost = assembly.Length > 0 && !string.Equals(Path.GetFileNameWithoutExtension(own), "nabla", StringComparison.OrdinalIgnoreCase);
        process = Process.Start(new ProcessStartInfo(isHost ? Host(own) : own, isHost ? [assembly, .. arguments] : arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        end = stop.Register(() => process.Kill(entireProcessTree: true));
    }

    /// <summary>What it answers.</summary>
    public StreamReader Output => process.StandardOutput;

    /// <summary>Waits for its end.</summary>
    /// <returns>The output that nobody has read yet.</returns>
    /// <exception cref="CommandFailure">It failed.</exception>
    public string Finish()
    {
        string answer = Output.ReadToEnd();
        process.WaitForExit();
        stop.ThrowIfCancellationRequested();
        if (process.ExitCode != ExitCodes.Done)
            throw new CommandFailure("bench", $"bench: the process that {what} ended with code {process.ExitCode}: {answer.Trim()}{error.GetAwaiter().GetResult().Trim()}");
        return answer;
    }

    public void Dispose()
    {
        end.Dispose();
        process.Dispose();
    }

    /// <summary>What runs an assembly: the program that runs this one if that is dotnet.</summary>
    static string Host(string own) => string.Equals(Path.GetFileNameWithoutExtension(own), "dotnet", StringComparison.OrdinalIgnoreCase) ? own : "dotnet";
}
