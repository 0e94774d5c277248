using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;

namespace Nabla.Cli.Tests;

/// <summary>Modes, formats, vectors and models of <c>nabla explain</c>.</summary>
public sealed class ExplainFormatTests
{
    static readonly string[] Lecture = ["explain", "(ln(x) + x*y) - sin(y)", "--at", "x=2", "--at", "y=5"];

    [Theory]
    [InlineData("forward", "t(v6) = 1 * 2 + (-1) * 0.2836622 = 1.716338")]
    [InlineData("paths", "x > v3 > v4 > v6: 5 * 1 * 1 = 5")]
    [InlineData("numeric", "order of the error: 1.00 and 2.00")]
    [InlineData("symbolic", "df/dx = 1 / x + y")]
    public void Modes_show_their_way_and_what_all_cost(string mode, string line)
    {
        string text = CommandRun.Of([.. Lecture, "--mode", mode]).Succeeded().Output;
        text.ShouldContain(line);
        text.ShouldContain("df/dy = 1.716338");
        text.ShouldContain("Cost of the whole gradient");
        JsonElement answer = CommandRun.Json([.. Lecture, "--mode", mode]);
        answer.GetProperty(mode).ValueKind.ShouldBe(JsonValueKind.Object);
        answer.GetProperty("gradient").GetProperty("x").GetDouble().ShouldBe(5.5, 1e-12);
    }

    [Theory]
    [InlineData("reverse")]
    [InlineData("forward")]
    [InlineData("paths")]
    [InlineData("symbolic")]
    public void Drawings_name_every_vertex(string mode)
    {
        string svg = CommandRun.Of([.. Lecture, "--mode", mode, "--format", "svg"]).Succeeded().Output;
        string[] texts = [.. XDocument.Parse(svg).Descendants("{http://www.w3.org/2000/svg}text").Select(t => t.Value)];
        texts.Contains("sin", StringComparer.Ordinal).ShouldBeTrue();
        texts.Contains("11.65207", StringComparer.Ordinal).ShouldBeTrue();
        string mermaid = CommandRun.Of([.. Lecture, "--mode", mode, "--format", "mermaid"]).Succeeded().Output;
        mermaid.ShouldStartWith("---\ntitle: \"(ln(x) + x*y) - sin(y)\"\n---\nflowchart LR\n");
        mermaid.Split('\n').Count(l => l.Contains(" -->", StringComparison.Ordinal)).ShouldBe(8);
        Dot(CommandRun.Of([.. Lecture, "--mode", mode, "--format", "dot"]).Succeeded().Output);
    }

    [Fact]
    public void Edges_carry_upstream_times_local()
    {
        string dot = CommandRun.Of([.. Lecture, "--format", "dot"]).Succeeded().Output;
        dot.ShouldContain("v2 -> v5 [label=\"(-1) × 0.2836622 = -0.2836622\"]");
        dot.ShouldContain("∂ 5.5");
        CommandRun.Of("explain", "x*x", "--at", "x=3", "--format", "dot").Succeeded().Output.Split("v0 -> v1").Length.ShouldBe(3);
    }

    [Theory]
    [InlineData("reverse", @"\frac{\partial f}{\partial x} &= \frac{\partial f}{\partial v_{3}} \cdot y + \frac{\partial f}{\partial v_{1}} \cdot \frac{1}{x} = 1 \cdot 5 + 1 \cdot 0.5 = 5.5")]
    [InlineData("forward", @"\frac{\partial v_{6}}{\partial x} &= 1 \cdot 5.5 = 5.5")]
    [InlineData("paths", @"x \to v_{3} \to v_{4} \to v_{6} &:\quad 5 \cdot 1 \cdot 1 = 5")]
    [InlineData("numeric", @"\begin{tabular}{rll}")]
    [InlineData("symbolic", @"\frac{\partial f}{\partial y} &= x - \cos\left(y\right) = 1.716338")]
    public void Latex_is_mathematics(string mode, string line)
    {
        string latex = CommandRun.Of([.. Lecture, "--mode", mode, "--format", "latex"]).Succeeded().Output;
        latex.ShouldContain(@"f &= \ln\left(x\right) + x \cdot y - \sin\left(y\right)");
        latex.ShouldContain(line);
        latex.Count(c => c == '{').ShouldBe(latex.Count(c => c == '}'));
    }

    [Fact]
    public void Numeric_mode_is_drawn_as_a_chart_and_has_no_graph()
    {
        CommandRun.Of([.. Lecture, "--mode", "numeric", "--format", "svg"]).Succeeded().Output.ShouldContain("x, one-sided");
        CommandRun run = CommandRun.Of([.. Lecture, "--mode", "numeric", "--format", "dot"]);
        run.Code.ShouldBe(1);
        run.Error.ShouldContain("cannot draw a graph");
        // Exact quotients have no error that a logarithm could show.
        CommandRun.Of("explain", "x", "--at", "x=0", "--mode", "numeric", "--format", "svg").Succeeded();
    }

    [Fact]
    public void Standard_input_is_a_dash()
    {
        CommandRun.With("x*x", default, "explain", "-", "--at", "x=3").Succeeded().Output.ShouldContain("df/dx = 6");
        CommandRun.Of("explain", "x", "--at", "x=1", "--json", "--format", "dot").Code.ShouldBe(2);
    }

