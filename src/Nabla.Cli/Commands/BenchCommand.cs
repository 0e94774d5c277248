using System.CommandLine;
using Nabla.Cli.Benchmarks;
using Nabla.Cli.Benchmarks.Peers;
using Nabla.Cli.Benchmarks.Workloads;
using Nabla.Cli.Terminal;
using Nabla.Diagnostics;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla bench</c>: what computations cost on this machine, beside what it can do at best and beside another library.</summary>
internal static class BenchCommand
{
    const string Torch = "torch";
    const int UsualRounds = 7, MostRounds = 1000;
    const int MostSteps = 1_000_000_000;

    public static Command Create()
    {
        var names = new Argument<string[]>("NAME")
        {
            Description = $"What to measure: {string.Join(", ", Benchmark.Groups.Select(b => b.Name))}, or a workload such as mnist_mlp, gpt-infer-1 or matmul-512; all but growth unless given.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var peer = new Option<string?>("--vs") { Description = "The library to measure beside, by turns: torch, which Python must have.", HelpName = "torch" };
        var python = new Option<string?>("--peer-python") { Description = "The Python that has torch; that of NABLA_PYTHON, or /usr/bin/python3, unless given.", HelpName = "PATH" };
        var asInstalled = new Option<bool>("--peer-as-installed") { Description = "With --vs: leave the choice of its kernels to the peer's OpenBLAS, which does not know newer processors; else it is told the widest." };
        var rounds = Shared.Whole("--rounds", "Rounds over which medians are taken; 7 unless given.", "N", 1, MostRounds);
        var withoutMemory = new Option<bool>("--no-memory") { Description = "With --vs: leave out the memory, which is measured in processes of their own." };
        var footprintSteps = Shared.Whole(FootprintProcess.StepsOption, "Make steps of one workload and tell the memory they took.", "N", 1, MostSteps);
        var footprintSeconds = Shared.Real(FootprintProcess.SecondsOption, "For how long at most.", "S", double.Epsilon, MostSteps);
        footprintSteps.Hidden = footprintSeconds.Hidden = true;
        return new NablaCommand("bench", "Measure the library's speed on this machine.", "nabla bench\nnabla bench matmul --json\nnabla bench training --vs torch")
        {
            names, peer, python, asInstalled, rounds, withoutMemory, footprintSteps, footprintSeconds,
        }.Runs((parsed, session) =>
        {
            string[] given = parsed.GetValue(names) ?? [];
            if (parsed.GetValue(footprintSteps) is { } steps) return TellFootprint(given, steps, parsed.GetValue(footprintSeconds) ?? double.PositiveInfinity, session);
            IReadOnlyList<Benchmark> chosen = Chosen(given);
            string? library = parsed.GetValue(peer);
            if (library is not (null or Torch)) throw CommandFailure.Arguments($"bench: there is no peer '{library}'.{NearestName.Hint(library, [Torch])} Known is {Torch}.", "--vs");
            foreach (Option option in (Option[])[python, asInstalled])
                if (library is null && parsed.GetResult(option) is { Implicit: false }) throw CommandFailure.Arguments($"bench: {option.Name} needs --vs {Torch}.", option.Name);
            string program = parsed.GetValue(python) ?? PeerProcess.DefaultPython;
            bool untold = parsed.GetValue(asInstalled);
            return Run(chosen, library is null ? null : script => PeerProcess.Start(program, script.File, untold, session.Stop), parsed.GetValue(rounds) ?? UsualRounds, !parsed.GetValue(withoutMemory), session);
        });
    }

    static int Run(IReadOnlyList<Benchmark> chosen, Func<PeerScript, PeerProcess>? startPeer, int rounds, bool withMemory, Session session)
    {
        using PeerScript? script = startPeer is null ? null : new();
        Func<PeerProcess>? start = script is null ? null : () => startPeer!(script);
        // A peer that is missing is said before minutes are spent.
        using PeerProcess? peer = start?.Invoke();
        if (peer?.Identity.Warning is { } warning) session.Error.WriteLine($"bench: {warning}");
        Machine machine = Machine.Measure();
        var bench = new Bench(machine, new(session.Stop), rounds, peer, withMemory ? start : null, what => session.Error.WriteLine($"bench: {what}"), session.Stop);
        List<BenchmarkRow> rows = [];
        foreach (Benchmark benchmark in chosen) rows.AddRange(benchmark.Run(bench));
        var report = new BenchmarkReport(machine, peer?.Identity, rounds, rows);
        session.Answer(report.Write, report.Text);
        return ExitCodes.Done;
    }

    static int TellFootprint(string[] names, int steps, double seconds, Session session)
    {
        Workload workload = names.Length == 1 && Workload.All.FirstOrDefault(w => w.Name == names[0]) is { } known
            ? known
            : throw CommandFailure.Arguments($"bench: cannot tell the memory of '{string.Join(' ', names)}': one workload is needed.", FootprintProcess.StepsOption);
        Footprint footprint = Footprint.Of(workload, steps, seconds, session.Stop);
        session.Answer(footprint.Write, () => footprint.ToString());
        return ExitCodes.Done;
    }

    static IReadOnlyList<Benchmark> Chosen(string[] names)
    {
        IEnumerable<string> known = Benchmark.All.Select(b => b.Name);
        return names.Length == 0 ? Benchmark.Usual : [.. names.Select(name => Benchmark.All.FirstOrDefault(b => string.Equals(b.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw CommandFailure.Arguments($"bench: there is no benchmark '{name}'.{NearestName.Hint(name, known)} Known are {string.Join(", ", known)}.", name))];
    }
}
