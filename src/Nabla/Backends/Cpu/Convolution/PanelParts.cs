using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>Products of all rows of W with some panels: a part is a block of panels.</summary>
/// <remarks>Where places are packed, a panel of 3 registers × 256 taps (48 KB) is used before the next; each element of y is a sum over the taps in order, block by block.</remarks>
internal readonly unsafe struct PanelParts<U, V, T>(PanelCopies copies, int[] taps, T* image, int channels, T* weight, T* bias, T* product, int rows, int columns, int blocks) : IParts
    where U : struct, IVectorUnit<V, T>
    where V : struct
    where T : unmanaged
{
    const int DepthBlock = 256;

    /// <summary>Up to one tile of rows, packing would cost more than it saves; with more of them too where rows of places fill registers.</summary>
    public const int FewRows = 8;

    /// <summary>What all rows of W read of the sample before the next places: 512 KB of float32.</summary>
    const int MostElements = 1 << 17;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public void Run(int part)
    {
        ColumnPanels panels = copies.Panels;
        int first = (int)((long)panels.Count * part / blocks), end = (int)((part + 1L) * panels.Count / blocks);
        if (rows <= FewRows || copies.FillRegisters)
        {
            int last = copies.First[end], block = Math.Max(1, MostElements / channels / (3 * U.Count)) * 3;
            for (int copy = copies.First[first], next; copy < last; copy = next)
            {
                next = Math.Min(last, copy + block);
                Unpacked(copy, next, next < last ? copies.Column[next] : Math.Min(columns, panels.Start(end) * U.Count));
            }
        }
        else
        {
            Packed(first, end);
        }
        if (bias is null) return;
        int start = panels.Start(first) * U.Count, count = Math.Min(columns, panels.Start(end) * U.Count) - start;
        Add(bias, product + start, rows, count, columns);
    }

    /// <summary>Adds to each of some rows its own number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(T* bias, T* y, int rows, int count, int stride)
    {
        for (int row = 0; row < rows; row++, y += stride)
        {
            V same = U.Broadcast(bias[row]);
            int i = 0;
            for (; i <= count - U.Count; i += U.Count) U.Store(y + i, U.Add(U.Load(y + i), same));
            for (; i < count; i++) y[i] = U.AddElement(y[i], bias[row]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    void Packed(int first, int end)
    {
        ColumnPanels panels = copies.Panels;
        int depthBlocks = (taps.Length + DepthBlock - 1) / DepthBlock, depthBlock = (taps.Length + depthBlocks - 1) / depthBlocks;
        T* packed = PackBuffer<T>.Right.Reserve((depthBlock * 3 + 1) * U.Count);
        T* edge = stackalloc T[8 * 3 * U.Count];
        for (int panel = first; panel < end; panel++)
        {
            int registers = panels.Width(panel), width = registers * U.Count, firstColumn = panels.Start(panel) * U.Count;
            int present = Math.Min(width, columns - firstColumn);
            for (int depthStart = 0; depthStart < taps.Length; depthStart += depthBlock)
            {
                int depth = Math.Min(depthBlock, taps.Length - depthStart);
                Pack(panel, depthStart, depth, packed, width);
                for (int row = 0; row < rows;)
                {
                    int height = ProductParts<U, V, T>.Rows(rows - row);
                    T* a = weight + (nint)row * taps.Length + depthStart, target = product + (nint)row * columns + firstColumn;
                    if (present == width)
                    {
                        ProductParts<U, V, T>.RunTile(height, registers, depth, a, taps.Length, 1, packed, width, target, columns, depthStart > 0);
                    }
                    else
                    {
                        ProductParts<U, V, T>.RunTile(height, registers, depth, a, taps.Length, 1, packed, width, edge, 3 * U.Count, false);
                        ProductParts<U, V, T>.CopyEdge(edge, target, columns, height, present, depthStart > 0);
                    }
                    row += height;
                }
            }
        }
    }

    /// <summary>Products of rows of W by three registers of places, wherever these lie. A register may reach beyond its run, where the next one is written after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    void Unpacked(int first, int end, int endColumn)
    {
        T* edge = stackalloc T[8 * 3 * U.Count];
        int* inEdge = stackalloc int[3] { 0, U.Count, 2 * U.Count };
        fixed (int* tap = taps, from = copies.From, to = copies.Column)
            for (int row = 0; row < rows;)
            {
                int height = PlaceTile<U, V, T>.Rows(rows - row);
                T* a = weight + (nint)row * taps.Length, target = product + (nint)row * columns;
                for (int copy = first; copy < end;)
                {
                    int width = Math.Min(3, end - copy);
                    TapRange range = copies.Seen(copy, width, taps.Length / channels, channels);
                    if (to[copy + width - 1] + U.Count <= endColumn)
                    {
                        PlaceTile<U, V, T>.Run(height, width, range, a, taps.Length, tap, image, from + copy, target, to + copy, columns);
                        copy += width;
                        continue;
                    }
                    PlaceTile<U, V, T>.Run(height, width, range, a, taps.Length, tap, image, from + copy, edge, inEdge, 3 * U.Count);
                    for (int i = 0; i < width; i++, copy++)
                        ProductParts<U, V, T>.CopyEdge(edge + i * U.Count, target + to[copy], columns, height, Math.Min(U.Count, (copy + 1 < end ? to[copy + 1] : endColumn) - to[copy]), false);
                }
                row += height;
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Pack(int panel, int depthStart, int depth, T* packed, int width)
    {
        int first = copies.First[panel], count = copies.First[panel + 1] - first;
        fixed (int* fromStart = copies.From, toStart = copies.To, tapStart = taps)
        {
            int* from = fromStart + first, to = toStart + first, tap = tapStart + depthStart;
            for (int k = 0; k < depth; k++, packed += width)
            {
                T* source = image + tap[k];
                for (int i = 0; i < count; i++) U.Store(packed + to[i], U.Load(source + from[i]));
            }
        }
    }
}
