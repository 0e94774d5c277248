using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>Copies B into panels: a part is one panel of one depth block, row after row.</summary>
/// <remarks>
/// What stands in the columns past the last is left as it happens to be: it meets only accumulators that are never stored.
/// </remarks>
internal readonly unsafe struct PackRight<U, V, T>(Matrix<T> b, T* packed, ColumnPanels panels, int firstPacked, int depthBlock) : IParts
    where U : struct, IVectorUnit<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>Where a panel of a depth block begins: blocks of K one after another, panels side by side within.</summary>
    public static nint Place(ColumnPanels panels, int firstPacked, int panel, int depthStart, int depth)
    {
        int first = panels.Start(firstPacked);
        return ((nint)(panels.Start(panels.Count) - first) * depthStart + (nint)(panels.Start(panel) - first) * depth) * U.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int part)
    {
        int packedPanels = panels.Count - firstPacked;
        int panel = firstPacked + part % packedPanels, depthStart = part / packedPanels * depthBlock;
        int depth = Math.Min(depthBlock, b.Rows - depthStart);
        Panel(b, panels, panel, depthStart, depth, packed + Place(panels, firstPacked, panel, depthStart, depth));
    }

    /// <summary>Copies some rows of one panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Panel(in Matrix<T> b, ColumnPanels panels, int panel, int depthStart, int depth, T* target)
    {
        int width = panels.Width(panel) * U.Count, firstColumn = panels.Start(panel) * U.Count;
        fixed (T* array = b.Array)
        {
            T* source = array + b.Offset + (nint)depthStart * b.RowStride + (nint)firstColumn * b.ColumnStride;
            for (int start = 0; start < width; start += U.Count)
            {
                int present = Math.Min(U.Count, b.Columns - firstColumn - start);
                T* block = source + (nint)start * b.ColumnStride;
                if (b.ColumnStride == 1) Copy(block, b.RowStride, target + start, width, depth, present, array + b.Array.Length);
                else if (b.RowStride == 1 && present == U.Count) Turn(block, b.ColumnStride, target + start, width, depth);
                else Gather(block, b.RowStride, b.ColumnStride, target + start, width, depth, present);
            }
        }
    }

    /// <summary>Copies whole registers, beyond the last column too while that stays inside the array.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Copy(T* source, nint stride, T* target, nint width, int depth, int present, T* end)
    {
        int whole = depth;
        if (present < U.Count)
            while (whole > 0 && (source + (whole - 1) * stride + U.Count > end || source + U.Count > end)) whole--;
        for (int k = 0; k < whole; k++)
        {
            U.Store(target, U.Load(source));
            source += stride;
            target += width;
        }
        Gather(source, stride, 1, target, width, depth - whole, present);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Turn(T* source, nint stride, T* target, nint width, int depth)
    {
        int k = 0;
        for (; k <= depth - U.TransposeDepth; k += U.TransposeDepth)
        {
            U.Transpose(source, stride, target, width);
            source += U.TransposeDepth;
            target += U.TransposeDepth * width;
        }
        if (k < depth) Gather(source, 1, stride, target, width, depth - k, U.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Gather(T* source, nint rowStride, nint columnStride, T* target, nint width, int depth, int present)
    {
        for (int j = 0; j < present; j++)
        {
            T* from = source + j * columnStride, to = target + j;
            for (int k = 0; k < depth; k++)
            {
                *to = *from;
                from += rowStride;
                to += width;
            }
        }
    }
}
