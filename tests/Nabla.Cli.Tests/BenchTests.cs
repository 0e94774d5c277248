using System.Text.Json;
using Nabla.Cli.Benchmarks;
using Nabla.Cli.Benchmarks.Peers;
using Nabla.Cli.Benchmarks.Workloads;
using Nabla.Cli.Terminal;

namespace Nabla.Cli.Tests;

/// <summary><c>nabla bench</c>: its answers, and what it says where there is no peer. No test looks at a time.</summary>
public sealed class BenchTests
{
    static readonly string[] RowFields =
    [
        "name", "kind", "microseconds", "threads", "speedUp", "scaling", "peer", "peerMicroseconds", "peerThreads", "ratio", "shortestRatio", "byThreads", "peerByThreads", "fmaFraction", "bandwidthFraction",
        "backwardShare", "allocatedBytes", "peakBytes", "peerPeakBytes", "footprint",
    ];

    [Fact]
    public void Beside_a_peer_a_row_tells_both_sides()
    {
        using FakePeer peer = FakePeer.Constant();
        JsonElement answer = CommandRun.Json("bench", "mnist_mlp", "matmul-32", "--vs", "torch", "--rounds", "1", "--peer-python", peer.Path);
        answer.GetProperty("peer").GetProperty("blas").GetString().ShouldBe("openblas");
        JsonElement[] rows = [.. answer.GetProperty("rows").EnumerateArray()];
        rows.Select(r => r.GetProperty("name").GetString()).ShouldBe(["mnist_mlp", "matmul-32"]);
        foreach (JsonElement row in rows)
        {
            row.EnumerateObject().Select(p => p.Name).ShouldBe(RowFields);
            row.GetProperty("peer").GetString().ShouldBe("torch");
            row.GetProperty("peerMicroseconds").GetDouble().ShouldBe(FakePeer.Microseconds);
            row.GetProperty("ratio").GetDouble().ShouldBe(row.GetProperty("microseconds").GetDouble() / FakePeer.Microseconds, 1e-9);
            row.GetProperty("fmaFraction").GetDouble().ShouldBeGreaterThan(0);
        }
        rows[0].GetProperty("peakBytes").GetInt64().ShouldBeGreaterThan(1 << 20);
        rows[0].GetProperty("peerPeakBytes").GetInt64().ShouldBe(FakePeer.PeakBytes);
        rows[0].GetProperty("footprint").GetProperty("collections").GetArrayLength().ShouldBe(3);
        rows[0].GetProperty("footprint").GetProperty("marks").GetArrayLength().ShouldBe(2);
        rows[1].GetProperty("threads").GetInt32().ShouldBe(1);
        JsonElement means = answer.GetProperty("geometricMeans");
        means.GetProperty("training").GetDouble().ShouldBe(rows[0].GetProperty("ratio").GetDouble(), 1e-9);
        means.GetProperty("inference").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void Two_threads_are_compared_with_one_and_with_what_they_give_multiply_adds()
    {
        var row = new BenchmarkRow("row", 60)
        {
            ByThreads = [new(1, [100, 90, 110]) { FmaGflops = 200 }, new(2, [60, 50, 70]) { FmaGflops = 300 }],
        };
        row.SpeedUp.ShouldNotBeNull().ShouldBe(100.0 / 60, 1e-12);
        row.Scaling.ShouldNotBeNull().ShouldBe(100.0 / 60 / 1.5, 1e-12);
        BenchmarkRow alone = row with { ByThreads = [row.ByThreads[0]] };
        alone.SpeedUp.ShouldBeNull();
        alone.Scaling.ShouldBeNull();
    }

    [Fact]
    public void Every_round_asks_anew_what_the_threads_can_give()
    {
        JsonElement row = CommandRun.Json("bench", "lenet-infer-1", "--rounds", "1").GetProperty("rows")[0];
        JsonElement[] byThreads = [.. row.GetProperty("byThreads").EnumerateArray()];
        byThreads.Length.ShouldBe(Math.Min(2, Environment.ProcessorCount));
        byThreads.ShouldAllBe(t => t.GetProperty("fmaGflops").GetDouble() > 0);
        if (byThreads.Length < 2) return;
        double Quotient(string field) => byThreads[1].GetProperty(field).GetDouble() / byThreads[0].GetProperty(field).GetDouble();
        row.GetProperty("speedUp").GetDouble().ShouldBe(1 / Quotient("microseconds"), 1e-9);
        row.GetProperty("scaling").GetDouble().ShouldBe(1 / Quotient("microseconds") / Quotient("fmaGflops"), 1e-9);
    }

    [Fact]
    public void A_start_is_timed_from_outside()
    {
        JsonElement answer = CommandRun.Json("bench", "startup", "--rounds", "1");
        // The built program compiles as it runs; the packed one does not.
        answer.GetProperty("readyToRun").GetBoolean().ShouldBeFalse();
        JsonElement[] rows = [.. answer.GetProperty("rows").EnumerateArray()];
        rows.Select(r => r.GetProperty("name").GetString()).ShouldBe(["startup-explain", "startup-train"]);
        foreach (JsonElement row in rows)
        {
            row.EnumerateObject().Select(p => p.Name).ShouldBe(RowFields);
            row.GetProperty("kind").GetString().ShouldBe("startup");
            row.GetProperty("microseconds").GetDouble().ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public void The_first_step_is_told_once()
    {
        using var folder = new TemporaryFolder();
        CommandRun run = CommandRun.Of("train", "iris", "--epochs", "2", "--out", folder.File("run"), "--tell-first-step").Succeeded();
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2, run.Output);
        lines[0].ShouldBe("first step");
        run.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("bench", "told by the processor's flags")]
    [InlineData("installed", "as installed")]
    [InlineData("environment", "told by OPENBLAS_CORETYPE")]
    [InlineData(null, "Cooperlake)")]
    public void Who_chose_the_peers_kernels_is_told(string? chosenBy, string expected) =>
        new PeerIdentity("torch", "1", "1", "openblas", "Cooperlake", chosenBy).ToString().ShouldContain(expected);

    [Fact]
    public void A_peer_as_installed_is_not_told_its_kernels()
    {
        using FakePeer peer = FakePeer.Constant();
        string[] arguments = ["bench", "scalar", "--vs", "torch", "--rounds", "1", "--no-memory", "--peer-python", peer.Path];
        CommandRun.Json(arguments).GetProperty("peer").GetProperty("kernelsChosenBy").GetString().ShouldBe("bench");
        // The fake peer repeats the option that it was started with.
        CommandRun.Json([.. arguments, "--peer-as-installed"]).GetProperty("peer").GetProperty("kernelsChosenBy").GetString().ShouldBe("--as-installed");
    }

    [Fact]
    public void As_text_it_is_a_table()
    {
        using FakePeer peer = FakePeer.Constant("reference");
        CommandRun run = CommandRun.Of("bench", "scalar", "--vs", "torch", "--rounds", "1", "--no-memory", "--peer-python", peer.Path).Succeeded();
        run.Output.ShouldContain("ratio");
        run.Output.Split('\n').ShouldAllBe(line => line.Length <= 120);
        run.Output.Split('\n').ShouldContain(line => line.Contains("scalar", StringComparison.Ordinal) && line.Contains("125", StringComparison.Ordinal));
        run.Error.ShouldContain("reference BLAS");
        run.Error.ShouldContain("apt-get install libopenblas0-pthread");
    }

    [Fact]
    public void Alone_it_has_no_peer()
    {
        JsonElement answer = CommandRun.Json("bench", "scalar", "--rounds", "1");
        answer.GetProperty("peer").ValueKind.ShouldBe(JsonValueKind.Null);
        JsonElement row = answer.GetProperty("rows")[0];
        row.GetProperty("ratio").ValueKind.ShouldBe(JsonValueKind.Null);
        row.GetProperty("allocatedBytes").GetInt64().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Torch_that_is_missing_is_named_with_its_package()
    {
        using FakePeer peer = FakePeer.Failing("ModuleNotFoundError: No module named 'torch'");
        CommandRun run = CommandRun.Of("bench", "scalar", "--vs", "torch", "--peer-python", peer.Path, "--json");
        run.Code.ShouldBe(1);
        JsonElement error = run.Answer.GetProperty("error");
        error.GetProperty("kind").GetString().ShouldBe("peer");
        error.GetProperty("where").GetString().ShouldBe(peer.Path);
        error.GetProperty("message").GetString()!.ShouldContain("No module named 'torch'");
        error.GetProperty("message").GetString()!.ShouldContain("apt-get install python3-torch libopenblas0-pthread");
    }

    [Fact]
    public void The_environment_names_the_peer_unless_an_option_does()
    {
        using FakePeer peer = FakePeer.Failing("no torch here");
        string? before = Environment.GetEnvironmentVariable("NABLA_PYTHON");
        try
        {
            Environment.SetEnvironmentVariable("NABLA_PYTHON", peer.Path);
            CommandRun.Of("bench", "scalar", "--vs", "torch").Error.ShouldContain($"with {peer.Path}: it ended with code 1: no torch here.");
            CommandRun.Of("bench", "scalar", "--vs", "torch", "--peer-python", "/no/such/python").Error.ShouldContain("cannot start the peer with /no/such/python");
        }
        finally
        {
            Environment.SetEnvironmentVariable("NABLA_PYTHON", before);
        }
    }

    [Theory]
    [InlineData("time) echo 'error KeyError: x' ;;", "the peer cannot do 'time scalar 1 3': KeyError: x")]
    [InlineData("time) echo 'time soon' ;;", "'time soon' is not 'time' and a number above 0")]
    [InlineData("time) exit 3 ;;", "it ended before it answered 'time scalar 1 3'")]
    public void A_peer_that_fails_is_an_error(string cases, string expected)
    {
        using FakePeer peer = FakePeer.Answering(cases);
        CommandRun run = CommandRun.Of("bench", "scalar", "--vs", "torch", "--rounds", "1", "--peer-python", peer.Path);
        run.Code.ShouldBe(1);
        run.Error.ShouldContain(expected);
    }

    [Theory]
    [InlineData("bench nothing", "there is no benchmark 'nothing'.")]
    [InlineData("bench mnist_mpl", "Did you mean 'mnist_mlp'?")]
    [InlineData("bench scalar --vs torhc", "there is no peer 'torhc'. Did you mean 'torch'?")]
    [InlineData("bench scalar --rounds 0", "--rounds: '0' is no whole number")]
    [InlineData("bench scalar --peer-as-installed", "--peer-as-installed needs --vs torch.")]
    [InlineData("bench scalar --peer-python python3", "--peer-python needs --vs torch.")]
    [InlineData("bench --footprint-steps 3", "one workload is needed")]
    public void Wrong_arguments_are_named(string arguments, string expected)
    {
        CommandRun run = CommandRun.Of(arguments.Split(' '));
        run.Code.ShouldBe(2);
        run.Error.ShouldContain(expected);
    }

    [Theory]
    [InlineData("time 12.5", 12.5)]
    [InlineData("time 1e3", 1000)]
    public void A_peers_number_is_read(string line, double expected) => PeerAnswer.Number(line, "time", "'time x 1 1'").ShouldBe(expected);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("time")]
    [InlineData("time nan")]
    [InlineData("time -1")]
    [InlineData("memory 5")]
    [InlineData("error what")]
    public void Anything_else_is_refused(string? line) => Should.Throw<CommandFailure>(() => PeerAnswer.Number(line, "time", "'time x 1 1'")).Kind.ShouldBe("peer");

    [Theory]
    [InlineData("peer")]
    [InlineData("peer {")]
    [InlineData("peer []")]
    [InlineData("peer {\"version\":\"1\"}")]
    [InlineData("Python 2.7")]
    public void A_peer_must_say_who_it_is(string line) => Should.Throw<CommandFailure>(() => PeerAnswer.Identity(line)).Kind.ShouldBe("peer");

    public static TheoryData<string> Workloads => [.. Workload.All.Select(w => w.Name)];

    [Theory, MemberData(nameof(Workloads))]
    public void Every_workload_makes_steps_and_is_known_to_the_peer(string name)
    {
        Workload workload = Workload.All.Single(w => w.Name == name);
        Action step = workload.Begin();
        step();
        step();
        StepCost? cost = workload.Cost?.Invoke();
        if (cost is { } known) (known.Flops > 0 && known.Bytes > 0).ShouldBeTrue();
        using var script = new PeerScript();
        string head = name.Split('-')[0];
        string text = File.ReadAllText(script.File);
        (text.Contains($"\"{head}\"", StringComparison.Ordinal)).ShouldBeTrue(head);
    }

    [Fact]
    public void The_cost_of_a_step_counts_what_is_needed_alone()
    {
        // Forward and weights' gradients of both layers, the gradient of what is between for the second.
        StepCost cost = TrainingWorkloads.All.Single(w => w.Name == "mnist_mlp").Cost!();
        cost.Flops.ShouldBe(2.0 * 64 * (2 * 784 * 128 + 3 * 128 * 10));
        cost.Bytes.ShouldBe(4.0 * (64 * 784 + 6 * (784 * 128 + 128 + 128 * 10 + 10)));
        ProductWorkloads.All.Single(w => w.Name == "matmul-64x1000x100").Cost!().Flops.ShouldBe(2.0 * 64 * 1000 * 100);
    }

    [Fact]
    public void Means_are_geometric_and_leave_out_what_does_not_count()
    {
        static BenchmarkRow Row(double ours, double theirs, bool counts = true) =>
            new("row", ours) { Kind = "training", PeerMicroseconds = theirs, CountsInMean = counts };
        var report = new BenchmarkReport(new(new SortedDictionary<int, double> { [1] = 1 }, 1), null, 1, [Row(1, 2), Row(8, 1), Row(100, 1, counts: false), new("alone", 3) { Kind = "training", CountsInMean = true }]);
        report.GeometricMean("training").ShouldNotBeNull().ShouldBe(2, 1e-12);
        report.GeometricMean("product").ShouldBeNull();
    }

    [Fact]
    public void The_best_number_of_threads_has_the_shortest_median()
    {
        RoundTimes one = new(1, [5, 1, 9, 3]), two = new(2, [4.5, 4.5, 4.5]);
        one.Median.ShouldBe(4);
        one.Shortest.ShouldBe(1);
        RoundTimes.Best([two, one]).Threads.ShouldBe(1);
    }

    [Fact]
    public void A_footprint_is_read_as_it_was_written()
    {
        var footprint = new Footprint(20, 5000, 7, [1.5, 0, 0.25], [new(2, 10, 20), new(20, 30, 40)]);
        Footprint read = Footprint.Read(JsonDocument.Parse(JsonText.Of(footprint.Write)).RootElement);
        (read with { Collections = footprint.Collections, Marks = footprint.Marks }).ShouldBe(footprint);
        read.Collections.ShouldBe(footprint.Collections);
        read.Marks.ShouldBe(footprint.Marks);
    }
}
