using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>A matrix that lies anywhere in an array, with any strides: element (i, j) is <c>Array[Offset + i·RowStride + j·ColumnStride]</c>.</summary>
/// <remarks>A transpose swaps sizes and strides; a stride of 0 repeats one row or column.</remarks>
internal readonly struct Matrix<T>(T[] array, int offset, int rows, int columns, int rowStride, int columnStride)
    where T : unmanaged
{
    public readonly T[] Array = array;
    public readonly int Offset = offset;
    public readonly int Rows = rows;
    public readonly int Columns = columns;
    public readonly int RowStride = rowStride;
    public readonly int ColumnStride = columnStride;

    /// <summary>A dense matrix, row after row, from the beginning of an array.</summary>
    public Matrix(T[] array, int rows, int columns) : this(array, 0, rows, columns, columns, 1)
    {
    }

    /// <summary>The same elements with rows and columns exchanged.</summary>
    public Matrix<T> Transposed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Array, Offset, Columns, Rows, ColumnStride, RowStride);
    }

    /// <summary>A row whose elements lie side by side (column stride 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Row(int row) => Array.AsSpan(Offset + row * RowStride, Columns);

    /// <summary>Whether it is no matrix at all.</summary>
    public bool IsNone => Array is null;

    /// <summary>Some columns of it; of none, none.</summary>
    public Matrix<T> Stretch(int column, int count) => IsNone ? default : new(Array, Offset + column * ColumnStride, Rows, count, RowStride, ColumnStride);

    /// <summary>Makes another matrix of the same size begin with its elements, unless they are the same; false if it is none.</summary>
    public bool BeginIn(in Matrix<T> target)
    {
        if (IsNone) return false;
        if (ReferenceEquals(Array, target.Array) && Offset == target.Offset && RowStride == target.RowStride) return true;
        for (int row = 0; row < Rows; row++) Row(row).CopyTo(target.Row(row));
        return true;
    }

    /// <summary>The matrix that begins <paramref name="distance"/> elements later.</summary>
    public Matrix<T> Moved(int distance) => new(Array, Offset + distance, Rows, Columns, RowStride, ColumnStride);

    /// <summary>Throws unless every element lies inside the array: the kernels behind this check use pointers.</summary>
    /// <exception cref="ArgumentException">A size is negative or an element lies outside.</exception>
    public void Check(string name)
    {
        if (Rows < 0 || Columns < 0) throw new ArgumentException($"matrix product: {name} has a negative size [{Rows}, {Columns}].", name);
        if (Rows == 0 || Columns == 0) return;
        long down = (long)(Rows - 1) * RowStride, along = (long)(Columns - 1) * ColumnStride;
        long first = Offset + Math.Min(down, 0) + Math.Min(along, 0), last = Offset + Math.Max(down, 0) + Math.Max(along, 0);
        if (first < 0 || last >= Array.Length) ThrowOutside(name, first, last);
    }

    void ThrowOutside(string name, long first, long last) => throw new ArgumentException(
        $"matrix product: {name} [{Rows}, {Columns}] with strides ({RowStride}, {ColumnStride}) reaches elements {first} to {last} of {Array.Length}.", name);
}
