using System.Globalization;
using System.Text.Json;
using Nabla.Cli.Benchmarks.Peers;
using Nabla.Cli.Terminal;
using Spectre.Console;

namespace Nabla.Cli.Benchmarks;

/// <summary>What a run of the benchmarks came to, as JSON and as a table.</summary>
/// <param name="machine">What the machine can do.</param>
/// <param name="peer">Who measured beside; null if nobody.</param>
/// <param name="rounds">Of how many rounds times are medians.</param>
/// <param name="rows">What was measured.</param>
internal sealed class BenchmarkReport(Machine machine, PeerIdentity? peer, int rounds, IReadOnlyList<BenchmarkRow> rows)
{
    const int TableWidth = 120;

    static readonly Spectre.Console.Padding Narrow = new(0, 0, 1, 0);
    static readonly string[] Kinds = ["training", "inference", "product"];

    /// <summary>The geometric mean of the ratios of a kind; null where none was measured.</summary>
    public double? GeometricMean(string kind)
    {
        double[] ratios = [.. rows.Where(r => r.Kind == kind && r.CountsInMean).Select(r => r.Ratio).OfType<double>()];
        return ratios.Length == 0 ? null : Math.Exp(ratios.Average(Math.Log));
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("fmaPeakGflops");
        foreach ((int threads, double peak) in machine.FmaPeakGflops) json.WriteReal(threads.ToString(CultureInfo.InvariantCulture), peak);
        json.WriteEndObject();
        json.WriteReal("bandwidthGBs", machine.BandwidthGBs);
        json.WriteNumber("threads", Machine.Threads);
        json.WriteNumber("rounds", rounds);
        json.WriteBoolean("readyToRun", ReadyToRunCode.IsComplete);
        WritePeer(json);
        json.WriteStartObject("geometricMeans");
        foreach (string kind in Kinds) json.WriteReal(kind, GeometricMean(kind));
        json.WriteEndObject();
        json.WriteStartArray("rows");
        foreach (BenchmarkRow row in rows) Write(json, row);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    void WritePeer(Utf8JsonWriter json)
    {
        if (peer is null)
        {
            json.WriteNull("peer");
            return;
        }
        json.WriteStartObject("peer");
        json.WriteString("name", peer.Name);
        json.WriteString("version", peer.Version);
        json.WriteString("numpy", peer.NumPy);
        json.WriteString("blas", peer.Blas);
        json.WriteString("kernels", peer.Kernels);
        json.WriteString("kernelsChosenBy", peer.KernelsChosenBy);
        json.WriteString("warning", peer.Warning);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, BenchmarkRow row)
    {
        json.WriteStartObject();
        json.WriteString("name", row.Name);
        json.WriteString("kind", row.Kind);
        json.WriteReal("microseconds", row.Microseconds);
        json.WriteReal("threads", row.Threads);
        json.WriteReal("speedUp", row.SpeedUp);
        json.WriteReal("scaling", row.Scaling);
        json.WriteString("peer", row.Peer);
        json.WriteReal("peerMicroseconds", row.PeerMicroseconds);
        json.WriteReal("peerThreads", row.PeerThreads);
        json.WriteReal("ratio", row.Ratio);
        json.WriteReal("shortestRatio", row.ShortestRatio);
        Write(json, "byThreads", row.ByThreads);
        Write(json, "peerByThreads", row.PeerByThreads);
        json.WriteReal("fmaFraction", row.FmaFraction);
        json.WriteReal("bandwidthFraction", row.BandwidthFraction);
        json.WriteReal("backwardShare", row.BackwardShare);
        json.WriteReal("allocatedBytes", row.AllocatedBytes);
        json.WriteReal("peakBytes", row.Footprint?.PeakBytes);
        json.WriteReal("peerPeakBytes", row.PeerPeakBytes);
        json.WritePropertyName("footprint");
        if (row.Footprint is { } footprint) footprint.Write(json);
        else json.WriteNullValue();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string name, IReadOnlyList<RoundTimes> times)
    {
        json.WriteStartArray(name);
        foreach (RoundTimes time in times)
        {
            json.WriteStartObject();
            json.WriteNumber("threads", time.Threads);
            json.WriteReal("microseconds", time.Median);
            json.WriteReal("shortest", time.Shortest);
            json.WriteReal("fmaGflops", time.FmaGflops);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public string Text()
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
        console.Profile.Width = TableWidth;
        foreach ((int threads, double peak) in machine.FmaPeakGflops) console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"multiply-adds, {Count(threads, "thread")}: {peak:0} GFLOP/s at best"));
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory: {machine.BandwidthGBs:0.0} GB/s at best"));
        if (peer is not null) console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"beside {peer}; medians of {Count(rounds, "round")}"));
        if (rows.Any(r => r.Kind == "startup")) console.WriteLine(ReadyToRunCode.IsComplete ? "started: a program whose code is compiled" : "started: a program that compiles its code as it runs");
        if (rows.Where(r => r.Kind != "growth").ToList() is { Count: > 0 } timed)
        {
            console.Write(Times(timed));
            if (timed.Any(r => r.SpeedUp is not null)) console.WriteLine("2 threads: how many times as fast as 1; scaling: of what 2 give multiply-adds; (threads): their best number");
            if (timed.Any(r => r.FmaFraction is not null)) console.WriteLine("FMA, memory: of the best rates");
            if (peer is not null) console.WriteLine("shortest: the ratio of each side's shortest round");
        }
        if (rows.Where(r => r.Footprint is not null && r.Kind != "growth").ToList() is { Count: > 0 } weighed)
        {
            console.Write(Memory(weighed));
            console.WriteLine("collections: of generations 0/1/2 in 1,000 steps");
        }
        if (rows.Where(r => r.Kind == "growth").ToList() is { Count: > 0 } grown) console.Write(Growth(grown));
        foreach (string kind in Kinds)
            if (GeometricMean(kind) is { } mean) console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: ratio {mean:0.00} (geometric mean)"));
        return string.Join('\n', writer.ToString().Split('\n').Select(line => line.TrimEnd()));
    }

    Table Times(List<BenchmarkRow> timed)
    {
        Table table = Columns("name", "µs\n(threads)");
        bool withTwo = timed.Any(r => r.SpeedUp is not null);
        if (withTwo) AddRight(table, "2 threads", "scaling");
        if (peer is not null) AddRight(table, "peer µs\n(threads)", "ratio", "shortest");
        AddRight(table, "FMA", "memory", "allocated");
        foreach (BenchmarkRow row in timed)
        {
            List<string> cells = [row.Name, Time(row.Microseconds, row.Threads)];
            if (withTwo) cells.AddRange([row.SpeedUp is null ? "" : $"× {Ratio(row.SpeedUp)}", Share(row.Scaling)]);
            if (peer is not null) cells.AddRange([Time(row.PeerMicroseconds, row.PeerThreads), Ratio(row.Ratio), Ratio(row.ShortestRatio)]);
            cells.AddRange([Share(row.FmaFraction), Share(row.BandwidthFraction), Number(row.AllocatedBytes)]);
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }
        return table;
    }

    static Table Memory(List<BenchmarkRow> weighed)
    {
        Table table = Columns("name", "collections", "peak MB", "peer MB");
        foreach (BenchmarkRow row in weighed)
            table.AddRow(row.Name, string.Join('/', row.Footprint!.Collections.Select(c => Number(c))), Megabytes(row.Footprint.PeakBytes), Megabytes(row.PeerPeakBytes));
        return table;
    }

    static Table Growth(List<BenchmarkRow> grown)
    {
        Table table = Columns("name", "steps", "heap MB", "resident MB", "steps", "heap MB", "resident MB");
        foreach (BenchmarkRow row in grown)
            table.AddRow([row.Name, .. row.Footprint!.Marks.SelectMany(m => (string[])[Number(m.Step), Megabytes(m.HeapBytes), Megabytes(m.ResidentBytes)])]);
        return table;
    }

    static Table Columns(string first, params string[] others)
    {
        Table table = new Table { Border = TableBorder.Simple }.AddColumn(new TableColumn(first) { Padding = Narrow }.NoWrap());
        AddRight(table, others);
        return table;
    }

    static void AddRight(Table table, params string[] names)
    {
        foreach (string name in names) table.AddColumn(new TableColumn(name) { Padding = Narrow }.RightAligned().NoWrap());
    }

    static string Number(double? value) => value?.ToString("#,0.##", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Four digits, but all of those before the point.</summary>
    static string Time(double? microseconds, int? threads)
    {
        if (microseconds is not { } time) return "";
        string digits = time.ToString(time >= 1000 ? "#,0" : time >= 100 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
        return threads is { } count ? string.Create(CultureInfo.InvariantCulture, $"{digits} ({count})") : digits;
    }

    static string Count(int count, string of) => string.Create(CultureInfo.InvariantCulture, $"{count} {of}{(count == 1 ? "" : "s")}");

    static string Ratio(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";

    static string Share(double? value) => value?.ToString("P0", CultureInfo.InvariantCulture) ?? "";

    static string Megabytes(long? bytes) => (bytes / 1e6)?.ToString("0.0", CultureInfo.InvariantCulture) ?? "";
}
