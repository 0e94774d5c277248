using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Nabla.Cli.Benchmarks.Workloads;
using Nabla.Cli.Terminal;

namespace Nabla.Cli.Benchmarks;

/// <summary>Starts this program once more to make steps of one workload, so that its memory is that workload's alone.</summary>
internal static class FootprintProcess
{
    /// <summary>The hidden options by which the started program knows what to do.</summary>
    public const string StepsOption = "--footprint-steps", SecondsOption = "--footprint-seconds";

    /// <summary>Makes the steps in a process of their own.</summary>
    /// <param name="workload">Steps of what.</param>
    /// <param name="steps">How many at most.</param>
    /// <param name="seconds">For how long at most.</param>
    /// <param name="stop">Ends the process.</param>
    /// <exception cref="CommandFailure">It failed.</exception>
    public static Footprint Of(Workload workload, int steps, double seconds, CancellationToken stop)
    {
        string assembly = typeof(FootprintProcess).Assembly.Location, own = Environment.ProcessPath ?? "dotnet";
        bool isHost = assembly.Length > 0 && !string.Equals(Path.GetFileNameWithoutExtension(own), "nabla", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(isHost ? Host(own) : own)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (isHost) start.ArgumentList.Add(assembly);
        foreach (string argument in (string[])["bench", workload.Name, StepsOption, steps.ToString(CultureInfo.InvariantCulture), SecondsOption, seconds.ToString(CultureInfo.InvariantCulture), "--json"])
            start.ArgumentList.Add(argument);
        using Process child = Process.Start(start)!;
        using CancellationTokenRegistration end = stop.Register(() => child.Kill(entireProcessTree: true));
        Task<string> error = child.StandardError.ReadToEndAsync(CancellationToken.None);
        string answer = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        stop.ThrowIfCancellationRequested();
        if (child.ExitCode != ExitCodes.Done)
            throw new CommandFailure("bench", $"bench: the process that measures the memory of {workload.Name} ended with code {child.ExitCode}: {answer.Trim()}{error.GetAwaiter().GetResult().Trim()}", workload.Name);
        using JsonDocument json = JsonDocument.Parse(answer);
        return Footprint.Read(json.RootElement);
    }

    /// <summary>What runs an assembly: the program that runs this one if that is dotnet.</summary>
    static string Host(string own) => string.Equals(Path.GetFileNameWithoutExtension(own), "dotnet", StringComparison.OrdinalIgnoreCase) ? own : "dotnet";
}
