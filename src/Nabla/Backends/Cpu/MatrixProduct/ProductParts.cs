using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>Computes C by parts: a part is some rows of some panels, over all of K, block by block.</summary>
internal readonly unsafe struct ProductParts<U, V, T>(
    Matrix<T> a, Matrix<T> b, Matrix<T> c, Matrix<T> start, T* packed, ColumnPanels panels, int firstPacked, int depthBlock, int partRows, int columnBlocks, IContinuation? then)
    : IParts
    where U : struct, IVectorUnit<V, T>
    where V : struct
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public void Run(int part)
    {
        int rowStart = part / columnBlocks * partRows, rowEnd = Math.Min(c.Rows, rowStart + partRows);
        int columnBlock = part % columnBlocks;
        int panelStart = (int)((long)panels.Count * columnBlock / columnBlocks), panelEnd = (int)((long)panels.Count * (columnBlock + 1) / columnBlocks);
        bool copyLeft = a.ColumnStride != 1 && panelEnd - panelStart > 1;
        T* left = copyLeft ? PackBuffer<T>.Left.Reserve((rowEnd - rowStart + U.Rows) * depthBlock) : null;
        T* edge = stackalloc T[8 * 3 * U.Count];

        fixed (T* aArray = a.Array, bArray = b.Array, cArray = c.Array, sArray = start.Array)
        {
            for (int depthStart = 0; depthStart < b.Rows; depthStart += depthBlock)
            {
                int depth = Math.Min(depthBlock, b.Rows - depthStart);
                ref readonly Matrix<T> from = ref depthStart > 0 ? ref c : ref start;
                T* s = depthStart > 0 ? cArray : sArray;
                T* aBlock = aArray + a.Offset + (nint)rowStart * a.RowStride + (nint)depthStart * a.ColumnStride;
                if (copyLeft) PackLeft<U, V, T>.Copy(aBlock, a.RowStride, a.ColumnStride, left, rowEnd - rowStart, depth);
                LeftRows<T> rows = copyLeft ? LeftRows<T>.Copied(left, U.Rows, depth) : new(aBlock, a.RowStride, a.ColumnStride, U.Rows);
                for (int panel = panelStart; panel < panelEnd; panel++)
                {
                    int width = panels.Width(panel), firstColumn = panels.Start(panel) * U.Count;
                    T* bPanel;
                    nint bRow;
                    if (panel < firstPacked)
                    {
                        bPanel = bArray + b.Offset + (nint)depthStart * b.RowStride + firstColumn;
                        bRow = b.RowStride;
                    }
                    else
                    {
                        bPanel = packed + PackRight<U, V, T>.Place(panels, firstPacked, panel, depthStart, depth);
                        bRow = width * U.Count;
                    }
                    RunPanel(c, from, rowStart, rowEnd, firstColumn, width, depth, rows, bPanel, bRow, cArray, s, edge);
                }
            }
        }
        if (then is not null) Continue(rowStart, rowEnd, panels.Start(panelStart) * U.Count, Math.Min(c.Columns, panels.Start(panelEnd) * U.Count));
    }

    /// <summary>Goes on with the part, whose rows are still in the cache.</summary>
    void Continue(int rowStart, int rowEnd, int columnStart, int columnEnd)
    {
        if (columnEnd - columnStart == c.Columns) then!.Over(rowStart * c.Columns, (rowEnd - rowStart) * c.Columns);
        else
            for (int row = rowStart; row < rowEnd; row++) then!.Over(row * c.Columns + columnStart, columnEnd - columnStart);
    }

    /// <summary>Some rows of A times one panel, added to what they start from, tile by tile.</summary>
    internal static void RunPanel(
        in Matrix<T> c, in Matrix<T> start, int rowStart, int rowEnd, int firstColumn, int width, int depth, in LeftRows<T> left, T* bPanel, nint bRow,
        T* cArray, T* sArray, T* edge)
    {
        int present = Math.Min(width * U.Count, c.Columns - firstColumn);
        bool whole = present == width * U.Count;
        T* aTileStart = left.First;
        nint aRow = left.Row, aColumn = left.Column;
        for (int row = rowStart; row < rowEnd; aTileStart += left.Tile)
        {
            int tileEnd = Math.Min(rowEnd, row + U.Rows);
            T* aRows = aTileStart;
            while (row < tileEnd)
            {
                int rows = Rows(tileEnd - row);
                T* target = cArray + c.Offset + (nint)row * c.RowStride + firstColumn;
                T* from = sArray == null ? null : sArray + start.Offset + (nint)row * start.RowStride + firstColumn;
                if (whole)
                {
                    RunTile(rows, width, depth, aRows, aRow, aColumn, bPanel, bRow, target, c.RowStride, from, start.RowStride);
                }
                else
                {
                    RunTile(rows, width, depth, aRows, aRow, aColumn, bPanel, bRow, edge, 3 * U.Count, null, 0);
                    CopyEdge(edge, target, c.RowStride, rows, present, from, start.RowStride);
                }
                row += rows;
                aRows += rows * aRow;
            }
        }
    }

    /// <summary>The tallest tile that fits.</summary>
    internal static int Rows(int left) => left >= 8 && U.Rows >= 8 ? 8 : left >= 4 ? 4 : left >= 2 ? 2 : 1;

    internal static void RunTile(int rows, int width, nint depth, T* a, nint aRow, nint aColumn, T* b, nint bRow, T* c, nint cRow, bool add) =>
        RunTile(rows, width, depth, a, aRow, aColumn, b, bRow, c, cRow, add ? c : null, cRow);

    static void RunTile(int rows, int width, nint depth, T* a, nint aRow, nint aColumn, T* b, nint bRow, T* c, nint cRow, T* s, nint sRow)
    {
        aRow *= sizeof(T);
        aColumn *= sizeof(T);
        bRow *= sizeof(T);
        cRow *= sizeof(T);
        sRow *= sizeof(T);
        switch (rows * 4 + width)
        {
            case 35: Tile<U, V, T>.Run<Eight, Three>(depth, a, aRow, aColumn, b, bRow, c, cRow, s, sRow); break;
            case 34: Tile<U, V, T>.Run<Eight, Two>(depth, a, aRow, aColumn, b, bRow, c, cRow, s, sRow); break;
            case 33: Tile<U, V, T>.Run<Eight, One>(depth, a, aRow, aColumn, b, bRow, c, cRow, s, sRow); break;
            case 19: Tile<U, V, T>.Run<Four, Three>(depth, a, aRow, aColumn, b, bRow, c, cRow, s, sRow); break;
            case 18: Tile<U, V, T>.Run<Four, Two>(depth, a, aRow, aColumn, b, bRow, c, cRow, s, sRow); break;
            case 17: Tile<U, V, T>.Run<Four, One>(depth, a, aRow, aColumn, b, bRow, c, cRow, s, sRow); break;
            case 11: Tile<U, V, T>.Run<Two, Three>(depth, a, aRow, aColumn, b, bRow, c, cRow, s, sRow); break;
            case 10: Tile<U, V, T>.Run<Two, Two>(depth, a, aRow, aColumn, b, bRow, c, cRow, s, sRow); break;
            case 9: Tile<U, V, T>.Run<Two, One>(depth, a, aRow, aColumn, b, bRow, c, cRow, s, sRow); break;
            case 7: Tile<U, V, T>.Run<One, Three>(depth, a, aRow, aColumn, b, bRow, c, cRow, s, sRow); break;
            case 6: Tile<U, V, T>.Run<One, Two>(depth, a, aRow, aColumn, b, bRow, c, cRow, s, sRow); break;
            default: Tile<U, V, T>.Run<One, One>(depth, a, aRow, aColumn, b, bRow, c, cRow, s, sRow); break;
        }
    }

    internal static void CopyEdge(T* edge, T* target, nint stride, int rows, int present, bool add) =>
        CopyEdge(edge, target, stride, rows, present, add ? target : null, stride);

    static void CopyEdge(T* edge, T* target, nint stride, int rows, int present, T* start, nint startStride)
    {
        for (int row = 0; row < rows; row++)
        {
            int j = 0;
            for (; j <= present - U.Count; j += U.Count)
                U.Store(target + j, start != null ? U.Add(U.Load(start + j), U.Load(edge + j)) : U.Load(edge + j));
            for (; j < present; j++) target[j] = start != null ? U.AddElement(start[j], edge[j]) : edge[j];
            edge += 3 * U.Count;
            target += stride;
            if (start != null) start += startStride;
        }
    }
}
