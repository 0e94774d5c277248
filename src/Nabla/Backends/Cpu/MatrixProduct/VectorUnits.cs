using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Backends.Cpu;

/// <summary>Work that is written once for every register width.</summary>
internal interface IUnitWork<T>
    where T : unmanaged
{
    /// <summary>Does the work with one width.</summary>
    void Run<U, V>()
        where U : struct, IVectorUnit<V, T>
        where V : struct;
}

/// <summary>The widest registers of this machine.</summary>
/// <remarks>
/// Vector512.IsHardwareAccelerated is false on processors where 512-bit code is nevertheless the fastest. 256 bits without FMA are slower than 128 bits.
/// </remarks>
internal static class VectorUnits
{
    /// <summary>Does work on floats with the widest registers.</summary>
    public static void Single<TWork>(in TWork work) where TWork : struct, IUnitWork<float>
    {
        if (Avx512F.IsSupported) work.Run<Single512, Vector512<float>>();
        else if (Fma.IsSupported) work.Run<Single256, Vector256<float>>();
        else if (Vector128.IsHardwareAccelerated) work.Run<Single128, Vector128<float>>();
        else work.Run<ScalarUnit<float>, float>();
    }

    /// <summary>Does work on doubles with the widest registers.</summary>
    public static void Double<TWork>(in TWork work) where TWork : struct, IUnitWork<double>
    {
        if (Avx512F.IsSupported) work.Run<Double512, Vector512<double>>();
        else if (Fma.IsSupported) work.Run<Double256, Vector256<double>>();
        else if (Vector128.IsHardwareAccelerated) work.Run<Double128, Vector128<double>>();
        else work.Run<ScalarUnit<double>, double>();
    }
}
