using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Backends.Cpu;

/// <summary>16 floats in a 512-bit register.</summary>
internal readonly unsafe struct Single512 : IVectorUnit<Vector512<float>, float>
{
    public static int Count => 16;

    public static int Rows => 8;

    public static int TransposeDepth => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Vector512<float> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> x, Vector512<float> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float AddElement(float x, float y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAddElement(float x, float y, float z) => x * y + z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> x, Vector512<float> y, Vector512<float> z) =>
        Avx512F.FusedMultiplyAdd(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> x) => Vector512.Sum(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(float* source, nint sourceStride, float* destination, nint destinationStride)
    {
        Vector512<float> x0 = Lines(source, sourceStride), x1 = Lines(source + sourceStride, sourceStride);
        Vector512<float> x2 = Lines(source + 2 * sourceStride, sourceStride), x3 = Lines(source + 3 * sourceStride, sourceStride);
        Vector512<double> low01 = Avx512F.UnpackLow(x0, x1).AsDouble(), low23 = Avx512F.UnpackLow(x2, x3).AsDouble();
        Vector512<double> high01 = Avx512F.UnpackHigh(x0, x1).AsDouble(), high23 = Avx512F.UnpackHigh(x2, x3).AsDouble();
        Avx512F.UnpackLow(low01, low23).AsSingle().Store(destination);
        Avx512F.UnpackHigh(low01, low23).AsSingle().Store(destination + destinationStride);
        Avx512F.UnpackLow(high01, high23).AsSingle().Store(destination + 2 * destinationStride);
        Avx512F.UnpackHigh(high01, high23).AsSingle().Store(destination + 3 * destinationStride);
    }

    /// <summary>128 bits from every fourth row, side by side: each 128-bit lane is then turned on its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> Lines(float* source, nint sourceStride) =>
        Vector512.Create(
            Vector256.Create(Vector128.Load(source), Vector128.Load(source + 4 * sourceStride)),
            Vector256.Create(Vector128.Load(source + 8 * sourceStride), Vector128.Load(source + 12 * sourceStride)));
}

/// <summary>8 doubles in a 512-bit register.</summary>
internal readonly unsafe struct Double512 : IVectorUnit<Vector512<double>, double>
{
    public static int Count => 8;

    public static int Rows => 8;

    public static int TransposeDepth => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(double* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* destination, Vector512<double> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Broadcast(double value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Add(Vector512<double> x, Vector512<double> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double AddElement(double x, double y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MultiplyAddElement(double x, double y, double z) => x * y + z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MultiplyAdd(Vector512<double> x, Vector512<double> y, Vector512<double> z) =>
        Avx512F.FusedMultiplyAdd(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector512<double> x) => Vector512.Sum(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(double* source, nint sourceStride, double* destination, nint destinationStride)
    {
        Vector512<double> x0 = Lines(source, sourceStride), x1 = Lines(source + sourceStride, sourceStride);
        Avx512F.UnpackLow(x0, x1).Store(destination);
        Avx512F.UnpackHigh(x0, x1).Store(destination + destinationStride);
    }

    /// <summary>128 bits from every second row, side by side: each 128-bit lane is then turned on its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> Lines(double* source, nint sourceStride) =>
        Vector512.Create(
            Vector256.Create(Vector128.Load(source), Vector128.Load(source + 2 * sourceStride)),
            Vector256.Create(Vector128.Load(source + 4 * sourceStride), Vector128.Load(source + 6 * sourceStride)));
}
