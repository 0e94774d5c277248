namespace Nabla;

/// <summary>Counts the allocations of memory on each thread: whoever notes a moment can tell memory that is fresh from memory that others know of.</summary>
internal static class BirthClock
{
    // Each thread counts within a stretch of its own, so that another thread's memory is never taken for fresh.
    const int StretchBits = 42;

    static long stretches;

    [ThreadStatic]
    static long now;

    /// <summary>The latest moment of allocation on this thread.</summary>
    public static long Now => now;

    /// <summary>The moment of an allocation.</summary>
    public static long Tick()
    {
        if (now == 0) now = Interlocked.Increment(ref stretches) << StretchBits;
        return ++now;
    }

    /// <summary>Whether what was born at one moment was so on this thread, after another moment that it noted.</summary>
    public static bool IsSince(long birth, long moment) => birth > moment && birth <= now;
}
