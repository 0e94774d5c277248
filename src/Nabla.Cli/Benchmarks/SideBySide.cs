using Nabla.Cli.Benchmarks.Peers;
using Nabla.Cli.Benchmarks.Workloads;
using Nabla.Diagnostics;

namespace Nabla.Cli.Benchmarks;

/// <summary>Times workloads in rounds, ours and the peer's by turns, so that what else the machine does meets both.</summary>
/// <param name="machine">What the machine can do.</param>
/// <param name="clock">Times our side.</param>
/// <param name="peer">The other side, or null.</param>
/// <param name="rounds">How many rounds.</param>
internal sealed class SideBySide(Machine machine, Stopclock clock, PeerProcess? peer, int rounds)
{
    const double RoundSeconds = 0.2;
    const int FirstSteps = 3;

    // Threads of OpenBLAS and OpenMP spin for up to some 30 ms after their last work, and would take the processor from the other side.
    static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(50);

    /// <summary>Measures one workload.</summary>
    public BenchmarkRow Measure(Workload workload)
    {
        int before = Compute.Threads;
        try
        {
            (List<RoundTimes> ours, List<RoundTimes> theirs) = Rounds(workload);
            return Row(workload, ours, theirs) with { AllocatedBytes = Stopclock.AllocatedBytes(Begin(workload)) };
        }
        finally
        {
            Compute.Threads = before;
        }
    }

    /// <summary>A step of a workload at its beginning, with what only the first ones do behind it.</summary>
    /// <remarks>Every round begins anew, as the peer's do: trained for long, gradients become subnormal numbers, for which processors take up to ten times as long.</remarks>
    static Action Begin(Workload workload)
    {
        Action step = workload.Begin();
        for (int i = 0; i < FirstSteps; i++) step();
        return step;
    }

    (List<RoundTimes> Ours, List<RoundTimes> Theirs) Rounds(Workload workload)
    {
        IReadOnlyList<int> counts = workload.ThreadCounts;
        int[] ourSteps = [.. counts.Select(threads => OurSteps(workload.Begin(), threads))];
        int[] theirSteps = peer is null ? [] : [.. counts.Select(threads => TheirSteps(workload, threads))];
        var ourTimes = new double[counts.Count, rounds];
        var theirTimes = new double[counts.Count, rounds];
        var rates = new double[counts.Count, rounds];
        for (int round = 0; round < rounds; round++)
        {
            if (peer is not null) Thread.Sleep(Settling);
            for (int i = 0; i < counts.Count; i++)
            {
                // What the threads can give changes with what else the host does: it is asked of each round anew, which takes some 5 ms.
                rates[i, round] = MachineProbe.FmaPeakGflops(counts[i]);
                Compute.Threads = counts[i];
                ourTimes[i, round] = clock.Microseconds(Begin(workload), ourSteps[i]);
            }
            for (int i = 0; peer is not null && i < counts.Count; i++) theirTimes[i, round] = peer.Microseconds(workload, counts[i], theirSteps[i]);
        }
        List<RoundTimes> ours = [.. Times(counts, ourTimes).Select((times, i) => times with { FmaGflops = Stopclock.Median(OfRounds(rates, i)) })];
        return (ours, peer is null ? [] : Times(counts, theirTimes));
    }

    int OurSteps(Action step, int threads)
    {
        Compute.Threads = threads;
        return Stopclock.StepsFor(clock.WarmUp(step), RoundSeconds);
    }

    int TheirSteps(Workload workload, int threads)
    {
        double first = peer!.Microseconds(workload, threads, 3);
        return Stopclock.StepsFor(peer.Microseconds(workload, threads, Stopclock.StepsFor(first / 1e6, RoundSeconds)) / 1e6, RoundSeconds);
    }

    List<RoundTimes> Times(IReadOnlyList<int> counts, double[,] times) =>
        [.. counts.Select((threads, i) => new RoundTimes(threads, OfRounds(times, i)))];

    double[] OfRounds(double[,] measured, int i) => [.. Enumerable.Range(0, rounds).Select(round => measured[i, round])];

    BenchmarkRow Row(Workload workload, List<RoundTimes> ours, List<RoundTimes> theirs)
    {
        RoundTimes best = RoundTimes.Best(ours);
        StepCost? cost = workload.Cost?.Invoke();
        double? peak = best.FmaGflops / (workload.IsDouble ? 2 : 1);
        return new(workload.Name, best.Median)
        {
            Kind = workload.Kind switch
            {
                WorkloadKind.Training => "training",
                WorkloadKind.Inference => "inference",
                _ => "product",
            },
            Threads = best.Threads,
            ByThreads = ours,
            Peer = peer is null ? null : workload.PeerLibrary ?? peer.Identity.Name,
            PeerByThreads = theirs,
            PeerMicroseconds = theirs.Count == 0 ? null : RoundTimes.Best(theirs).Median,
            FmaFraction = cost?.Flops / best.Median / 1e3 / peak,
            BandwidthFraction = cost?.Bytes / best.Median / 1e3 / machine.BandwidthGBs,
            CountsInMean = workload.CountsInMean,
        };
    }
}
