using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Tests.Numbers;

/// <summary>Runs the tests of this folder again where wide vectors, or all of them, are switched off.</summary>
public class FallbackTests
{
    const string Expected = "NABLA_TESTS_WITHOUT";

    [Theory]
    [InlineData("EnableAVX512")]
    [InlineData("EnableAVX2")]
    [InlineData("EnableHWIntrinsic")]
    public async Task Numbers_are_the_same_without(string hardware)
    {
        if (Environment.GetEnvironmentVariable(Expected) is not null)
            return;

        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { "vstest", typeof(FallbackTests).Assembly.Location, "--TestCaseFilter:FullyQualifiedName~Nabla.Tests.Numbers" },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Expected] = hardware;
        start.Environment["DOTNET_" + hardware] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync();
        string output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        child.ExitCode.ShouldBe(0, output + await errors);
        output.ShouldContain("Passed");
    }

    [Fact]
    public void The_switch_is_obeyed()
    {
        switch (Environment.GetEnvironmentVariable(Expected))
        {
            case "EnableAVX512":
                Avx512F.IsSupported.ShouldBeFalse();
                break;
            case "EnableAVX2":
                Avx512F.IsSupported.ShouldBeFalse();
                Avx2.IsSupported.ShouldBeFalse();
                Fma.IsSupported.ShouldBeFalse();
                break;
            case "EnableHWIntrinsic":
                Vector256.IsHardwareAccelerated.ShouldBeFalse();
                Sse41.IsSupported.ShouldBeFalse();
                break;
        }
    }
}
