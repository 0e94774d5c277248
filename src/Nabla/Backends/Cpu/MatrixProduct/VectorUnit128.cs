using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Backends.Cpu;

/// <summary>4 floats in a 128-bit register.</summary>
internal readonly unsafe struct Single128 : IVectorUnit<Vector128<float>, float>
{
    public static int Count => 4;

    public static int Rows => AdvSimd.IsSupported ? 8 : 4;

    public static int TransposeDepth => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Vector128<float> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> x, Vector128<float> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float AddElement(float x, float y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAddElement(float x, float y, float z) => x * y + z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> x, Vector128<float> y, Vector128<float> z) =>
        AdvSimd.IsSupported ? AdvSimd.FusedMultiplyAdd(z, x, y) : Fma.IsSupported ? Fma.MultiplyAdd(x, y, z) : x * y + z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128<float> x) => Vector128.Sum(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(float* source, nint sourceStride, float* destination, nint destinationStride)
    {
        Vector128<float> x0 = Lines(source, sourceStride), x1 = Lines(source + sourceStride, sourceStride);
        Vector128<float> x2 = Lines(source + 2 * sourceStride, sourceStride), x3 = Lines(source + 3 * sourceStride, sourceStride);
        Vector128<double> low01 = Zip.Low(x0, x1).AsDouble(), low23 = Zip.Low(x2, x3).AsDouble();
        Vector128<double> high01 = Zip.High(x0, x1).AsDouble(), high23 = Zip.High(x2, x3).AsDouble();
        Zip.Low(low01, low23).AsSingle().Store(destination);
        Zip.High(low01, low23).AsSingle().Store(destination + destinationStride);
        Zip.Low(high01, high23).AsSingle().Store(destination + 2 * destinationStride);
        Zip.High(high01, high23).AsSingle().Store(destination + 3 * destinationStride);
    }

    /// <summary>128 bits from every fourth row, side by side: each 128-bit lane is then turned on its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> Lines(float* source, nint sourceStride) =>
        Vector128.Load(source);
}

/// <summary>2 doubles in a 128-bit register.</summary>
internal readonly unsafe struct Double128 : IVectorUnit<Vector128<double>, double>
{
    public static int Count => 2;

    public static int Rows => AdvSimd.IsSupported ? 8 : 4;

    public static int TransposeDepth => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Load(double* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* destination, Vector128<double> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Broadcast(double value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Add(Vector128<double> x, Vector128<double> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double AddElement(double x, double y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MultiplyAddElement(double x, double y, double z) => x * y + z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> MultiplyAdd(Vector128<double> x, Vector128<double> y, Vector128<double> z) =>
        AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.FusedMultiplyAdd(z, x, y) : Fma.IsSupported ? Fma.MultiplyAdd(x, y, z) : x * y + z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector128<double> x) => Vector128.Sum(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(double* source, nint sourceStride, double* destination, nint destinationStride)
    {
        Vector128<double> x0 = Lines(source, sourceStride), x1 = Lines(source + sourceStride, sourceStride);
        Zip.Low(x0, x1).Store(destination);
        Zip.High(x0, x1).Store(destination + destinationStride);
    }

    /// <summary>128 bits from every second row, side by side: each 128-bit lane is then turned on its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<double> Lines(double* source, nint sourceStride) =>
        Vector128.Load(source);
}

/// <summary>Interleaving of two 128-bit registers under one name.</summary>
internal static class Zip
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Low(Vector128<float> x, Vector128<float> y) =>
        Sse.IsSupported ? Sse.UnpackLow(x, y) : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(x, y) : Vector128.Create(x[0], y[0], x[1], y[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> High(Vector128<float> x, Vector128<float> y) =>
        Sse.IsSupported ? Sse.UnpackHigh(x, y) : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(x, y) : Vector128.Create(x[2], y[2], x[3], y[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Low(Vector128<double> x, Vector128<double> y) =>
        Sse2.IsSupported ? Sse2.UnpackLow(x, y) : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(x, y) : Vector128.Create(x[0], y[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> High(Vector128<double> x, Vector128<double> y) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(x, y) : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(x, y) : Vector128.Create(x[1], y[1]);
}
