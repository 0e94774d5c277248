using System.Diagnostics;
using Nabla.Backends.Cpu;

namespace Nabla.Tests.Backends;

/// <summary>Runs the tests of matrix product, windows, rows and clipping again in a process that may not use the wider registers.</summary>
public sealed class ProcessorFallbackTests
{
    const string Inner = "NABLA_TEST_FALLBACK";

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256), InlineData("DOTNET_EnableAVX", 128), InlineData("DOTNET_EnableHWIntrinsic", 0)]
    public async Task Matrix_product_is_right_without(string instructions, int width)
    {
        if (Environment.GetEnvironmentVariable(Inner) is { } inner)
        {
            if (string.Equals(inner, instructions, StringComparison.Ordinal)) (MatrixProduct.RegisterBits <= width).ShouldBeTrue($"{MatrixProduct.RegisterBits} bits");
            return;
        }
        string assembly = typeof(ProcessorFallbackTests).Assembly.Location;
        string[] arguments = ["test", assembly, "--filter", $"FullyQualifiedName~{nameof(MatrixProductTests)}|FullyQualifiedName~{nameof(WindowKernelTests)}|FullyQualifiedName~{nameof(RowKernelTests)}|FullyQualifiedName~GradientClipTests|FullyQualifiedName~{nameof(ProcessorFallbackTests)}"];
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } path && string.Equals(Path.GetFileNameWithoutExtension(path), "dotnet", StringComparison.Ordinal) ? path : "dotnet", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[instructions] = "0";
        start.Environment[Inner] = instructions;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, output + await errors);
        output.ShouldContain("Passed!");
    }
}
