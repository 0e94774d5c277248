using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>A few rows times a matrix given transposed, as in x·Wᵀ for a small batch: dot products of contiguous rows, nothing copied.</summary>
/// <remarks>A part is a range of columns. Each sum runs along K in as many strands as a register has elements, added at the end.</remarks>
internal readonly unsafe struct DotProducts<U, V, T>(Matrix<T> a, Matrix<T> b, Matrix<T> c, int partColumns, bool accumulate) : IParts
    where U : struct, IVectorUnit<V, T>
    where V : struct
    where T : unmanaged
{
    const long PartElements = 1 << 16;

    public static void Run(in Matrix<T> a, in Matrix<T> b, in Matrix<T> c, bool accumulate)
    {
        long elements = (long)b.Rows * c.Columns;
        int wanted = (int)Math.Clamp(elements / PartElements, 1, 64);
        int partColumns = ((c.Columns + wanted - 1) / wanted + 3) / 4 * 4;
        var parts = new DotProducts<U, V, T>(a, b, c, partColumns, accumulate);
        ForkJoin.Run((c.Columns + partColumns - 1) / partColumns, in parts, elements * sizeof(T) * (a.Rows + 1) / 40);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int part)
    {
        int start = part * partColumns, end = Math.Min(c.Columns, start + partColumns);
        int depth = b.Rows;
        fixed (T* aArray = a.Array, bArray = b.Array, cArray = c.Array)
        {
            for (int column = start; column < end; column += 4)
            {
                int columns = Math.Min(4, end - column);
                T* y = bArray + b.Offset + (nint)column * b.ColumnStride;
                for (int row = 0; row < a.Rows;)
                {
                    T* x = aArray + a.Offset + (nint)row * a.RowStride, z = cArray + c.Offset + (nint)row * c.RowStride + column;
                    int rows = a.Rows - row >= 4 && U.Rows >= 8 ? 4 : a.Rows - row >= 2 ? 2 : 1;
                    if (rows == 4) Block<Four>(x, y, z, depth, columns);
                    else if (rows == 2) Block<Two>(x, y, z, depth, columns);
                    else Block<One>(x, y, z, depth, columns);
                    row += rows;
                }
            }
        }
    }

    /// <summary>1, 2 or 4 rows by up to 4 columns; a column that is missing is computed from the first again and not stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Block<R>(T* x0, T* y0, T* z, nint depth, int columns)
        where R : struct, ISize
    {
        nint xStride = a.RowStride, yStride = b.ColumnStride, zStride = c.RowStride;
        T* x1 = x0 + xStride, x2 = x1 + xStride, x3 = x2 + xStride;
        T* y1 = columns > 1 ? y0 + yStride : y0, y2 = columns > 2 ? y0 + 2 * yStride : y0, y3 = columns > 3 ? y0 + 3 * yStride : y0;
        V s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        V s20 = default, s21 = default, s22 = default, s23 = default, s30 = default, s31 = default, s32 = default, s33 = default;
        nint whole = depth / U.Count * U.Count;
        for (nint k = 0; k < whole; k += U.Count)
        {
            V b0 = U.Load(y0 + k), b1 = U.Load(y1 + k), b2 = U.Load(y2 + k), b3 = U.Load(y3 + k);
            V r = U.Load(x0 + k);
            s00 = U.MultiplyAdd(r, b0, s00);
            s01 = U.MultiplyAdd(r, b1, s01);
            s02 = U.MultiplyAdd(r, b2, s02);
            s03 = U.MultiplyAdd(r, b3, s03);
            if (R.Value > 1)
            {
                r = U.Load(x1 + k);
                s10 = U.MultiplyAdd(r, b0, s10);
                s11 = U.MultiplyAdd(r, b1, s11);
                s12 = U.MultiplyAdd(r, b2, s12);
                s13 = U.MultiplyAdd(r, b3, s13);
            }
            if (R.Value > 2)
            {
                r = U.Load(x2 + k);
                s20 = U.MultiplyAdd(r, b0, s20);
                s21 = U.MultiplyAdd(r, b1, s21);
                s22 = U.MultiplyAdd(r, b2, s22);
                s23 = U.MultiplyAdd(r, b3, s23);
                r = U.Load(x3 + k);
                s30 = U.MultiplyAdd(r, b0, s30);
                s31 = U.MultiplyAdd(r, b1, s31);
                s32 = U.MultiplyAdd(r, b2, s32);
                s33 = U.MultiplyAdd(r, b3, s33);
            }
        }

        T* sums = stackalloc T[16];
        (sums[0], sums[1], sums[2], sums[3]) = (U.Sum(s00), U.Sum(s01), U.Sum(s02), U.Sum(s03));
        if (R.Value > 1) (sums[4], sums[5], sums[6], sums[7]) = (U.Sum(s10), U.Sum(s11), U.Sum(s12), U.Sum(s13));
        if (R.Value > 2) (sums[8], sums[9], sums[10], sums[11]) = (U.Sum(s20), U.Sum(s21), U.Sum(s22), U.Sum(s23));
        if (R.Value > 2) (sums[12], sums[13], sums[14], sums[15]) = (U.Sum(s30), U.Sum(s31), U.Sum(s32), U.Sum(s33));
        for (int i = 0; i < R.Value; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                T sum = sums[4 * i + j];
                for (nint k = whole; k < depth; k++) sum = U.MultiplyAddElement(x0[i * xStride + k], y0[j * yStride + k], sum);
                z[i * zStride + j] = accumulate ? U.AddElement(z[i * zStride + j], sum) : sum;
            }
        }
    }
}
