using System.Diagnostics;

namespace Nabla.Data.Tests;

/// <summary>What every bad file must be: refused with the right error, soon, and without much memory.</summary>
public static class Bounded
{
    static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);

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
