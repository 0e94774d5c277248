using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Nabla.Cli.Benchmarks.Workloads;
using Nabla.Cli.Terminal;

namespace Nabla.Cli.Benchmarks.Peers;

/// <summary>Another library in a process of its own, which times workloads on request and sleeps between.</summary>
internal sealed class PeerProcess : IDisposable
{
    const string Install = "Install it with: apt-get install python3-torch libopenblas0-pthread — or name a Python that has torch with --peer-python or NABLA_PYTHON.";
    const int LastLines = 5;

    readonly Process process;
    readonly CancellationToken stop;
    readonly Queue<string> errors = new();

    PeerProcess(Process process, CancellationToken stop)
    {
        (this.process, this.stop) = (process, stop);
        process.ErrorDataReceived += (_, line) => Remember(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>What it says of itself.</summary>
    public PeerIdentity Identity { get; private set; } = new("torch", null, null, null, null, null);

    /// <summary>The Python that runs it, unless told: that of NABLA_PYTHON, else the system's.</summary>
    public static string DefaultPython => Environment.GetEnvironmentVariable("NABLA_PYTHON") is { Length: > 0 } path ? path : "/usr/bin/python3";

    /// <summary>Starts the peer and waits until it is ready.</summary>
    /// <param name="python">The program that runs the script.</param>
    /// <param name="script">The script's file.</param>
    /// <param name="asInstalled">Whether its matrix products stay as they are installed; else they are told which kernels are best for the processor.</param>
    /// <param name="stop">Ends the waiting for answers.</param>
    /// <exception cref="CommandFailure">There is no such program, or torch is missing.</exception>
    public static PeerProcess Start(string python, string script, bool asInstalled, CancellationToken stop)
    {
        var start = new ProcessStartInfo(python, asInstalled ? [script, "--as-installed"] : [script])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        PeerProcess peer;
        try
        {
            peer = new(Process.Start(start)!, stop);
        }
        catch (Win32Exception e)
        {
            throw new CommandFailure("peer", $"bench: cannot start the peer with {python}: {e.Message}. {Install}", python, ExitCodes.Failed, e);
        }
        try
        {
            if (peer.ReadLine() is not { } line) throw peer.Ended(python);
            peer.Identity = PeerAnswer.Identity(line);
            return peer;
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    /// <summary>The median microseconds of one step.</summary>
    /// <param name="workload">Of what.</param>
    /// <param name="threads">With how many threads.</param>
    /// <param name="steps">Of how many steps.</param>
    /// <exception cref="CommandFailure">It cannot do that.</exception>
    public double Microseconds(Workload workload, int threads, int steps) =>
        PeerAnswerTo(string.Create(CultureInfo.InvariantCulture, $"time {workload.Name} {threads} {steps}"), "time");

    /// <summary>The most memory that it had resident so far, in bytes.</summary>
    /// <exception cref="CommandFailure">It cannot tell.</exception>
    public long PeakBytes() => (long)PeerAnswerTo("memory", "memory");

    public void Dispose()
    {
        try
        {
            process.StandardInput.WriteLine("quit");
            process.StandardInput.Close();
            if (!process.WaitForExit(TimeSpan.FromSeconds(2))) process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // It has ended already.
        }
        process.Dispose();
    }

    double PeerAnswerTo(string request, string word)
    {
        try
        {
            process.StandardInput.WriteLine(request);
            process.StandardInput.Flush();
        }
        catch (IOException e)
        {
            throw new CommandFailure("peer", $"bench: cannot ask the peer for '{request}': it has ended. {Said()}", request, ExitCodes.Failed, e);
        }
        return PeerAnswer.Number(ReadLine(), word, $"'{request}'");
    }

    string? ReadLine()
    {
        try
        {
            return process.StandardOutput.ReadLineAsync(stop).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    CommandFailure Ended(string python)
    {
        process.WaitForExit();
        string said = Said();
        string reason = said.Contains("No module named", StringComparison.Ordinal) ? $"it lacks a module: {said}"
            : string.Create(CultureInfo.InvariantCulture, $"it ended with code {process.ExitCode}{(said.Length == 0 ? "." : $": {said}")}");
        return new("peer", $"bench: cannot measure beside torch with {python}: {reason} {Install}", python);
    }

    void Remember(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        lock (errors)
        {
            errors.Enqueue(line.Trim());
            if (errors.Count > LastLines) errors.Dequeue();
        }
    }

    /// <summary>The last line of its error stream, which in Python names the error.</summary>
    string Said()
    {
        lock (errors) return errors.Count == 0 ? "" : errors.Last().TrimEnd('.') + ".";
    }
}
