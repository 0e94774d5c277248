namespace Nabla.Cli.Benchmarks;

/// <summary>The memory after a step.</summary>
/// <param name="Step">After how many steps.</param>
/// <param name="HeapBytes">What is alive on the managed heap, after a full collection.</param>
/// <param name="ResidentBytes">What is resident.</param>
internal sealed record FootprintMark(int Step, long HeapBytes, long ResidentBytes)
{
    /// <summary>The memory as it is now.</summary>
    public static FootprintMark After(int step) => new(step, GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
}
