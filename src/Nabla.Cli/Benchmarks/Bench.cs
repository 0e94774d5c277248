using Nabla.Cli.Benchmarks.Peers;
using Nabla.Cli.Benchmarks.Workloads;

namespace Nabla.Cli.Benchmarks;

/// <summary>One run of the benchmarks: the machine, the clock, and the peer beside which is measured.</summary>
/// <param name="machine">What the machine can do.</param>
/// <param name="clock">What times.</param>
/// <param name="rounds">In how many rounds.</param>
/// <param name="peer">Who measures beside; null for nobody.</param>
/// <param name="startPeer">Starts a further process of the peer, of which the memory is measured; null where memory is not measured.</param>
/// <param name="report">Told what is being measured.</param>
/// <param name="stop">Asks for a clean stop.</param>
internal sealed class Bench(Machine machine, Stopclock clock, int rounds, PeerProcess? peer, Func<PeerProcess>? startPeer, Action<string> report, CancellationToken stop)
{
    const int FootprintSteps = 300;
    const double FootprintSeconds = 3;

    public Machine Machine => machine;

    public Stopclock Clock => clock;

    public int Rounds => rounds;

    public CancellationToken Stop => stop;

    /// <summary>Tells what is being measured.</summary>
    public void Report(string what) => report(what);

    /// <summary>Measures workloads.</summary>
    public IEnumerable<BenchmarkRow> Rows(IEnumerable<Workload> workloads)
    {
        foreach (Workload workload in workloads)
        {
            stop.ThrowIfCancellationRequested();
            report(workload.Name);
            BenchmarkRow row = new SideBySide(machine, clock, peer, rounds).Measure(workload);
            yield return startPeer is not null && workload.Kind != WorkloadKind.Product ? WithMemory(workload, row, startPeer) : row;
        }
    }

    BenchmarkRow WithMemory(Workload workload, BenchmarkRow row, Func<PeerProcess> start)
    {
        Footprint ours = FootprintProcess.Of(workload, FootprintSteps, FootprintSeconds, stop);
        using PeerProcess alone = start();
        alone.Microseconds(workload, workload.ThreadCounts[^1], Math.Clamp((int)(1e6 * FootprintSeconds / row.PeerMicroseconds!.Value), 1, FootprintSteps));
        return row with { Footprint = ours, AllocatedBytes = ours.AllocatedBytes, PeerPeakBytes = alone.PeakBytes() };
    }
}
