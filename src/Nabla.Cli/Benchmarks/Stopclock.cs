using System.Diagnostics;

namespace Nabla.Cli.Benchmarks;

/// <summary>Times repeated work.</summary>
/// <remarks>
/// The time of a step is the median over up to <see cref="Groups"/> groups of steps, each group timed as a whole: short work is not lost in the
/// clock, and what the collector does now and then counts where it comes often.
/// </remarks>
internal sealed class Stopclock(CancellationToken stop)
{
    /// <summary>Over how many groups of steps a median is taken at most.</summary>
    public const int Groups = 50;

    // The runtime compiles at its best tier what was called 30 times, about 0.1 s later and on a thread of its own; what that compiles calls is found later still.
    const double WarmUpSeconds = 1, LongestWarmUpSeconds = 4, SampleSeconds = 0.25;
    const int WarmUpSteps = 60;

    /// <summary>Repeats work until the runtime has compiled it at its best tier.</summary>
    /// <returns>Seconds of the shortest step.</returns>
    public double WarmUp(Action work)
    {
        long begun = Stopwatch.GetTimestamp();
        double elapsed, shortest = double.PositiveInfinity;
        int steps = 0;
        do
        {
            stop.ThrowIfCancellationRequested();
            long before = Stopwatch.GetTimestamp();
            work();
            shortest = Math.Min(shortest, Stopwatch.GetElapsedTime(before).TotalSeconds);
            elapsed = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            steps++;
        }
        while (elapsed < LongestWarmUpSeconds && (elapsed < WarmUpSeconds || steps < WarmUpSteps));
        return shortest;
    }

    /// <summary>Microseconds of one run, after a warm-up.</summary>
    public double Microseconds(Action work) => Microseconds(work, StepsFor(WarmUp(work), SampleSeconds));

    /// <summary>How many steps of so many seconds fill a time.</summary>
    public static int StepsFor(double step, double seconds) => (int)Math.Clamp(seconds / Math.Max(step, 1e-8), 3, 1 << 20);

    /// <summary>Microseconds of one step: the median over groups of them.</summary>
    public double Microseconds(Action work, int steps)
    {
        int size = Math.Max(1, steps / Groups);
        double[] samples = new double[Math.Max(1, steps / size)];
        for (int i = 0; i < samples.Length; i++)
        {
            stop.ThrowIfCancellationRequested();
            long begun = Stopwatch.GetTimestamp();
            for (int j = 0; j < size; j++) work();
            samples[i] = Stopwatch.GetElapsedTime(begun).TotalMicroseconds / size;
        }
        return Median(samples);
    }

    /// <summary>The middle one, the mean of the two middle ones of an even number.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Bytes that one run allocates on the managed heap, on this thread, on average.</summary>
    public static long AllocatedBytes(Action work)
    {
        const int runs = 20;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < runs; i++) work();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / runs;
    }
}
