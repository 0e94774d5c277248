using System.Diagnostics;

namespace Nabla.Cli.Benchmarks;

/// <summary>Times short work: repeats it until the clock can tell, and takes the median of many such samples.</summary>
internal sealed class Stopclock(CancellationToken stop)
{
    const double SampleSeconds = 0.01, WarmUpSeconds = 0.25;
    const int Samples = 25;

    /// <summary>Microseconds of one run.</summary>
    public double Microseconds(Action work)
    {
        int repeats = 1;
        long begun = Stopwatch.GetTimestamp();
        // Long enough for the runtime to compile the work at its best tier.
        while (Stopwatch.GetElapsedTime(begun).TotalSeconds < WarmUpSeconds)
        {
            double seconds = Seconds(work, repeats);
            if (seconds < SampleSeconds) repeats = (int)Math.Min(1 << 24, Math.Max(2.0 * repeats, repeats * SampleSeconds / Math.Max(seconds, 1e-6)));
        }
        double[] samples = new double[Samples];
        for (int i = 0; i < samples.Length; i++)
        {
            stop.ThrowIfCancellationRequested();
            samples[i] = Seconds(work, repeats) / repeats;
        }
        Array.Sort(samples);
        return 1e6 * samples[Samples / 2];
    }

    /// <summary>Bytes that one run allocates on this thread, on average.</summary>
    public static long AllocatedBytes(Action work)
    {
        const int runs = 20;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < runs; i++) work();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / runs;
    }

    static double Seconds(Action work, int repeats)
    {
        long begun = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++) work();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
