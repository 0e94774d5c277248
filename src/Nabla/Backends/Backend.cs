using Nabla.Backends.Cpu;

namespace Nabla.Backends;

/// <summary>The machine that computes operations.</summary>
internal static class Backend
{
    /// <summary>The processor: the only machine so far.</summary>
    /// <remarks>By its own type: a generic call through <see cref="IBackend"/> costs 10 to 20 ns more, a twentieth of a formula of scalars with its gradient.</remarks>
    public static CpuBackend Current { get; } = new CpuBackend();
}
