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
