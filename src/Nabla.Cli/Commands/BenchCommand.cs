using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Nabla.Cli.Benchmarks;
using Nabla.Cli.Terminal;
using Nabla.Diagnostics;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla bench</c>: what computations cost on this machine, beside what it can do at best.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("NAME")
        {
            Description = $"What to measure: {string.Join(", ", Benchmark.All.Select(b => b.Name))}; all unless given.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        return new NablaCommand("bench", "Measure the library's speed on this machine.", "nabla bench\nnabla bench matmul --json")
        {
            names,
        }.Runs((parsed, session) =>
        {
            IReadOnlyList<Benchmark> chosen = Chosen(parsed.GetValue(names) ?? []);
            Machine machine = Machine.Measure();
            var clock = new Stopclock(session.Stop);
            List<BenchmarkRow> rows = [];
            foreach (Benchmark benchmark in chosen)
            {
                session.Stop.ThrowIfCancellationRequested();
                session.Error.WriteLine($"bench: {benchmark.Name}");
                rows.AddRange(benchmark.Run(machine, clock));
            }
            session.Answer(json => Write(json, machine, rows), () => Text(machine, rows));
            return ExitCodes.Done;
        });
    }

    static IReadOnlyList<Benchmark> Chosen(string[] names)
    {
        IEnumerable<string> known = Benchmark.All.Select(b => b.Name);
        return names.Length == 0 ? Benchmark.All : [.. names.Select(name => Benchmark.All.FirstOrDefault(b => string.Equals(b.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw CommandFailure.Arguments($"bench: there is no benchmark '{name}'.{NearestName.Hint(name, known)} Known are {string.Join(", ", known)}.", name))];
    }

    static void Write(Utf8JsonWriter json, Machine machine, List<BenchmarkRow> rows)
    {
        json.WriteStartObject();
        json.WriteStartObject("fmaPeakGflops");
        foreach ((int threads, double peak) in machine.FmaPeakGflops) json.WriteReal(threads.ToString(CultureInfo.InvariantCulture), peak);
        json.WriteEndObject();
        json.WriteReal("bandwidthGBs", machine.BandwidthGBs);
        json.WriteNumber("threads", Machine.Threads);
        json.WriteStartArray("rows");
        foreach (BenchmarkRow row in rows)
        {
            json.WriteStartObject();
            json.WriteString("name", row.Name);
            json.WriteReal("microseconds", row.Microseconds);
            json.WriteNull("peer");
            json.WriteNull("peerMicroseconds");
            json.WriteNull("ratio");
            json.WriteReal("fmaFraction", row.FmaFraction);
            json.WriteReal("bandwidthFraction", row.BandwidthFraction);
            json.WriteReal("backwardShare", row.BackwardShare);
            json.WriteReal("allocatedBytes", row.AllocatedBytes);
            json.WriteNull("peakBytes");
            json.WriteNull("peerPeakBytes");
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static string Text(Machine machine, List<BenchmarkRow> rows)
    {
        var text = new StringBuilder();
        foreach ((int threads, double peak) in machine.FmaPeakGflops) text.Append(CultureInfo.InvariantCulture, $"multiply-adds, {threads} threads: {peak:0} GFLOP/s at best\n");
        text.Append(CultureInfo.InvariantCulture, $"memory: {machine.BandwidthGBs:0.0} GB/s at best\n\n");
        text.Append("name            microseconds  of FMA peak  of bandwidth  backward  allocated bytes\n");
        foreach (BenchmarkRow row in rows)
            text.Append(CultureInfo.InvariantCulture, $"{row.Name,-14}  {row.Microseconds,12:0.###}  {row.FmaFraction,11:P0}  {row.BandwidthFraction,12:P0}  {row.BackwardShare,8:P0}  {row.AllocatedBytes,15}\n");
        return text.ToString();
    }
}
