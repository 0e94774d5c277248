using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>One row times a matrix whose rows are contiguous: y (+)= x[0]·B[0] + x[1]·B[1] + …, eight rows of B at a time.</summary>
/// <remarks>
/// A part is a range of columns. Reading eight long rows side by side follows the order of memory; a register tile would take
/// 192 bytes of each row (4,096 × 4,096 in float32: 4.6 ms so).
/// </remarks>
internal readonly unsafe struct RowSum<U, V, T>(Matrix<T> a, Matrix<T> b, Matrix<T> c, int partColumns, bool accumulate) : IParts
    where U : struct, IVectorUnit<V, T>
    where V : struct
    where T : unmanaged
{
    const int LeastColumns = 512, MostColumns = 2048;
    const long PartElements = 1 << 16;

    /// <summary>Computes all columns but those of an incomplete last register, and returns how many it did.</summary>
    public static int Run(in Matrix<T> a, in Matrix<T> b, in Matrix<T> c, bool accumulate)
    {
        int columns = c.Columns / U.Count * U.Count;
        if (columns == 0) return 0;
        long elements = (long)b.Rows * columns;
        int wanted = (int)Math.Min(elements / PartElements, columns / LeastColumns);
        wanted = Math.Max(wanted, (columns + MostColumns - 1) / MostColumns);
        int partColumns = ((columns + wanted - 1) / wanted + U.Count - 1) / U.Count * U.Count;
        var parts = new RowSum<U, V, T>(a, b, new(c.Array, c.Offset, 1, columns, c.RowStride, 1), partColumns, accumulate);
        ForkJoin.Run((columns + partColumns - 1) / partColumns, in parts, elements * sizeof(T) / 20);
        return columns;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int part)
    {
        int start = part * partColumns, count = Math.Min(partColumns, c.Columns - start);
        nint stride = b.RowStride, step = a.ColumnStride;
        fixed (T* aArray = a.Array, bArray = b.Array, cArray = c.Array)
        {
            T* x = aArray + a.Offset, y = bArray + b.Offset + start, z = cArray + c.Offset + start;
            if (!accumulate) new Span<T>(z, count).Clear();
            int k = 0;
            for (; k <= b.Rows - 8; k += 8)
            {
                V x0 = U.Broadcast(x[0]), x1 = U.Broadcast(x[step]), x2 = U.Broadcast(x[2 * step]), x3 = U.Broadcast(x[3 * step]);
                V x4 = U.Broadcast(x[4 * step]), x5 = U.Broadcast(x[5 * step]), x6 = U.Broadcast(x[6 * step]), x7 = U.Broadcast(x[7 * step]);
                T* y4 = y + 4 * stride;
                nint stride3 = 3 * stride;
                for (nint j = 0; j < count; j += U.Count)
                {
                    V sum = U.MultiplyAdd(x0, U.Load(y + j), U.Load(z + j));
                    sum = U.MultiplyAdd(x1, U.Load(y + stride + j), sum);
                    sum = U.MultiplyAdd(x2, U.Load(y + 2 * stride + j), sum);
                    sum = U.MultiplyAdd(x3, U.Load(y + stride3 + j), sum);
                    sum = U.MultiplyAdd(x4, U.Load(y4 + j), sum);
                    sum = U.MultiplyAdd(x5, U.Load(y4 + stride + j), sum);
                    sum = U.MultiplyAdd(x6, U.Load(y4 + 2 * stride + j), sum);
                    sum = U.MultiplyAdd(x7, U.Load(y4 + stride3 + j), sum);
                    U.Store(z + j, sum);
                }
                x += 8 * step;
                y += 8 * stride;
            }
            for (; k < b.Rows; k++)
            {
                V x0 = U.Broadcast(x[0]);
                for (nint j = 0; j < count; j += U.Count) U.Store(z + j, U.MultiplyAdd(x0, U.Load(y + j), U.Load(z + j)));
                x += step;
                y += stride;
            }
        }
    }
}
