using System.Diagnostics;

namespace Nabla.Data.Tests;

/// <summary>What every bad file must be: refused with the right error, soon, and without much memory.</summary>
public static class Bounded
{
    /// <summary>Alone on a machine every refusal takes well under 2 s; the limit only tells slow from endless where many tests share two cores.</summary>
    static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    public static DataFormatException Refused(Action read, long allocation = 1 << 20)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        DataFormatException error = Should.Throw<DataFormatException>(read);
        watch.Elapsed.ShouldBeLessThan(TimeLimit);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(allocation);
        return error;
    }
}
