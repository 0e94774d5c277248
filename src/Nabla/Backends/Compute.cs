using Nabla.Backends.Cpu;

namespace Nabla;

/// <summary>How computations run.</summary>
public static class Compute
{
    /// <summary>How many threads share an operation, the caller included; as many as there are processors by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    /// <remarks>For the whole process. The number changes how long a result takes, never its bits.</remarks>
    public static int Threads
    {
        get => ForkJoin.Threads;
        set => ForkJoin.Threads = value;
    }
}
