using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Nabla.Numbers;

namespace Nabla;

/// <summary>A copy into another order of axes: the source's elements lie side by side along one axis, the destination's along another.</summary>
/// <remarks>
/// These two are walked in tiles of a cache line each way, so that a line that was fetched is used whole, and squares of 4 × 4 floats
/// (2 × 2 of eight bytes) are turned in registers. 512 × 1,024 floats on one core: 0.3 ms, element by element 1.6; 16 images of 32 × 56 × 56
/// with their channels last: 0.5 ms, before 1.5.
/// </remarks>
internal readonly struct TurnedCopy<T> where T : unmanaged
{
    /// <summary>Elements of a tile's side.</summary>
    const int Side = 16;

    readonly StridedLoop loop;
    readonly T[] from, to;
    readonly int rows, columns, fromStride, toStride;

    /// <summary>Prepares the copy of a walk that fits.</summary>
    public TurnedCopy(StridedLoop loop, Tensor source, Tensor destination)
    {
        (from, to) = (source.Array<T>(), destination.Array<T>());
        (columns, fromStride) = (loop.RowLength, loop.Stride(0));
        (rows, toStride) = loop.TakeOut(loop.AxisSideBySide(0));
        this.loop = loop;
    }

    /// <summary>Runs of 16 rows of the destination.</summary>
    public int Bands => loop.RowCount * BandsOfPlane;

    int BandsOfPlane => (rows - 1) / Side + 1;

    /// <summary>Whether a walk over source and destination is of this kind.</summary>
    public static bool Fits(in StridedLoop loop) => loop.Stride(1) == 1 && loop.Stride(0) > 1 && loop.AxisSideBySide(0) >= 0;

    /// <summary>Copies the bands from <paramref name="first"/> up to <paramref name="end"/>.</summary>
    public void Run(int first, int end)
    {
        StridedLoop walk = loop;
        for (int band = first; band < end; band++)
        {
            (int plane, int row) = Math.DivRem(band, BandsOfPlane);
            if (band == first || row == 0) walk.Seek(plane);
            row *= Side;
            int height = Math.Min(Side, rows - row), p = walk.Offset(0) + row, q = walk.Offset(1) + row * toStride;
            for (int column = 0; column < columns; column += Side)
                Tile(ref from[p + column * fromStride], ref to[q + column], height, Math.Min(Side, columns - column));
        }
    }

    void Tile(ref T source, ref T destination, int height, int width)
    {
        if (height < Side || width < Side || !Vector128.IsHardwareAccelerated) OneByOne(ref source, ref destination, height, width);
        else if (Unsafe.SizeOf<T>() == sizeof(float)) Fours(ref Unsafe.As<T, float>(ref source), ref Unsafe.As<T, float>(ref destination));
        else if (Unsafe.SizeOf<T>() == sizeof(double)) Pairs(ref Unsafe.As<T, double>(ref source), ref Unsafe.As<T, double>(ref destination));
        else OneByOne(ref source, ref destination, height, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    void OneByOne(ref T source, ref T destination, int height, int width)
    {
        for (nint j = 0; j < width; j++)
            for (nint i = 0; i < height; i++)
                Unsafe.Add(ref destination, i * toStride + j) = Unsafe.Add(ref source, j * fromStride + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    void Fours(ref float source, ref float destination)
    {
        for (nint j = 0; j < Side; j += 4)
            for (nint i = 0; i < Side; i += 4)
            {
                ref float x = ref Unsafe.Add(ref source, j * fromStride + i), y = ref Unsafe.Add(ref destination, i * toStride + j);
                Lane128<float> a = Lane128<float>.Load(ref x), b = Lane128<float>.Load(ref Unsafe.Add(ref x, (nint)fromStride));
                Lane128<float> c = Lane128<float>.Load(ref Unsafe.Add(ref x, 2 * (nint)fromStride)), d = Lane128<float>.Load(ref Unsafe.Add(ref x, 3 * (nint)fromStride));
                Lane128<float> acLow = Lane128<float>.ZipLow(a, c), acHigh = Lane128<float>.ZipHigh(a, c);
                Lane128<float> bdLow = Lane128<float>.ZipLow(b, d), bdHigh = Lane128<float>.ZipHigh(b, d);
                Lane128<float>.Store(Lane128<float>.ZipLow(acLow, bdLow), ref y);
                Lane128<float>.Store(Lane128<float>.ZipHigh(acLow, bdLow), ref Unsafe.Add(ref y, (nint)toStride));
                Lane128<float>.Store(Lane128<float>.ZipLow(acHigh, bdHigh), ref Unsafe.Add(ref y, 2 * (nint)toStride));
                Lane128<float>.Store(Lane128<float>.ZipHigh(acHigh, bdHigh), ref Unsafe.Add(ref y, 3 * (nint)toStride));
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    void Pairs(ref double source, ref double destination)
    {
        for (nint j = 0; j < Side; j += 2)
            for (nint i = 0; i < Side; i += 2)
            {
                ref double x = ref Unsafe.Add(ref source, j * fromStride + i), y = ref Unsafe.Add(ref destination, i * toStride + j);
                Lane128<double> a = Lane128<double>.Load(ref x), b = Lane128<double>.Load(ref Unsafe.Add(ref x, (nint)fromStride));
                Lane128<double>.Store(Lane128<double>.ZipLow(a, b), ref y);
                Lane128<double>.Store(Lane128<double>.ZipHigh(a, b), ref Unsafe.Add(ref y, (nint)toStride));
            }
    }
}
