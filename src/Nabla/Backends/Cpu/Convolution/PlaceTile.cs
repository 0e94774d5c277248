using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>The innermost loop of a convolution with few output channels: up to 8 of them by up to 3 registers of places, which lie anywhere in the sample.</summary>
/// <remarks>As <see cref="Tile{U, V, T}"/>, but the rows of B are read where the places see a tap, so no windows are packed.</remarks>
internal static unsafe class PlaceTile<U, V, T>
    where U : struct, IVectorUnit<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>The tallest tile that fits.</summary>
    public static int Rows(int left) => U.Rows < 8 ? ProductParts<U, V, T>.Rows(left) : left >= 8 ? 8 : left >= 6 ? 6 : left >= 4 ? 4 : left >= 2 ? 2 : 1;

    /// <summary>C = A·B for a tile of a height and width: register j is read from <paramref name="from"/>[j] and each of <paramref name="taps"/> in a range on, and written at <paramref name="to"/>[j].</summary>
    public static void Run(int height, int width, in TapRange range, T* a, nint aRow, int* taps, T* image, int* from, T* c, int* to, nint cRow)
    {
        switch (height * 4 + width)
        {
            case 35: Run<Eight, Three>(range, a, aRow, taps, image, from, c, to, cRow); break;
            case 34: Run<Eight, Two>(range, a, aRow, taps, image, from, c, to, cRow); break;
            case 33: Run<Eight, One>(range, a, aRow, taps, image, from, c, to, cRow); break;
            case 27: Run<Six, Three>(range, a, aRow, taps, image, from, c, to, cRow); break;
            case 26: Run<Six, Two>(range, a, aRow, taps, image, from, c, to, cRow); break;
            case 25: Run<Six, One>(range, a, aRow, taps, image, from, c, to, cRow); break;
            case 19: Run<Four, Three>(range, a, aRow, taps, image, from, c, to, cRow); break;
            case 18: Run<Four, Two>(range, a, aRow, taps, image, from, c, to, cRow); break;
            case 17: Run<Four, One>(range, a, aRow, taps, image, from, c, to, cRow); break;
            case 11: Run<Two, Three>(range, a, aRow, taps, image, from, c, to, cRow); break;
            case 10: Run<Two, Two>(range, a, aRow, taps, image, from, c, to, cRow); break;
            case 9: Run<Two, One>(range, a, aRow, taps, image, from, c, to, cRow); break;
            case 7: Run<One, Three>(range, a, aRow, taps, image, from, c, to, cRow); break;
            case 6: Run<One, Two>(range, a, aRow, taps, image, from, c, to, cRow); break;
            default: Run<One, One>(range, a, aRow, taps, image, from, c, to, cRow); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Run<R, N>(in TapRange range, T* a, nint aRow, int* taps, T* image, int* from, T* c, int* to, nint cRow)
        where R : struct, ISize
        where N : struct, ISize
    {
        V c00 = default, c01 = default, c02 = default;
        V c10 = default, c11 = default, c12 = default;
        V c20 = default, c21 = default, c22 = default;
        V c30 = default, c31 = default, c32 = default;
        V c40 = default, c41 = default, c42 = default;
        V c50 = default, c51 = default, c52 = default;
        V c60 = default, c61 = default, c62 = default;
        V c70 = default, c71 = default, c72 = default;
        T* x = a + range.First, x4 = x + 4 * aRow, y = image + from[0];
        taps += range.First;
        nint aRow3 = 3 * aRow, y1 = 0, y2 = 0;
        if (N.Value > 1) y1 = from[1] - from[0];
        if (N.Value > 2) y2 = from[2] - from[0];
        for (int block = range.Blocks; block > 0; block--, x += range.Left, x4 += range.Left, taps += range.Left)
            for (int k = range.Count; k > 0; k--)
            {
                T* seen = y + *taps;
                V b0 = U.Load(seen), b1 = default, b2 = default;
                if (N.Value > 1) b1 = U.Load(seen + y1);
                if (N.Value > 2) b2 = U.Load(seen + y2);
                V a0 = U.Broadcast(*(x));
                c00 = U.MultiplyAdd(a0, b0, c00);
                if (N.Value > 1) c01 = U.MultiplyAdd(a0, b1, c01);
                if (N.Value > 2) c02 = U.MultiplyAdd(a0, b2, c02);
                if (R.Value > 1)
                {
                    V a1 = U.Broadcast(*(x + aRow));
                    c10 = U.MultiplyAdd(a1, b0, c10);
                    if (N.Value > 1) c11 = U.MultiplyAdd(a1, b1, c11);
                    if (N.Value > 2) c12 = U.MultiplyAdd(a1, b2, c12);
                }
                if (R.Value > 2)
                {
                    V a2 = U.Broadcast(*(x + 2 * aRow));
                    c20 = U.MultiplyAdd(a2, b0, c20);
                    if (N.Value > 1) c21 = U.MultiplyAdd(a2, b1, c21);
                    if (N.Value > 2) c22 = U.MultiplyAdd(a2, b2, c22);
                    V a3 = U.Broadcast(*(x + aRow3));
                    c30 = U.MultiplyAdd(a3, b0, c30);
                    if (N.Value > 1) c31 = U.MultiplyAdd(a3, b1, c31);
                    if (N.Value > 2) c32 = U.MultiplyAdd(a3, b2, c32);
                }
                if (R.Value > 4)
                {
                    V a4 = U.Broadcast(*(x4));
                    c40 = U.MultiplyAdd(a4, b0, c40);
                    if (N.Value > 1) c41 = U.MultiplyAdd(a4, b1, c41);
                    if (N.Value > 2) c42 = U.MultiplyAdd(a4, b2, c42);
                    V a5 = U.Broadcast(*(x4 + aRow));
                    c50 = U.MultiplyAdd(a5, b0, c50);
                    if (N.Value > 1) c51 = U.MultiplyAdd(a5, b1, c51);
                    if (N.Value > 2) c52 = U.MultiplyAdd(a5, b2, c52);
                }
                if (R.Value > 6)
                {
                    V a6 = U.Broadcast(*(x4 + 2 * aRow));
                    c60 = U.MultiplyAdd(a6, b0, c60);
                    if (N.Value > 1) c61 = U.MultiplyAdd(a6, b1, c61);
                    if (N.Value > 2) c62 = U.MultiplyAdd(a6, b2, c62);
                    V a7 = U.Broadcast(*(x4 + aRow3));
                    c70 = U.MultiplyAdd(a7, b0, c70);
                    if (N.Value > 1) c71 = U.MultiplyAdd(a7, b1, c71);
                    if (N.Value > 2) c72 = U.MultiplyAdd(a7, b2, c72);
                }
                x++;
                x4++;
                taps++;
            }

        Put<N>(c, to, c00, c01, c02);
        if (R.Value > 1) Put<N>(c + cRow, to, c10, c11, c12);
        if (R.Value > 2)
        {
            Put<N>(c + 2 * cRow, to, c20, c21, c22);
            Put<N>(c + 3 * cRow, to, c30, c31, c32);
        }
        if (R.Value > 4)
        {
            Put<N>(c + 4 * cRow, to, c40, c41, c42);
            Put<N>(c + 5 * cRow, to, c50, c51, c52);
        }
        if (R.Value > 6)
        {
            Put<N>(c + 6 * cRow, to, c60, c61, c62);
            Put<N>(c + 7 * cRow, to, c70, c71, c72);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Put<N>(T* c, int* to, V v0, V v1, V v2)
        where N : struct, ISize
    {
        U.Store(c + to[0], v0);
        if (N.Value > 1) U.Store(c + to[1], v1);
        if (N.Value > 2) U.Store(c + to[2], v2);
    }
}

internal readonly struct Six : ISize { public static int Value => 6; }

/// <summary>Some taps of every channel: blocks of a number of them from a first one on, and how many are left out between blocks.</summary>
internal readonly record struct TapRange(int First, int Count, int Left, int Blocks);
