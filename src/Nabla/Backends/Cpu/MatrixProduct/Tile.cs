using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>A number that is a type, so that the compiler sees a constant.</summary>
internal interface ISize
{
    static abstract int Value { get; }
}

internal readonly struct One : ISize { public static int Value => 1; }

internal readonly struct Two : ISize { public static int Value => 2; }

internal readonly struct Three : ISize { public static int Value => 3; }

internal readonly struct Four : ISize { public static int Value => 4; }

internal readonly struct Eight : ISize { public static int Value => 8; }

/// <summary>The innermost loop: a tile of C of 1, 2, 4 or 8 rows and 1, 2 or 3 registers' width, held in registers along K.</summary>
/// <remarks>
/// Written once: rows, columns and register are type arguments, and the compiler drops what a smaller tile lacks. Every element
/// of C is one sum in the order of k, whatever the tile it falls into.
/// </remarks>
internal static unsafe class Tile<U, V, T>
    where U : struct, IVectorUnit<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>C = S + A·B for one tile; S may be C, or null for nothing. Strides are in bytes; the columns of B lie side by side in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<R, N>(nint depth, T* a, nint aRow, nint aColumn, T* b, nint bRow, T* c, nint cRow, T* s, nint sRow)
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
        byte* x = (byte*)a, x4 = (byte*)a + 4 * aRow, y = (byte*)b;
        nint aRow3 = 3 * aRow;
        for (; depth > 0; depth--)
        {
            V b0 = U.Load((T*)y), b1 = default, b2 = default;
            if (N.Value > 1) b1 = U.Load((T*)y + U.Count);
            if (N.Value > 2) b2 = U.Load((T*)y + 2 * U.Count);
            V a0 = U.Broadcast(*(T*)(x));
            c00 = U.MultiplyAdd(a0, b0, c00);
            if (N.Value > 1) c01 = U.MultiplyAdd(a0, b1, c01);
            if (N.Value > 2) c02 = U.MultiplyAdd(a0, b2, c02);
            if (R.Value > 1)
            {
                V a1 = U.Broadcast(*(T*)(x + aRow));
                c10 = U.MultiplyAdd(a1, b0, c10);
                if (N.Value > 1) c11 = U.MultiplyAdd(a1, b1, c11);
                if (N.Value > 2) c12 = U.MultiplyAdd(a1, b2, c12);
            }
            if (R.Value > 2)
            {
                V a2 = U.Broadcast(*(T*)(x + 2 * aRow));
                c20 = U.MultiplyAdd(a2, b0, c20);
                if (N.Value > 1) c21 = U.MultiplyAdd(a2, b1, c21);
                if (N.Value > 2) c22 = U.MultiplyAdd(a2, b2, c22);
                V a3 = U.Broadcast(*(T*)(x + aRow3));
                c30 = U.MultiplyAdd(a3, b0, c30);
                if (N.Value > 1) c31 = U.MultiplyAdd(a3, b1, c31);
                if (N.Value > 2) c32 = U.MultiplyAdd(a3, b2, c32);
            }
            if (R.Value > 4)
            {
                V a4 = U.Broadcast(*(T*)(x4));
                c40 = U.MultiplyAdd(a4, b0, c40);
                if (N.Value > 1) c41 = U.MultiplyAdd(a4, b1, c41);
                if (N.Value > 2) c42 = U.MultiplyAdd(a4, b2, c42);
                V a5 = U.Broadcast(*(T*)(x4 + aRow));
                c50 = U.MultiplyAdd(a5, b0, c50);
                if (N.Value > 1) c51 = U.MultiplyAdd(a5, b1, c51);
                if (N.Value > 2) c52 = U.MultiplyAdd(a5, b2, c52);
                V a6 = U.Broadcast(*(T*)(x4 + 2 * aRow));
                c60 = U.MultiplyAdd(a6, b0, c60);
                if (N.Value > 1) c61 = U.MultiplyAdd(a6, b1, c61);
                if (N.Value > 2) c62 = U.MultiplyAdd(a6, b2, c62);
                V a7 = U.Broadcast(*(T*)(x4 + aRow3));
                c70 = U.MultiplyAdd(a7, b0, c70);
                if (N.Value > 1) c71 = U.MultiplyAdd(a7, b1, c71);
                if (N.Value > 2) c72 = U.MultiplyAdd(a7, b2, c72);
            }
            x += aColumn;
            x4 += aColumn;
            y += bRow;
        }

        byte* z = (byte*)c, w = (byte*)s;
        bool add = s != null;
        Put<N>(z, w, c00, c01, c02, add);
        if (R.Value > 1) Put<N>(z + cRow, w + sRow, c10, c11, c12, add);
        if (R.Value > 2)
        {
            Put<N>(z + 2 * cRow, w + 2 * sRow, c20, c21, c22, add);
            Put<N>(z + 3 * cRow, w + 3 * sRow, c30, c31, c32, add);
        }
        if (R.Value > 4)
        {
            Put<N>(z + 4 * cRow, w + 4 * sRow, c40, c41, c42, add);
            Put<N>(z + 5 * cRow, w + 5 * sRow, c50, c51, c52, add);
            Put<N>(z + 6 * cRow, w + 6 * sRow, c60, c61, c62, add);
            Put<N>(z + 7 * cRow, w + 7 * sRow, c70, c71, c72, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Put<N>(byte* row, byte* start, V v0, V v1, V v2, bool add)
        where N : struct, ISize
    {
        var c = (T*)row;
        if (add)
        {
            var s = (T*)start;
            v0 = U.Add(U.Load(s), v0);
            if (N.Value > 1) v1 = U.Add(U.Load(s + U.Count), v1);
            if (N.Value > 2) v2 = U.Add(U.Load(s + 2 * U.Count), v2);
        }
        U.Store(c, v0);
        if (N.Value > 1) U.Store(c + U.Count, v1);
        if (N.Value > 2) U.Store(c + 2 * U.Count, v2);
    }
}
