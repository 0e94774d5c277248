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
        using var process = new OwnProcess($"measures the memory of {workload.Name}", stop,
            "bench", workload.Name, StepsOption, steps.ToString(CultureInfo.InvariantCulture), SecondsOption, seconds.ToString(CultureInfo.InvariantCulture), "--json");
        using JsonDocument json = JsonDocument.Parse(process.Finish());
        return Footprint.Read(json.RootElement);
    }
}
