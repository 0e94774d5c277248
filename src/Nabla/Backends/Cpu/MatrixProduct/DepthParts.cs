using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>Computes sums over one block of K each, for few rows of a B that is read where it lies: a part is a block of K and some rows.</summary>
/// <remarks>
/// <para>
/// For x·W of a small batch. W was changed last by the optimizer, its first rows by one core and its last rows by another; shared out by K, each core reads
/// what lies in its own cache. Shared out by rows or columns of C, half of W came from the other's, as slowly as a core can wait for single lines
/// (64 × 1000 × 100 after a step of gradient descent: 92 µs on two threads, 97 on one; so 60).
/// </para>
/// <para>The sums are added block by block, as <see cref="ProductParts{U, V, T}"/> adds them: the same bits.</para>
/// </remarks>
internal readonly unsafe struct DepthParts<U, V, T>(Matrix<T> a, Matrix<T> b, T* sums, int rows, int columns, ColumnPanels panels, int firstPacked, int depthBlock, int partRows, int rowBlocks)
    : IParts
    where U : struct, IVectorUnit<V, T>
    where V : struct
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public void Run(int part)
    {
        int block = part / rowBlocks, rowStart = part % rowBlocks * partRows, rowEnd = Math.Min(rows, rowStart + partRows);
        int depthStart = block * depthBlock, depth = Math.Min(depthBlock, b.Rows - depthStart);
        Matrix<T> target = new(b.Array, block * rows * columns, rows, columns, columns, 1);
        T* edge = stackalloc T[8 * 3 * U.Count];
        fixed (T* aArray = a.Array, bArray = b.Array)
        {
            LeftRows<T> left = new(aArray + a.Offset + (nint)rowStart * a.RowStride + (nint)depthStart * a.ColumnStride, a.RowStride, a.ColumnStride, U.Rows);
            for (int panel = 0; panel < panels.Count; panel++)
            {
                int firstColumn = panels.Start(panel) * U.Count, width = panels.Width(panel);
                T* bPanel = bArray + b.Offset + (nint)depthStart * b.RowStride + firstColumn;
                nint bRow = b.RowStride;
                if (panel >= firstPacked)
                {
                    bPanel = PackBuffer<T>.Left.Reserve(width * U.Count * depth);
                    bRow = width * U.Count;
                    PackRight<U, V, T>.Panel(b, panels, panel, depthStart, depth, bPanel);
                }
                ProductParts<U, V, T>.RunPanel(target, default, rowStart, rowEnd, firstColumn, width, depth, left, bPanel, bRow, sums, null, edge);
            }
        }
    }

    /// <summary>C = S + the sums of the blocks, in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddUp(T* sums, int blocks, in Matrix<T> c, in Matrix<T> start)
    {
        nint next = (nint)c.Rows * c.Columns;
        fixed (T* cArray = c.Array, sArray = start.Array)
        {
            for (int row = 0; row < c.Rows; row++)
            {
                T* from = sums + (nint)row * c.Columns, to = cArray + c.Offset + (nint)row * c.RowStride;
                T* s = sArray == null ? null : sArray + start.Offset + (nint)row * start.RowStride;
                int j = 0;
                for (; j <= c.Columns - U.Count; j += U.Count)
                {
                    V sum = s == null ? U.Load(from + j) : U.Add(U.Load(s + j), U.Load(from + j));
                    for (int block = 1; block < blocks; block++) sum = U.Add(sum, U.Load(from + block * next + j));
                    U.Store(to + j, sum);
                }
                for (; j < c.Columns; j++)
                {
                    T sum = s == null ? from[j] : U.AddElement(s[j], from[j]);
                    for (int block = 1; block < blocks; block++) sum = U.AddElement(sum, from[block * next + j]);
                    to[j] = sum;
                }
            }
        }
    }
}
