namespace Nabla.Backends.Cpu;

/// <summary>When elementwise operations are put off.</summary>
internal static class Deferral
{
    /// <summary>From so many bytes of result on: below, a pass over memory costs no more than putting it off, about 0.3 µs.</summary>
    public static int SmallestBytes { get; set; } = 65_536;
}
