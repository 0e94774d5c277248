using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>The three loops of the definition, for products too small for anything else.</summary>
internal static class PlainProduct
{
    /// <summary>C (+)= A·B. The caller has checked that every element lies inside its array.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Run<T>(in Matrix<T> a, in Matrix<T> b, in Matrix<T> c, bool accumulate)
        where T : unmanaged, INumberBase<T>
    {
        nint aRow = a.RowStride, aColumn = a.ColumnStride, bRow = b.RowStride, bColumn = b.ColumnStride, cRow = c.RowStride;
        int rows = c.Rows, columns = c.Columns, depth = a.Columns;
        fixed (T* aArray = a.Array, bArray = b.Array, cArray = c.Array)
        {
            T* x = aArray + a.Offset, z = cArray + c.Offset;
            for (int i = 0; i < rows; i++)
            {
                T* y = bArray + b.Offset;
                for (int j = 0; j < columns; j++)
                {
                    T sum = T.Zero;
                    for (int k = 0; k < depth; k++) sum += x[k * aColumn] * y[k * bRow];
                    z[j] = accumulate ? z[j] + sum : sum;
                    y += bColumn;
                }
                x += aRow;
                z += cRow;
            }
        }
    }
}
