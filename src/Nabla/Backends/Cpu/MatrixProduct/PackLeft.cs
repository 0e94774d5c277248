using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>Copies an A given transposed into tiles that are read straight on: block of K by block of K, tile by tile. A part is one block.</summary>
/// <remarks>
/// For parts that copy their own panels of B. Where B is read in place each part copies its own rows of A instead: 1000 × 64 × 100 took a fifth longer with this copy,
/// 128 × 1024 × 512 a fifth less.
/// </remarks>
internal readonly unsafe struct PackLeft<U, V, T>(Matrix<T> a, T* packed, int depthBlock) : IParts
    where U : struct, IVectorUnit<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>Elements of a copy.</summary>
    public static int Size(in Matrix<T> a) => Whole(a.Rows) * a.Columns;

    /// <summary>Where a block of K begins.</summary>
    public static nint Place(int rows, int depthStart) => (nint)Whole(rows) * depthStart;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int part)
    {
        int depthStart = part * depthBlock, depth = Math.Min(depthBlock, a.Columns - depthStart);
        fixed (T* array = a.Array)
            Copy(array + a.Offset + (nint)depthStart * a.ColumnStride, a.RowStride, a.ColumnStride, packed + Place(a.Rows, depthStart), a.Rows, depth);
    }

    static int Whole(int rows) => (rows + U.Rows - 1) / U.Rows * U.Rows;

    /// <summary>k by k, the rows of a tile side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(T* source, nint rowStride, nint columnStride, T* target, int rows, int depth)
    {
        int whole = rowStride == 1 ? rows / U.Rows * U.Rows : 0;
        nint tile = (nint)U.Rows * depth;
        for (int k = 0; k < depth && whole > 0; k++)
        {
            T* from = source + k * columnStride, to = target + (nint)k * U.Rows;
            for (int row = 0; row < whole; row += U.Rows)
            {
                Unsafe.CopyBlockUnaligned(to, from, (uint)(U.Rows * sizeof(T)));
                from += U.Rows;
                to += tile;
            }
        }
        for (int row = whole; row < rows; row++)
        {
            T* from = source + row * rowStride, to = target + row / U.Rows * tile + row % U.Rows;
            for (int k = 0; k < depth; k++)
            {
                *to = *from;
                from += columnStride;
                to += U.Rows;
            }
        }
    }
}
