using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Numbers;

/// <summary>What of the processor decides results, not only speed.</summary>
internal static class Hardware
{
    /// <summary>Whether a·b + c is one instruction with one rounding; every width of lane then uses it, else none does.</summary>
    public static bool Fuses
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Fma.IsSupported || AdvSimd.IsSupported;
    }
}
