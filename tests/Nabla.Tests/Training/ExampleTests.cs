using System.Diagnostics;
using System.Globalization;
using Nabla.Tests.Architecture;

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

    static string[] Output(string example)
    {
        string[] built = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[^3..]; // bin, configuration, framework
        string program = Repository.Path(["examples", example, .. built, example + ".dll"]);
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["exec", program]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit(60_000).ShouldBeTrue();
        errors.Result.ShouldBeEmpty();
        process.ExitCode.ShouldBe(0);
        return output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
    }
}