    [Fact]
    public void Vectors_and_matrices_are_json()
    {
        JsonElement answer = CommandRun.Json("explain", "sum(sigmoid(W*x + b))", "--at", "W=[[1,2],[3,4]]", "--at", "x=[1,-1]", "--at", "b=0.5");
        answer.GetProperty("value").GetDouble().ShouldBe(2 / (1 + Math.Exp(0.5)), 1e-14);
        answer.GetProperty("gradient").GetProperty("x").GetArrayLength().ShouldBe(2);
        using var folder = new TemporaryFolder();
        string values = folder.File("v.json", """{"W": [[1, 2], [3, 4]], "x": [1, -1]}""");
        CommandRun.Of("explain", "W*x", "--values", values, "--upstream", "[1, 0]").Succeeded().Output.ShouldContain("df/dx = [1, 2]");
        foreach (string format in (string[])["dot", "mermaid", "svg", "latex"])
            CommandRun.Of("explain", "sum(W*x .* x)", "--values", values, "--format", format).Succeeded().Output.Length.ShouldBeGreaterThan(100);
        CommandRun.Of("explain", "sum(W*x .* x)", "--values", values, "--format", "latex").Output.ShouldContain(@"W \, x \odot x");
    }

    [Theory]
    [InlineData("W=[[1,2],[3]]", "line 1, column 8: [1]: this list has 1 elements, the first of its kind 2.")]
    [InlineData("W=[[1,2],[3,a]]", "line 1, column 11: this is no JSON")]
    [InlineData("W=[[1,2],[3,\"a\"]]", "line 1, column 11: [1][1]: is no number.")]
    [InlineData("W=[1,[2]]", "line 1, column 4: [1]: a number is expected here")]
    [InlineData("W=[[1],2]", "line 1, column 6: [1]: a list of 1 is expected here")]
    [InlineData("W=[]", "is empty")]
    [InlineData("W=abc", "is no number: 'abc'")]
    public void Wrong_values_name_place_and_cause(string value, string message)
    {
        CommandRun run = CommandRun.Of("explain", "sum(W)", "--at", value);
        run.Code.ShouldBe(2);
        run.Error.ShouldContain("the value of W");
        run.Error.ShouldContain(message);
    }

    [Theory]
    [InlineData(2, "--at x=1", "--run does not exist", "explain", "--run", "RUN", "--at", "x=1")]
    [InlineData(2, "", "there is no example 3000", "explain", "--run", "RUN", "--example", "3000")]
    [InlineData(2, "", "there is no layer 9: they are 0 to 3, the loss is the last.", "explain", "--run", "RUN", "--layer", "9")]
    [InlineData(2, "", "--mode paths is for formulas of numbers", "explain", "--run", "RUN", "--mode", "paths")]
    [InlineData(2, "", "--layer does not go with a formula", "explain", "x", "--layer", "1")]
    [InlineData(2, "", "latex is for formulas", "explain", "--run", "RUN", "--format", "latex")]
    public void Wrong_arguments_of_runs_are_refused(int code, string _, string message, params string[] args)
    {
        CommandRun run = CommandRun.Of([.. args.Select(a => a == "RUN" ? Run.Value : a)]);
        run.Code.ShouldBe(code, run.Error);
        run.Error.ShouldContain(message == "--run does not exist" ? "--at does not go with a run" : message);
    }

    [Fact]
    public void A_trained_model_is_explained_layer_by_layer()
    {
        JsonElement answer = CommandRun.Json("explain", "--run", Run.Value, "--example", "3", "--layer", "1", "--part", "train");
        (answer.GetProperty("part").GetString(), answer.GetProperty("example").GetInt32()).ShouldBe(("train", 3));
        JsonElement[] layers = [.. answer.GetProperty("layers").EnumerateArray()];
        layers.Select(l => l.GetProperty("kind").GetString()).ShouldBe(["Linear", "Tanh", "Linear", "Loss"]);
        foreach (JsonElement check in layers.SelectMany(l => l.GetProperty("checks").EnumerateArray())) check.GetProperty("error").GetDouble().ShouldBeLessThan(1e-7);
        answer.GetProperty("vertices").EnumerateArray().Select(v => v.GetProperty("operation").GetString()).ShouldBe(["Leaf", "Tanh"]);
        CommandRun.Of("explain", "--run", Run.Value, "--example", "3").Succeeded().Output.ShouldContain("by 0.weight");
        foreach (string format in (string[])["dot", "mermaid", "svg"])
        {
            CommandRun.Of("explain", "--run", Run.Value, "--format", format).Succeeded().Output.ShouldContain("2.weight");
            CommandRun.Of("explain", "--run", Run.Value, "--layer", "3", "--format", format).Succeeded().Output.ShouldContain("CrossEntropy");
        }
    }

    static readonly Lazy<string> Run = new(() =>
    {
        string folder = Path.Combine(Directory.CreateTempSubdirectory("nabla-explain").FullName, "run");
        CommandRun.Of("train", "iris", "--epochs", "2", "--threads", "1", "--out", folder).Succeeded();
        return folder;
    });

    /// <summary>Has Graphviz read the text, where it is installed.</summary>
    static void Dot(string text)
    {
        text.ShouldStartWith("digraph explanation {");
        text.Split('\n').Count(l => l.Contains(" -> ", StringComparison.Ordinal)).ShouldBe(8);
        if (!File.Exists("/usr/bin/dot")) return;
        using Process dot = Process.Start(new ProcessStartInfo("/usr/bin/dot", "-Tcanon") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        dot.StandardInput.Write(text);
        dot.StandardInput.Close();
        dot.StandardOutput.ReadToEnd().ShouldContain("->");
        dot.StandardError.ReadToEnd().ShouldBeEmpty();
        dot.WaitForExit();
        dot.ExitCode.ShouldBe(0);
    }
}
