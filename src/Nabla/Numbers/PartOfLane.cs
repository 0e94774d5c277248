using System.Runtime.CompilerServices;

namespace Nabla.Numbers;

/// <summary>Parts of lanes by way of memory, for processors without masks.</summary>
internal static class PartOfLane
{
    public static V Load<V, T>(ref T source, int count, V rest) where V : struct where T : unmanaged
    {
        Unsafe.CopyBlockUnaligned(ref Unsafe.As<V, byte>(ref rest), ref Unsafe.As<T, byte>(ref source), (uint)(count * Unsafe.SizeOf<T>()));
        return rest;
    }

    public static void Store<V, T>(V value, ref T destination, int count) where V : struct where T : unmanaged =>
        Unsafe.CopyBlockUnaligned(ref Unsafe.As<T, byte>(ref destination), ref Unsafe.As<V, byte>(ref value), (uint)(count * Unsafe.SizeOf<T>()));
}
