using Nabla.Cli.Benchmarks.Peers;
using Nabla.Cli.Benchmarks.Workloads;

namespace Nabla.Cli.Benchmarks;

/// <summary>One run of the benchmarks: the machine, the clock, and the peer beside which is measured.</summary>
/// <param name="machine">What the machine can do.</param>
/// <param name="clock">What times.</param>
/// <param name="rounds">In how many rounds.</param>
/// <param name="startPeer">Starts a process of the peer; null without one.</param>
/// <param name="measuresMemory">Whether memory is measured too, in processes of their own.</param>
/// <param name="report">Told what is being measured.</param>
/// <param name="stop">Asks for a clean stop.</param>
internal sealed class Bench(Machine machine, Stopclock clock, int rounds, Func<PeerProcess>? startPeer, bool measuresMemory, Action<string> report, CancellationToken stop) : IDisposable
{
    const int FootprintSteps = 300;
    const double FootprintSeconds = 3;

    PeerProcess? peer;

    public Machine Machine => machine;

    public Stopclock Clock => clock;

    public CancellationToken Stop => stop;

    /// <summary>The peer; null without one.</summary>
    public PeerProcess? Peer => peer ??= startPeer?.Invoke();

    /// <summary>Tells what is being measured.</summary>
    public void Report(string what) => report(what);

    /// <summary>Measures workloads.</summary>
    public IEnumerable<BenchmarkRow> Rows(IEnumerable<Workload> workloads)
    {
        foreach (Workload workload in workloads)
        {
            stop.ThrowIfCancellationRequested();
            report(workload.Name);
            BenchmarkRow row = new SideBySide(machine, clock, Peer, rounds).Measure(workload);
            yield return measuresMemory && workload.Kind != WorkloadKind.Product ? WithMemory(workload, row) : row;
        }
    }

    public void Dispose() => peer?.Dispose();

    BenchmarkRow WithMemory(Workload workload, BenchmarkRow row)
    {
        Footprint ours = FootprintProcess.Of(workload, FootprintSteps, FootprintSeconds, stop);
        long? theirs = null;
        if (startPeer is not null)
        {
            using PeerProcess alone = startPeer();
            alone.Microseconds(workload, workload.ThreadCounts[^1], Math.Clamp((int)(1e6 * FootprintSeconds / row.PeerMicroseconds!.Value), 1, FootprintSteps));
            theirs = alone.PeakBytes();
        }
        return row with { Footprint = ours, AllocatedBytes = ours.AllocatedBytes, PeerPeakBytes = theirs };
    }
}
