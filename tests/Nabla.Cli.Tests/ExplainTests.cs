using System.Text;
using System.Text.Json;

namespace Nabla.Cli.Tests;

/// <summary><c>nabla explain</c> on the lectures' formulas.</summary>
public sealed class ExplainTests
{
    [Theory]
    [InlineData("(ln(x) + x*y) - sin(y)", 2, 5, null, 11.652071455223084, 5.5, 1.7163378145367738)]
    [InlineData("(x + y)*z", -2, 5, -4.0, -12, -4, -4)]
    [InlineData("x^2 + x*y + (x+y)^2", 2, 5, null, 63, 23, 16)]
    public void Lectures_have_their_values_and_gradients(string formula, double x, double y, double? z, double value, double dx, double dy)
    {
        List<string> args = ["explain", formula, "--at", FormattableString.Invariant($"x={x}"), "--at", FormattableString.Invariant($"y={y}")];
        if (z is not null) args.AddRange(["--at", FormattableString.Invariant($"z={z}")]);
        JsonElement answer = CommandRun.Json([.. args]);
        answer.GetProperty("value").GetDouble().ShouldBe(value, 1e-12);
        answer.GetProperty("gradient").GetProperty("x").GetDouble().ShouldBe(dx, 1e-12);
        answer.GetProperty("gradient").GetProperty("y").GetDouble().ShouldBe(dy, 1e-12);
        foreach (JsonElement vertex in answer.GetProperty("vertices").EnumerateArray())
        {
            int id = vertex.GetProperty("id").GetInt32();
            double reached = answer.GetProperty("vertices").EnumerateArray().SelectMany(v => v.GetProperty("edges").EnumerateArray())
                .Where(e => e.GetProperty("to").GetInt32() == id).Sum(e => e.GetProperty("product").GetDouble());
            if (id < answer.GetProperty("vertices").GetArrayLength() - 1) vertex.GetProperty("gradient").GetDouble().ShouldBe(reached, 1e-12);
        }
        CommandRun.Of([.. args, "--format", "json"]).Succeeded().Answer.GetProperty("value").GetDouble().ShouldBe(value, 1e-12);
        string text = CommandRun.Of([.. args]).Succeeded().Output;
        text.ShouldContain("Backward pass");
        text.ShouldContain(FormattableString.Invariant($"df/dx = {dx:G7}"));
    }

