using System.Diagnostics;
using Nabla.Backends.Cpu;

namespace Nabla.Tests.Backends;

/// <summary>Runs tests again in a process that may not use the wider registers, or puts off what it can.</summary>
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
        await RunAgain(
            $"FullyQualifiedName~{nameof(MatrixProductTests)}|FullyQualifiedName~{nameof(WindowKernelTests)}|FullyQualifiedName~{nameof(RowKernelTests)}|FullyQualifiedName~{nameof(OrderTests)}|FullyQualifiedName~{nameof(TurnedCopyTests)}|FullyQualifiedName~{nameof(IndexLoopsTests)}|FullyQualifiedName~{nameof(RunningSumTests)}|FullyQualifiedName~{nameof(DeferralTests)}|FullyQualifiedName~{nameof(DeferralLifetimeTests)}|FullyQualifiedName~GradientClipTests|FullyQualifiedName~RandomNumbersTests|FullyQualifiedName~{nameof(ProcessorFallbackTests)}",
            (instructions, "0"), (Inner, instructions));
    }

    [Fact]
    public async Task Everything_is_right_where_all_elementwise_operations_are_put_off()
    {
        if (Environment.GetEnvironmentVariable(Inner) is not null) return;
        await RunAgain(
            "(FullyQualifiedName~Nabla.Tests.Operations|FullyQualifiedName~Nabla.Tests.Autodiff|FullyQualifiedName~Nabla.Tests.Losses|FullyQualifiedName~Nabla.Tests.Optimizers|FullyQualifiedName~Nabla.Tests.Tensors)" +
            // These hold where small results are not put off, as in ordinary use.
            "&FullyQualifiedName!~Small_tensors_are_never_taken_back&FullyQualifiedName!~Storage_needed_in_a_step_scope_shrinks&FullyQualifiedName!~FallbackTests",
            (DeferralSetting.Variable, "0"), (Inner, DeferralSetting.Variable));
    }

    static async Task RunAgain(string filter, params (string Name, string Value)[] variables)
    {
        string assembly = typeof(ProcessorFallbackTests).Assembly.Location;
        string[] arguments = ["test", assembly, "--filter", filter];
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } path && string.Equals(Path.GetFileNameWithoutExtension(path), "dotnet", StringComparison.Ordinal) ? path : "dotnet", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in variables) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, output + await errors);
        output.ShouldContain("Passed!");
    }
}
