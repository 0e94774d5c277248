using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>Computes C by parts that copy what they need of B themselves: a part is one panel and some rows, over all of K, block by block.</summary>
/// <remarks>
/// For a B that is larger than A, given transposed, as in x·Wᵀ: the copy is used while it lies in the first caches of the core that made it, and nobody
/// waits for anybody else's. The sums are those of <see cref="ProductParts{U, V, T}"/>, in the same order.
/// </remarks>
internal readonly unsafe struct OwnPanels<U, V, T>(Matrix<T> a, Matrix<T> b, Matrix<T> c, Matrix<T> start, T* left, ColumnPanels panels, int depthBlock, int rowParts) : IParts
    where U : struct, IVectorUnit<V, T>
    where V : struct
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public void Run(int part)
    {
        int panel = part / rowParts, rows = part % rowParts;
        int rowStart = c.Rows * rows / rowParts / U.Rows * U.Rows;
        int rowEnd = rows == rowParts - 1 ? c.Rows : c.Rows * (rows + 1) / rowParts / U.Rows * U.Rows;
        int width = panels.Width(panel), firstColumn = panels.Start(panel) * U.Count;
        T* copy = PackBuffer<T>.Left.Reserve(width * U.Count * depthBlock);
        T* edge = stackalloc T[8 * 3 * U.Count];
        fixed (T* aArray = a.Array, cArray = c.Array, sArray = start.Array)
        {
            for (int depthStart = 0; depthStart < b.Rows; depthStart += depthBlock)
            {
                int depth = Math.Min(depthBlock, b.Rows - depthStart);
                PackRight<U, V, T>.Panel(b, panels, panel, depthStart, depth, copy);
                LeftRows<T> own = left == null
                    ? new(aArray + a.Offset + (nint)rowStart * a.RowStride + depthStart, a.RowStride, 1, U.Rows)
                    : LeftRows<T>.Copied(left + PackLeft<U, V, T>.Place(a.Rows, depthStart) + (nint)rowStart * depth, U.Rows, depth);
                ProductParts<U, V, T>.RunPanel(
                    c, depthStart > 0 ? c : start, rowStart, rowEnd, firstColumn, width, depth, own,
                    copy, width * U.Count, cArray, depthStart > 0 ? cArray : sArray, edge);
            }
        }
    }
}
