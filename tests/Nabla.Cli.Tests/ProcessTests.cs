using System.Diagnostics;
using System.Text.Json;

namespace Nabla.Cli.Tests;

/// <summary>The command as a process: exit codes, streams, signals.</summary>
public sealed class ProcessTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    [Fact]
    public void A_training_answers_on_standard_output_and_reports_on_the_other()
    {
        using Process nabla = Start("train", "iris", "--epochs", "2", "--json");
        string output = nabla.StandardOutput.ReadToEnd(), error = nabla.StandardError.ReadToEnd();
        nabla.WaitForExit();
        nabla.ExitCode.ShouldBe(0, error);
        JsonDocument.Parse(output).RootElement.GetProperty("run").GetString().ShouldBe("runs/iris-1");
        error.ShouldContain("epoch 2/2");
        File.Exists(folder.File("runs/iris-1/model.safetensors")).ShouldBeTrue();
    }

    [Fact]
    public void Errors_are_one_line_and_code_2()
    {
        using Process nabla = Start("explain", "1 + ln(x");
        nabla.StandardOutput.ReadToEnd().ShouldBeEmpty();
        nabla.StandardError.ReadToEnd().TrimEnd().ShouldBe("nabla: formula: cannot read at line 1, column 7: this parenthesis is never closed.");
        nabla.WaitForExit();
        nabla.ExitCode.ShouldBe(2);
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public async Task A_signal_stops_a_training_cleanly(string signal, int code)
    {
        using Process nabla = Start("train", "digits", "--epochs", "1000000", "--out", "run", "--json");
        var first = new TaskCompletionSource<string?>();
        nabla.ErrorDataReceived += (_, line) => first.TrySetResult(line.Data);
        nabla.BeginErrorReadLine();
        (await first.Task.WaitAsync(TimeSpan.FromSeconds(30))).ShouldNotBeNull().ShouldStartWith("epoch 1/");
        using (var kill = Process.Start("kill", $"-{signal} {nabla.Id}")!) await kill.WaitForExitAsync();
        await nabla.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        nabla.ExitCode.ShouldBe(code);
        JsonDocument.Parse(await nabla.StandardOutput.ReadToEndAsync()).RootElement.GetProperty("stopped").GetBoolean().ShouldBeTrue();
        File.Exists(folder.File("run/model.safetensors")).ShouldBeTrue();
        CommandRun.Of("eval", folder.File("run")).Succeeded();
    }

    /// <summary>The command with the usual answer to Ctrl-C, which a shell takes from programs that it starts in the background.</summary>
    Process Start(params string[] args) => Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "nabla.dll"), .. args])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectStandardInput = true,
        WorkingDirectory = folder.Path,
    })!;

    public void Dispose() => folder.Dispose();
}