    [Fact]
    public void Formulas_come_from_files_and_standard_input()
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of("explain", "--file", folder.File("f.txt", "# shared\nlet u = x*x;\nu + u\n"), "--at", "x=3").Succeeded().Output.ShouldContain("df/dx = 12");
        CommandRun.With("-x^2", default, "explain", "--file", "-", "--at", "x=3").Succeeded().Output.ShouldContain("df/dx = -6");
        CommandRun.Of("explain", "-x^2", "--at", "x=-3").Succeeded().Output.ShouldContain("df/dx = 6");
    }

    [Fact]
    public void One_option_gives_several_values()
    {
        CommandRun.Of("explain", "ln(x) + x*y - sin(y)", "--at", "x=2,y=5").Succeeded().Output.ShouldContain("df/dy = 1.716338");
        CommandRun.Json("explain", "sum(W*x) + a", "--at", "W=[[1,2],[3,4]], x=[1,2]", "--at", "a=3").GetProperty("value").GetDouble().ShouldBe(19);
        CommandRun run = CommandRun.Of("explain", "x", "--at", "x=2,5");
        (run.Code, run.Error).ShouldBe((2, "nabla: --at: '5' is not NAME=VALUE. Decimals have a point; a vector is written [2, 5].\n"));
        CommandRun.Of("explain", "x", "--at", "x=2,x=5").Error.ShouldBe("nabla: --at: x is given twice.\n");
        CommandRun.Of("explain", "x", "--at", "x=2,").Code.ShouldBe(2);
    }

    [Fact]
    public void Comments_are_read_and_not_shown() =>
        CommandRun.Of("explain", "# two uses\nlet u = x*x; // shared\nu +\n  u # end", "--at", "x=3").Succeeded().Output.ShouldStartWith("let u = x*x;\nf = u + u\n\nForward pass");

    [Fact]
    public void What_cannot_be_read_is_a_wrong_argument()
    {
        using var folder = new TemporaryFolder();
        string half = folder.File("half.json", "{\"x\": [1, 2");
        foreach ((string[] args, string kind, string message) in new[]
        {
            ((string[])["--file", folder.Path], "file", "it is a folder"),
            (["--file", folder.File("absent.txt")], "file", "Could not find file"),
            (["x", "--values", folder.Path], "file", "it is a folder"),
            (["x", "--values", half], "value", "this is no JSON"),
            (["x", "--at", "x=[[1,2],[3]]"], "value", "line 1, column 8"),
            (["x", "--file", half], "arguments", "not both"),
            (["x**2", "--at", "x=2"], "formula", "A power is written ^."),
        })
        {
            CommandRun run = CommandRun.Of(["explain", .. args, "--json"]);
            run.Code.ShouldBe(2, run.Output);
            run.Answer.GetProperty("error").GetProperty("kind").GetString().ShouldBe(kind);
            run.Answer.GetProperty("error").GetProperty("message").GetString()!.ShouldContain(message);
            run.Answer.GetProperty("error").GetProperty("where").GetString().ShouldNotBeNullOrEmpty();
            CommandRun.Of(["explain", .. args]).Error.Split('\n').Length.ShouldBe(2, "one line");
        }
    }

    /// <summary>As deep, as wide, and with as many names as there are vertices; the paths of 25,000 names are refused room, not walked.</summary>
    [Theory]
    [InlineData("deep", "json")]
    [InlineData("deep", "text")]
    [InlineData("wide", "json")]
    [InlineData("wide", "text")]
    [InlineData("names", "json")]
    [InlineData("names", "json", "--mode", "paths")]
    public void A_hundred_thousand_vertices_are_explained(string form, string format, params string[] more)
    {
        using var folder = new TemporaryFolder();
        var (formula, values) = (new StringBuilder(), new StringBuilder("{"));
        if (form == "deep") formula.Insert(0, "sin(", 100_000).Append('x').Append(')', 100_000);
        else if (form == "wide") formula.AppendJoin(" + ", Enumerable.Range(0, 33_334).Select(i => FormattableString.Invariant($"sin(x + {i})")));
        else formula.AppendJoin(" + ", Enumerable.Range(0, 25_001).Select(i => FormattableString.Invariant($"x{i}*y{i}")));
        values.AppendJoin(", ", form == "names" ? Enumerable.Range(0, 25_001).Select(i => FormattableString.Invariant($"\"x{i}\": 1, \"y{i}\": 2")) : ["\"x\": 1"]).Append('}');
        var clock = System.Diagnostics.Stopwatch.StartNew();
        CommandRun run = CommandRun.Of(["explain", "--file", folder.File("f.txt", formula.ToString()), "--values", folder.File("v.json", values.ToString()), "--format", format, .. more]).Succeeded();
        clock.Elapsed.TotalSeconds.ShouldBeLessThan(20, "it takes one or two, but machines are shared");
        if (format == "json") run.Answer.GetProperty("vertices").GetArrayLength().ShouldBeGreaterThan(100_000);
    }

    [Theory]
    [InlineData("svg", "cannot draw 3001 vertices: at most 1500 can be told apart")]
    [InlineData("latex", "cannot write 3001 vertices as mathematics: at most 1000")]
    public void What_is_too_large_for_a_format_is_refused(string format, string message)
    {
        CommandRun run = CommandRun.With(new StringBuilder().Insert(0, "sin(", 3000).Append('x').Append(')', 3000).ToString(), default, "explain", "-", "--at", "x=1", "--format", format);
        run.Code.ShouldBe(1);
        run.Error.ShouldContain(message);
    }

    [Fact]
    public void Infinities_are_strings()
    {
        JsonElement answer = CommandRun.Json("explain", "sqrt(x)", "--at", "x=0");
        answer.GetProperty("gradient").GetProperty("x").GetString().ShouldBe("Infinity");
        CommandRun.Json("explain", "x - x", "--at", "x=Infinity").GetProperty("value").GetString().ShouldBe("NaN");
    }

    [Fact]
    public void What_is_not_defined_at_the_point_fails_with_its_place()
    {
        CommandRun run = CommandRun.Of("explain", "1 + ln(x)", "--at", "x=-1", "--json");
        run.Code.ShouldBe(1);
        run.Answer.GetProperty("error").GetProperty("where").GetString().ShouldBe("line 1, column 5");
    }
}
