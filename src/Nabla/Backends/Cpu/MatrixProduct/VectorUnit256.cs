using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Backends.Cpu;

/// <summary>8 floats in a 256-bit register.</summary>
internal readonly unsafe struct Single256 : IVectorUnit<Vector256<float>, float>
{
    public static int Count => 8;

    public static int Rows => 4;

    public static int TransposeDepth => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Vector256<float> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> x, Vector256<float> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float AddElement(float x, float y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAddElement(float x, float y, float z) => x * y + z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> y, Vector256<float> z) =>
        Fma.MultiplyAdd(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> x) => Vector256.Sum(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(float* source, nint sourceStride, float* destination, nint destinationStride)
    {
        Vector256<float> x0 = Lines(source, sourceStride), x1 = Lines(source + sourceStride, sourceStride);
        Vector256<float> x2 = Lines(source + 2 * sourceStride, sourceStride), x3 = Lines(source + 3 * sourceStride, sourceStride);
        Vector256<double> low01 = Avx.UnpackLow(x0, x1).AsDouble(), low23 = Avx.UnpackLow(x2, x3).AsDouble();
        Vector256<double> high01 = Avx.UnpackHigh(x0, x1).AsDouble(), high23 = Avx.UnpackHigh(x2, x3).AsDouble();
        Avx.UnpackLow(low01, low23).AsSingle().Store(destination);
        Avx.UnpackHigh(low01, low23).AsSingle().Store(destination + destinationStride);
        Avx.UnpackLow(high01, high23).AsSingle().Store(destination + 2 * destinationStride);
        Avx.UnpackHigh(high01, high23).AsSingle().Store(destination + 3 * destinationStride);
    }

    /// <summary>128 bits from every fourth row, side by side: each 128-bit lane is then turned on its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> Lines(float* source, nint sourceStride) =>
        Vector256.Create(Vector128.Load(source), Vector128.Load(source + 4 * sourceStride));
}

/// <summary>4 doubles in a 256-bit register.</summary>
internal readonly unsafe struct Double256 : IVectorUnit<Vector256<double>, double>
{
    public static int Count => 4;

    public static int Rows => 4;

    public static int TransposeDepth => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Load(double* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* destination, Vector256<double> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Broadcast(double value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Add(Vector256<double> x, Vector256<double> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double AddElement(double x, double y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MultiplyAddElement(double x, double y, double z) => x * y + z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MultiplyAdd(Vector256<double> x, Vector256<double> y, Vector256<double> z) =>
        Fma.MultiplyAdd(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector256<double> x) => Vector256.Sum(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(double* source, nint sourceStride, double* destination, nint destinationStride)
    {
        Vector256<double> x0 = Lines(source, sourceStride), x1 = Lines(source + sourceStride, sourceStride);
        Avx.UnpackLow(x0, x1).Store(destination);
        Avx.UnpackHigh(x0, x1).Store(destination + destinationStride);
    }

    /// <summary>128 bits from every second row, side by side: each 128-bit lane is then turned on its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> Lines(double* source, nint sourceStride) =>
        Vector256.Create(Vector128.Load(source), Vector128.Load(source + 2 * sourceStride));
}
