using System.Text.Json;

namespace Nabla.Cli.Tests;

/// <summary>What holds of every command.</summary>
public sealed class ConventionTests
{
    public static TheoryData<string> Commands => new("train", "eval", "predict", "generate", "summary", "explain", "gradcheck", "bench", "data", "data list", "data get", "data path");

    [Theory, MemberData(nameof(Commands))]
    public void Help_carries_an_example(string command)
    {
        CommandRun run = CommandRun.Of([.. command.Split(' '), "--help"]).Succeeded();
        run.Output.ShouldContain("Usage:");
        run.Output.ShouldContain($"Example:{Environment.NewLine}  nabla {command.Split(' ')[0]}");
        run.Output.ShouldContain("--json");
        run.Error.ShouldBeEmpty();
    }

    public static TheoryData<string> WrongArguments => new(
        "", "nonsense", "train", "train no-such-preset", "train digits --epochs 0", "train digits --epochs x", "train digits --epoch 3", "train digits --threads 0", "train digits --out=", "train digits --data nothing",
        "train digits extra", "train missing.json", "eval", "eval no-such-folder", "predict no-such-folder x.csv", "predict runs", "generate", "generate no-such-folder", "generate x --top-p 0", "generate x --top-k 0", "generate x --temperature -1", "generate x --temperature NaN", "generate x --length 0", "summary nothing", "explain", "explain x+", "explain x", "explain x --at x",
        "explain x --at x=a", "explain x --at x=1 --at x=2", "explain x --at y=1", "explain x --file f", "explain --file no-such-file", "explain x --format svg", "gradcheck nothing", "bench nothing",
        "data", "data nothing", "data get", "data get nothing", "data path nothing", "data list nothing");

    [Theory, MemberData(nameof(WrongArguments))]
    public void Wrong_arguments_are_one_line_or_one_object(string arguments)
    {
        string[] args = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        CommandRun text = CommandRun.Of(args);
        text.Code.ShouldBe(2, text.Error);
        text.Output.ShouldBeEmpty();
        text.Error.TrimEnd().Split('\n').Length.ShouldBe(1, text.Error);
        text.Error.ShouldStartWith("nabla: ");

        CommandRun json = CommandRun.Of([.. args, "--json"]);
        json.Code.ShouldBe(2);
        json.Error.ShouldBeEmpty();
        JsonElement error = json.Answer.GetProperty("error");
        error.EnumerateObject().Select(p => p.Name).ShouldBe(["kind", "message", "where"]);
        error.GetProperty("message").GetString().ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void A_misspelt_name_is_recognised()
    {
        CommandRun.Of("train", "digit").Error.ShouldContain("Did you mean 'digits'?");
        CommandRun.Of("gradcheck", "Tanhh").Error.ShouldContain("Did you mean 'Tanh'?");
        CommandRun.Of("data", "path", "minst").Error.ShouldContain("Did you mean 'mnist'?");
        CommandRun.Of("trian", "digits").Error.ShouldStartWith("nabla: there is no command 'trian'. Did you mean 'train'? Commands are train, eval,");
        CommandRun.Of("data", "lsit").Error.TrimEnd().ShouldBe("nabla: there is no command 'lsit'. Did you mean 'list'? Commands are list, get, path.");
        CommandRun.Of("data").Error.TrimEnd().ShouldBe("nabla: a command is needed. Commands are list, get, path.");
    }

    [Fact]
    public void Data_tells_name_place_and_sizes()
    {
        JsonElement sets = CommandRun.Json("data", "list").GetProperty("sets");
        JsonElement digits = sets.EnumerateArray().First(s => s.GetProperty("name").GetString() == "digits");
        digits.EnumerateObject().Select(p => p.Name).ShouldBe(["name", "path", "train", "test", "present"]);
        digits.GetProperty("present").GetBoolean().ShouldBeTrue();
        CommandRun.Of("data", "path", "digits").Succeeded().Output.Trim().ShouldBe("(embedded)");
        CommandRun.Json("data", "get", "iris").GetProperty("sets").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public void Gradcheck_answers_with_errors_of_each_kind()
    {
        JsonElement check = CommandRun.Json("gradcheck", "tanh").GetProperty("checks").EnumerateArray().First(c => c.GetProperty("kind").GetString() == "operation");
        check.GetProperty("name").GetString().ShouldBe("Tanh");
        foreach (string name in (string[])["order1Error", "order2Error", "forwardModeError"]) check.GetProperty(name).GetDouble().ShouldBeLessThan(1e-6);
        check.GetProperty("cases").GetInt32().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Bench_answers_with_the_machine_and_its_rows()
    {
        JsonElement answer = CommandRun.Json("bench", "overhead");
        answer.GetProperty("fmaPeakGflops").EnumerateObject().Any(p => p.Name == "1").ShouldBeTrue();
        answer.GetProperty("bandwidthGBs").GetDouble().ShouldBeGreaterThan(0);
        JsonElement row = answer.GetProperty("rows")[0];
        foreach (string name in (string[])["name", "microseconds", "peer", "peerMicroseconds", "ratio", "fmaFraction", "allocatedBytes", "peakBytes", "peerPeakBytes"])
            row.TryGetProperty(name, out _).ShouldBeTrue(name);
        row.GetProperty("microseconds").GetDouble().ShouldBeGreaterThan(0);
    }
}
