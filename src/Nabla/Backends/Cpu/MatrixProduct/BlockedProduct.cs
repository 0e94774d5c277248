namespace Nabla.Backends.Cpu;

/// <summary>C = S + A·B in blocks that fit the caches, for one register width.</summary>
/// <remarks>
/// <para>
/// B is copied into panels of three registers' width (and turned on the way where it is given transposed), once by all threads or by each part for
/// itself, unless it is read where it lies; parts take tiles of C. A is read where it lies if its rows are contiguous, else copied by block.
/// </para>
/// <para>
/// Measured in float32 on an AVX-512 core of 252 GFLOP/s (medians): 512³ 232, 1024³ 215, 64 × 128 × 784 233, 64 × 784 × 128 with B
/// given transposed 203, 64 × 1000 × 100 163; two cores 1.8 to 1.97 times as much. Copying A into contiguous rows changed nothing.
/// </para>
/// <para>
/// Blocks and parts follow from the sizes alone. An element of C is summed over k in order within a block of K, and over the blocks in order.
/// </para>
/// </remarks>
internal static unsafe class BlockedProduct<U, V, T>
    where U : struct, IVectorUnit<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>Most rows of B copied at once, and most elements: 4 MB of float32, shared by the threads through the last cache.</summary>
    const int MostPackedRows = 4096, MostPackedElements = 1 << 20;

    /// <summary>Rows of B in a block: a panel of 3 registers × 256 rows (48 KB) streams from the second-level cache.</summary>
    const int DepthBlock = 256;

    /// <summary>A row-major B is read where it lies for few rows, or when it is small: copying it would not pay.</summary>
    /// <remarks>
    /// Measured in float32: 32 × 784 × 128 takes 28 µs in place and 39 µs copied, 64 × 1024 × 1024 710 and 910, 512³ 1,150 and 1,220;
    /// 1024³ the same.
    /// </remarks>
    const int RowsInPlace = 64, ElementsInPlace = 1 << 18;

    /// <summary>Up to this many rows of a B larger than A, each part copies its own panel.</summary>
    /// <remarks>Measured in float32 with B given transposed, one and two threads: 128 × 784 × 512 770 to 660 µs and no change beyond noise, 64 × 1000 × 100 no change and 108 to 64.</remarks>
    const int RowsOfOwnPanels = 256;

    /// <summary>Rows of C in a part; of many rows larger parts, for which a panel of B comes less often from the last cache.</summary>
    /// <remarks>Parts of 128 rows, measured on one thread: 1024³ 3 % faster, 2048³ 4 to 9 %; 512³ 3 % slower.</remarks>
    const int PartRows = 64, LeastPartRows = 16, ManyRows = 1024, PartOfManyRows = 128;

    /// <summary>A part should last some microseconds; more parts than this balance no better.</summary>
    const long PartWork = 1 << 19;

    const int MostParts = 32;

    /// <summary>Of more rows than this of a B read in place, few rows of A are shared out along K.</summary>
    const int MostDepthUnshared = 2 * DepthBlock;

    /// <summary>Up to this many rows, dot products beat the turning of a B given transposed.</summary>
    const int DotRows = 8;

    /// <summary>Narrower parts of rows are left to a pass of its own: going over each costs about 0.1 µs.</summary>
    const int LeastContinued = 256;

    /// <summary>C = S + A·B by the way that suits the sizes and strides; answers whether what follows was done too.</summary>
    public static bool Run(in Matrix<T> a, in Matrix<T> b, in Matrix<T> c, in Matrix<T> start, IContinuation? then)
    {
        if (c.Columns == 1 && c.Rows > 1 && c.RowStride == 1)
        {
            // A column is the row of the transposed product.
            Run(b.Transposed, a.Transposed, new(c.Array, c.Offset, 1, c.Rows, c.Rows, 1), start.BeginIn(c) ? new(c.Array, c.Offset, 1, c.Rows, c.Rows, 1) : default, null);
        }
        else if (c.Rows <= DotRows && b.RowStride == 1 && a.ColumnStride == 1 && a.Columns >= U.Count && U.Count > 1)
        {
            DotProducts<U, V, T>.Run(a, b, c, start.BeginIn(c));
        }
        else if (c.Rows == 1 && b.ColumnStride == 1)
        {
            bool accumulate = start.BeginIn(c);
            int done = RowSum<U, V, T>.Run(a, b, c, accumulate);
            if (done < c.Columns)
            {
                int left = c.Columns - done;
                Matrix<T> rest = new(c.Array, c.Offset + done, 1, left, c.RowStride, 1);
                RunTiles(a, new(b.Array, b.Offset + done, b.Rows, left, b.RowStride, 1), rest, accumulate ? rest : default, null);
            }
        }
        else
        {
            return RunTiles(a, b, c, start, then);
        }
        return false;
    }

    static bool RunTiles(in Matrix<T> a, in Matrix<T> b, in Matrix<T> c, in Matrix<T> start, IContinuation? then)
    {
        int depth = a.Columns, columns = c.Columns;
        int rowsAtOnce = depth <= MostPackedRows ? depth : MostPackedRows;
        int columnsAtOnce = MostPackedElements / rowsAtOnce / (3 * U.Count) * (3 * U.Count);
        if (rowsAtOnce == depth && columnsAtOnce >= columns) return RunBlock(a, b, c, start, then);
        for (int column = 0; column < columns; column += columnsAtOnce)
        {
            int width = Math.Min(columnsAtOnce, columns - column);
            for (int row = 0; row < depth; row += rowsAtOnce)
            {
                int height = Math.Min(rowsAtOnce, depth - row);
                Matrix<T> target = c.Stretch(column, width);
                RunBlock(
                    new(a.Array, a.Offset + row * a.ColumnStride, a.Rows, height, a.RowStride, a.ColumnStride),
                    new(b.Array, b.Offset + row * b.RowStride + column * b.ColumnStride, height, width, b.RowStride, b.ColumnStride),
                    target, row > 0 ? target : start.Stretch(column, width), null);
            }
        }
        return false;
    }

    static bool RunBlock(in Matrix<T> a, in Matrix<T> b, in Matrix<T> c, in Matrix<T> start, IContinuation? then)
    {
        var panels = new ColumnPanels(c.Columns, U.Count);
        int depthBlocks = (b.Rows + DepthBlock - 1) / DepthBlock;
        int depthBlock = (b.Rows + depthBlocks - 1) / depthBlocks;

        bool inPlace = b.ColumnStride == 1 && (a.Rows <= RowsInPlace || (long)b.Rows * b.Columns <= ElementsInPlace);
        // The last register may read past the last column: in place only while that stays inside the array.
        bool wholeRegisters = b.RowStride >= 0 && b.Offset + (long)(b.Rows - 1) * b.RowStride + panels.Start(panels.Count) * U.Count <= b.Array.Length;
        int firstPacked = !inPlace ? 0 : wholeRegisters || c.Columns % U.Count == 0 ? panels.Count : panels.Count - 1;
        if (firstPacked == 0 && c.Columns > c.Rows && c.Rows <= RowsOfOwnPanels)
            ByOwnPanels(a, b, c, start, depthBlock);
        else if (inPlace && c.Rows is > DotRows and <= RowsInPlace && b.Rows > MostDepthUnshared && a.ColumnStride == 1)
            AlongDepth(a, b, c, start, panels, firstPacked, depthBlock);
        else
            return ByRowsAndColumns(a, b, c, start, panels, firstPacked, depthBlock, then);
        return false;
    }

    /// <summary>Few rows and a larger B that has to be copied: by panels, which each part copies for itself.</summary>
    static void ByOwnPanels(in Matrix<T> a, in Matrix<T> b, in Matrix<T> c, in Matrix<T> start, int depthBlock)
    {
        T* left = null;
        if (a.ColumnStride != 1)
        {
            left = PackBuffer<T>.Whole.Reserve(PackLeft<U, V, T>.Size(a));
            var pack = new PackLeft<U, V, T>(a, left, depthBlock);
            ForkJoin.Run((a.Columns + depthBlock - 1) / depthBlock, in pack, (long)a.Rows * a.Columns / 4);
        }
        var panels = new ColumnPanels(c.Columns, U.Count, even: true);
        // One panel is copied twice: that costs less than waiting.
        int rowParts = panels.Count == 1 && a.Rows >= 4 * U.Rows ? 2 : 1;
        var parts = new OwnPanels<U, V, T>(a, b, c, start, left, panels, depthBlock, rowParts);
        ForkJoin.Run(panels.Count * rowParts, in parts, Nanoseconds(a, c));
    }

    /// <summary>Few rows and a long B that is read where it lies: by blocks of K, and halves of the rows.</summary>
    static void AlongDepth(in Matrix<T> a, in Matrix<T> b, in Matrix<T> c, in Matrix<T> start, ColumnPanels panels, int firstPacked, int depthBlock)
    {
        int blocks = (b.Rows + depthBlock - 1) / depthBlock;
        int half = (c.Rows / 2 + U.Rows - 1) / U.Rows * U.Rows, halves = (c.Rows + half - 1) / half;
        T* sums = PackBuffer<T>.Right.Reserve(blocks * c.Rows * c.Columns);
        var parts = new DepthParts<U, V, T>(a, b, sums, c.Rows, c.Columns, panels, firstPacked, depthBlock, half, halves);
        ForkJoin.Run(blocks * halves, in parts, Nanoseconds(a, c));
        DepthParts<U, V, T>.AddUp(sums, blocks, c, start);
    }

    /// <summary>By ranges of rows and of columns, of a B that all threads copy before, unless it is read where it lies.</summary>
    static bool ByRowsAndColumns(in Matrix<T> a, in Matrix<T> b, in Matrix<T> c, in Matrix<T> start, ColumnPanels panels, int firstPacked, int depthBlock, IContinuation? then)
    {
        T* packed = null;
        if (firstPacked < panels.Count)
        {
            int packedPanels = panels.Count - firstPacked, packedColumns = (panels.Start(panels.Count) - panels.Start(firstPacked)) * U.Count;
            packed = PackBuffer<T>.Right.Reserve(packedColumns * b.Rows);
            var pack = new PackRight<U, V, T>(b, packed, panels, firstPacked, depthBlock);
            ForkJoin.Run((b.Rows + depthBlock - 1) / depthBlock * packedPanels, in pack, (long)packedColumns * b.Rows / 8);
        }

        int wanted = (int)Math.Clamp((long)c.Rows * c.Columns * b.Rows / PartWork, 1, MostParts);
        int mostRows = c.Rows >= ManyRows ? PartOfManyRows : PartRows;
        int rowBlocks = (c.Rows + mostRows - 1) / mostRows;
        if (rowBlocks * panels.Count < wanted) rowBlocks = Math.Min((c.Rows + LeastPartRows - 1) / LeastPartRows, wanted);
        int partRows = ((c.Rows + rowBlocks - 1) / rowBlocks + U.Rows - 1) / U.Rows * U.Rows;
        rowBlocks = (c.Rows + partRows - 1) / partRows;
        int columnBlocks = Math.Min(panels.Count, (wanted + rowBlocks - 1) / rowBlocks);

        if (c.RowStride != c.Columns || c.Columns / columnBlocks < LeastContinued) then = null;
        var parts = new ProductParts<U, V, T>(a, b, c, start, packed, panels, firstPacked, depthBlock, partRows, columnBlocks, then);
        ForkJoin.Run(rowBlocks * columnBlocks, in parts, Nanoseconds(a, c));
        return then is not null;
    }

    /// <summary>About what a product costs on one thread.</summary>
    static long Nanoseconds(in Matrix<T> a, in Matrix<T> c) => (long)c.Rows * c.Columns * a.Columns / (6 * U.Count);
}
