using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>The innermost loop of a kernel's gradient: up to 8 taps by up to 3 registers of output channels, summed over places.</summary>
/// <remarks>
/// As <see cref="Tile{U, V, T}"/>, but a row of A is a tap: its element at a place is read where the place sees that tap, so no windows are packed.
/// With the parts of taps and places exchanged it is the loop of a convolution: up to 8 places, summed over taps.
/// </remarks>
internal static unsafe class TapTile<U, V, T>
    where U : struct, IVectorUnit<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>C (+)= A·B for a tile of a height and width: C[r] is the tap at <paramref name="taps"/>[r], columns of C and B lie side by side, B has a row for each of <paramref name="places"/>.</summary>
    public static void Run(int height, int width, int* places, int count, T* image, int* taps, T* b, nint bRow, T* c, nint cRow, bool accumulate)
    {
        switch (height * 4 + width)
        {
            case 35: Run<Eight, Three>(places, count, image, taps, b, bRow, c, cRow, accumulate); break;
            case 34: Run<Eight, Two>(places, count, image, taps, b, bRow, c, cRow, accumulate); break;
            case 33: Run<Eight, One>(places, count, image, taps, b, bRow, c, cRow, accumulate); break;
            case 19: Run<Four, Three>(places, count, image, taps, b, bRow, c, cRow, accumulate); break;
            case 18: Run<Four, Two>(places, count, image, taps, b, bRow, c, cRow, accumulate); break;
            case 17: Run<Four, One>(places, count, image, taps, b, bRow, c, cRow, accumulate); break;
            case 11: Run<Two, Three>(places, count, image, taps, b, bRow, c, cRow, accumulate); break;
            case 10: Run<Two, Two>(places, count, image, taps, b, bRow, c, cRow, accumulate); break;
            case 9: Run<Two, One>(places, count, image, taps, b, bRow, c, cRow, accumulate); break;
            case 7: Run<One, Three>(places, count, image, taps, b, bRow, c, cRow, accumulate); break;
            case 6: Run<One, Two>(places, count, image, taps, b, bRow, c, cRow, accumulate); break;
            default: Run<One, One>(places, count, image, taps, b, bRow, c, cRow, accumulate); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Run<R, N>(int* places, int count, T* image, int* taps, T* b, nint bRow, T* c, nint cRow, bool accumulate)
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
        nint t1 = 0, t2 = 0, t3 = 0, t4 = 0, t5 = 0, t6 = 0, t7 = 0;
        if (R.Value > 1) t1 = taps[1] - taps[0];
        if (R.Value > 2) (t2, t3) = (taps[2] - taps[0], taps[3] - taps[0]);
        if (R.Value > 4) (t4, t5, t6, t7) = (taps[4] - taps[0], taps[5] - taps[0], taps[6] - taps[0], taps[7] - taps[0]);
        image += taps[0];
        for (int i = 0; i < count; i++)
        {
            T* x = image + places[i];
            V b0 = U.Load(b), b1 = default, b2 = default;
            if (N.Value > 1) b1 = U.Load(b + U.Count);
            if (N.Value > 2) b2 = U.Load(b + 2 * U.Count);
            b += bRow;
            V a0 = U.Broadcast(*x);
            c00 = U.MultiplyAdd(a0, b0, c00);
            if (N.Value > 1) c01 = U.MultiplyAdd(a0, b1, c01);
            if (N.Value > 2) c02 = U.MultiplyAdd(a0, b2, c02);
            if (R.Value > 1)
            {
                V a1 = U.Broadcast(x[t1]);
                c10 = U.MultiplyAdd(a1, b0, c10);
                if (N.Value > 1) c11 = U.MultiplyAdd(a1, b1, c11);
                if (N.Value > 2) c12 = U.MultiplyAdd(a1, b2, c12);
            }
            if (R.Value > 2)
            {
                V a2 = U.Broadcast(x[t2]);
                c20 = U.MultiplyAdd(a2, b0, c20);
                if (N.Value > 1) c21 = U.MultiplyAdd(a2, b1, c21);
                if (N.Value > 2) c22 = U.MultiplyAdd(a2, b2, c22);
                V a3 = U.Broadcast(x[t3]);
                c30 = U.MultiplyAdd(a3, b0, c30);
                if (N.Value > 1) c31 = U.MultiplyAdd(a3, b1, c31);
                if (N.Value > 2) c32 = U.MultiplyAdd(a3, b2, c32);
            }
            if (R.Value > 4)
            {
                V a4 = U.Broadcast(x[t4]);
                c40 = U.MultiplyAdd(a4, b0, c40);
                if (N.Value > 1) c41 = U.MultiplyAdd(a4, b1, c41);
                if (N.Value > 2) c42 = U.MultiplyAdd(a4, b2, c42);
                V a5 = U.Broadcast(x[t5]);
                c50 = U.MultiplyAdd(a5, b0, c50);
                if (N.Value > 1) c51 = U.MultiplyAdd(a5, b1, c51);
                if (N.Value > 2) c52 = U.MultiplyAdd(a5, b2, c52);
                V a6 = U.Broadcast(x[t6]);
                c60 = U.MultiplyAdd(a6, b0, c60);
                if (N.Value > 1) c61 = U.MultiplyAdd(a6, b1, c61);
                if (N.Value > 2) c62 = U.MultiplyAdd(a6, b2, c62);
                V a7 = U.Broadcast(x[t7]);
                c70 = U.MultiplyAdd(a7, b0, c70);
                if (N.Value > 1) c71 = U.MultiplyAdd(a7, b1, c71);
                if (N.Value > 2) c72 = U.MultiplyAdd(a7, b2, c72);
            }
        }

        Put<N>(c, c00, c01, c02, accumulate);
        if (R.Value > 1) Put<N>(c + cRow, c10, c11, c12, accumulate);
        if (R.Value > 2)
        {
            Put<N>(c + 2 * cRow, c20, c21, c22, accumulate);
            Put<N>(c + 3 * cRow, c30, c31, c32, accumulate);
        }
        if (R.Value > 4)
        {
            Put<N>(c + 4 * cRow, c40, c41, c42, accumulate);
            Put<N>(c + 5 * cRow, c50, c51, c52, accumulate);
            Put<N>(c + 6 * cRow, c60, c61, c62, accumulate);
            Put<N>(c + 7 * cRow, c70, c71, c72, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Put<N>(T* c, V v0, V v1, V v2, bool accumulate)
        where N : struct, ISize
    {
        U.Store(c, accumulate ? U.Add(U.Load(c), v0) : v0);
        if (N.Value > 1) U.Store(c + U.Count, accumulate ? U.Add(U.Load(c + U.Count), v1) : v1);
        if (N.Value > 2) U.Store(c + 2 * U.Count, accumulate ? U.Add(U.Load(c + 2 * U.Count), v2) : v2);
    }
}
