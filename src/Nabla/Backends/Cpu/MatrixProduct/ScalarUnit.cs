using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>A register of one element: the matrix product where no vector instructions are.</summary>
internal readonly unsafe struct ScalarUnit<T> : IVectorUnit<T, T>
    where T : unmanaged, INumberBase<T>
{
    public static int Count => 1;

    public static int Rows => 4;

    public static int TransposeDepth => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load(T* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* destination, T value) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Broadcast(T value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Add(T x, T y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T AddElement(T x, T y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MultiplyAddElement(T x, T y, T z) => x * y + z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MultiplyAdd(T x, T y, T z) => x * y + z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(T x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(T* source, nint sourceStride, T* destination, nint destinationStride) => *destination = *source;
}
