using Nabla.Backends.Cpu;

namespace Nabla.Backends;

/// <summary>The machine that computes operations.</summary>
internal static class Backend
{
    /// <summary>The processor: the only machine so far.</summary>
    public static IBackend Current { get; } = new CpuBackend();
}
