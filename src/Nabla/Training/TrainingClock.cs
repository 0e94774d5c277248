namespace Nabla.Training;

/// <summary>Speed and time left of a training.</summary>
internal sealed class TrainingClock(TimeProvider time, long examples)
{
    readonly long start = time.GetTimestamp();
    long done;

    public TimeSpan Elapsed => time.GetElapsedTime(start);

    public double ExamplesPerSecond => Elapsed is { Ticks: > 0 } elapsed ? done / elapsed.TotalSeconds : 0;

    public TimeSpan Remaining => done > 0 ? Elapsed * ((double)(examples - done) / done) : TimeSpan.Zero;

    public void Count(int more) => done += more;
}
