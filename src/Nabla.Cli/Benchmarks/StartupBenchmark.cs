using System.Diagnostics;
using Nabla.Cli.Runs;

namespace Nabla.Cli.Benchmarks;

/// <summary>How long a user waits: this program started anew, until it has explained a formula and ended, and until it has made the first step of a training.</summary>
internal static class StartupBenchmark
{
    public static IEnumerable<BenchmarkRow> Run(Bench bench)
    {
        bench.Report("startup");
        // The first start reads files that later ones find in memory.
        Explain(bench.Stop);
        FirstStep(bench.Stop);
        (double Explain, double FirstStep)[] rounds = [.. Enumerable.Range(0, bench.Rounds).Select(_ => (Explain(bench.Stop), FirstStep(bench.Stop)))];
        yield return new("startup-explain", Stopclock.Median(rounds.Select(r => r.Explain))) { Kind = "startup" };
        yield return new("startup-train", Stopclock.Median(rounds.Select(r => r.FirstStep))) { Kind = "startup" };
    }

    static double Explain(CancellationToken stop)
    {
        long begun = Stopwatch.GetTimestamp();
        using var process = new OwnProcess("explains a formula", stop, "explain", "ln(x) + x*y - sin(y)", "--at", "x=2,y=5");
        process.Finish();
        return Stopwatch.GetElapsedTime(begun).TotalMicroseconds;
    }

    static double FirstStep(CancellationToken stop)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("nabla-bench-");
        try
        {
            long begun = Stopwatch.GetTimestamp();
            using var process = new OwnProcess("trains digits", stop, "train", "digits", "--epochs", "1", "--out", Path.Combine(folder.FullName, "run"), FirstStepDisplay.Option);
            // It says so right after the step; or it has failed, and ends.
            process.Output.ReadLine();
            double microseconds = Stopwatch.GetElapsedTime(begun).TotalMicroseconds;
            process.Finish();
            return microseconds;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
