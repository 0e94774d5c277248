using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Nabla.Tests.Training;

/// <summary>The programs under examples/, run as a reader runs them.</summary>
public sealed class ExampleTests
{
    [Fact]
    public void ScalarGraph_prints_the_value_and_gradients_of_the_lecture() =>
        Output("ScalarGraph").ShouldBe(
        [
            "f(2, 5) = 11.6521",
            "df/dx   = 5.5000    by hand: 1/x + y     = 5.5000",
            "df/dy   = 1.7163    by hand: x - cos y   = 1.7163",
        ]);

    [Fact]
    public void CustomOperation_checks_both_and_computes_by_them() =>
        Output("CustomOperation").ShouldBe(
        [
            "both derivatives are right",
            "snake(2, 1) = 2.8268    by hand: 2 + sin(2)^2                = 2.8268",
            "by period   = -2.3404   by hand: 2 sin(2)·2·cos(2) - sin(2)^2 = -2.3404",
            "tensor([[ 0.,  9., 16.],",
            "        [ 9.,  0., 25.],",
            "        [16., 25.,  0.]], float64)",
        ]);

    [Fact]
    public void Xor_is_solved()
    {
        string[] lines = Output("Xor");
        lines[0].ShouldStartWith("loss after 300 epochs: 0.0");
        lines[1..].Select(l => l[..11]).ShouldBe(["0 xor 0 = 0", "0 xor 1 = 1", "1 xor 0 = 1", "1 xor 1 = 0"]);
    }

    [Fact]
    public void Digits_are_told_apart()
    {
        string line = Output("Digits").ShouldHaveSingleItem();
        line.ShouldStartWith("accuracy on digits never seen: ");
        double.Parse(line.Split(": ")[1].TrimEnd('%', ' '), CultureInfo.InvariantCulture).ShouldBeGreaterThan(94);
    }

    [Fact]
    public void Classic_systems_reach_their_figures_on_small_digits()
    {
        string[] lines = Output("Classic", "--digits");
        lines.Select(l => l.Split(':')[0]).ShouldBe(["perceptron", "svm", "logistic", "rbm", "dbn", "hopfield", "spikes"]);
        double[] Figures(int line) => [.. Regex.Matches(lines[line][..lines[line].LastIndexOf('(')], @"\d+\.\d+(e-\d+)?").Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];
        Figures(0).ShouldAllBe(accuracy => accuracy > 0.9);
        Figures(1)[0].ShouldBeGreaterThan(0.93);
        Figures(2)[0].ShouldBeGreaterThan(0.95);
        Figures(3).ShouldBe(Figures(3).OrderDescending());
        Figures(4)[0].ShouldBeGreaterThan(0.94);
        double[] memory = Figures(5);
        memory[0].ShouldBeGreaterThan(0.998, "recall from a quarter of flipped bits");
        (memory[2] - memory[10]).ShouldBeGreaterThan(0.3, "between 0.10 and 0.18 patterns a unit it breaks");
    }

    static string[] Output(string example, params string[] args)
    {
        string[] built = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[^3..]; // bin, configuration, framework
        string program = Repository.Path(["examples", example, .. built, example + ".dll"]);
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit(60_000).ShouldBeTrue();
        errors.Result.ShouldBeEmpty();
        process.ExitCode.ShouldBe(0);
        return output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
    }
}
