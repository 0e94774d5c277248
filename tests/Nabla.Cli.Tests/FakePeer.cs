namespace Nabla.Cli.Tests;

/// <summary>A program in the place of Python: it runs no script and answers a peer's requests with constants.</summary>
sealed class FakePeer : IDisposable
{
    public const double Microseconds = 125;
    public const long PeakBytes = 123_000_000;

    const string Usual = "time) echo 'time 125.0' ;; memory) echo 'memory 123000000' ;; quit) exit 0 ;;";

    readonly TemporaryFolder folder = new();

    FakePeer(string body)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("The fake peer is a shell script.");
        Path = folder.File("python");
        File.WriteAllText(Path, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Path { get; }

    /// <summary>Answers every request.</summary>
    public static FakePeer Constant(string blas = "openblas") => Answering(Usual, blas);

    /// <summary>Answers as a shell's cases say; its kernels were chosen by what follows the script's file in its arguments.</summary>
    public static FakePeer Answering(string cases, string blas = "openblas", string kernels = "Cooperlake") => new($$"""
        echo 'peer {"name":"torch","version":"0","numpy":"0","blas":"{{blas}}","kernels":"{{kernels}}","kernelsChosenBy":"'"${2:-bench}"'"}'
        while read verb rest; do
          case "$verb" in
            {{cases}}
          esac
        done
        """);

    /// <summary>Ends before it answers anything.</summary>
    public static FakePeer Failing(string says) => new($"echo \"{says}\" >&2\nexit 1");

    public void Dispose() => folder.Dispose();
}
