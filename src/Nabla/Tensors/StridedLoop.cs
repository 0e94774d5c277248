using System.Runtime.CompilerServices;

namespace Nabla;

/// <summary>Walks several broadcast views of one shape together, row by row of their longest common inner axis.</summary>
/// <remarks>
/// Axes of size 1 are dropped and neighbouring axes merged wherever every operand allows it, so contiguous operands
/// become one row. A copy may start at any row, which is how parts of the walk run on several threads.
/// </remarks>
internal struct StridedLoop
{
    /// <summary>The most operands that walk together.</summary>
    public const int MaxOperands = 6;

    AxisInts sizes;
    AxisInts index;
    OperandAxisInts strides;
    OperandInts starts;
    OperandInts offsets;
    int rank;
    int operands;

    /// <summary>A walk over a shape, to which operands are added.</summary>
    public StridedLoop(in Shape shape)
    {
        rank = shape.Rank;
        shape.Span.CopyTo(sizes);
    }

    /// <summary>A walk over two operands: the usual pair of source and destination.</summary>
    public StridedLoop(in Shape shape, Tensor a, Tensor b) : this(shape)
    {
        Add(a);
        Add(b);
        Merge();
    }

    /// <summary>Elements of a row.</summary>
    public readonly int RowLength => rank == 0 ? 1 : sizes[rank - 1];

    /// <summary>Rows of the walk.</summary>
    public readonly int RowCount
    {
        get
        {
            int count = 1;
            for (int i = 0; i < rank - 1; i++) count *= sizes[i];
            return count;
        }
    }

    /// <summary>Adds an operand whose shape broadcasts to the walk's.</summary>
    public void Add(Tensor x)
    {
        int missing = rank - x.Rank, stride = 1;
        for (int i = x.Rank - 1; i >= 0; i--)
        {
            int own = x.IsContiguous ? stride : x.Strides[i];
            strides[operands * Shape.MaxRank + missing + i] = x.Shape[i] == 1 ? 0 : own;
            stride *= x.Shape[i];
        }
        starts[operands] = offsets[operands] = x.Offset;
        operands++;
    }

    /// <summary>Drops axes of size 1 and merges neighbours; called once, after the last operand.</summary>
    public void Merge()
    {
        int kept = 0;
        for (int i = 0; i < rank; i++)
        {
            if (sizes[i] == 1) continue;
            if (kept > 0 && CanMerge(kept - 1, i))
            {
                sizes[kept - 1] *= sizes[i];
                MoveStrides(i, kept - 1);
            }
            else
            {
                sizes[kept] = sizes[i];
                MoveStrides(i, kept);
                kept++;
            }
        }
        rank = kept;
    }

    /// <summary>Elements from one index of the row to the next, for an operand.</summary>
    public readonly int Stride(int operand) => rank == 0 ? 1 : strides[operand * Shape.MaxRank + rank - 1];

    /// <summary>An axis outside the rows along which an operand's elements lie side by side; −1 where there is none.</summary>
    public readonly int AxisSideBySide(int operand)
    {
        for (int axis = rank - 2; axis >= 0; axis--)
            if (strides[operand * Shape.MaxRank + axis] == 1) return axis;
        return -1;
    }

    /// <summary>Takes an axis out of a walk over two operands: rows are then those at its place 0.</summary>
    /// <returns>Its size, and the second operand's stride along it.</returns>
    public (int Size, int Stride) TakeOut(int axis)
    {
        (int Size, int Stride) taken = (sizes[axis], strides[Shape.MaxRank + axis]);
        for (; axis < rank - 1; axis++)
        {
            sizes[axis] = sizes[axis + 1];
            MoveStrides(axis + 1, axis);
        }
        rank--;
        return taken;
    }

    /// <summary>Where the operand's current row begins.</summary>
    public readonly int Offset(int operand) => offsets[operand];

    /// <summary>Goes to a row.</summary>
    public void Seek(int row)
    {
        offsets = starts;
        for (int axis = rank - 2; axis >= 0; axis--)
        {
            (row, index[axis]) = Math.DivRem(row, sizes[axis]);
            for (int k = 0; k < operands; k++) offsets[k] += index[axis] * strides[k * Shape.MaxRank + axis];
        }
    }

    /// <summary>Goes to the next row.</summary>
    public void Advance()
    {
        for (int axis = rank - 2; axis >= 0; axis--)
        {
            bool wraps = ++index[axis] == sizes[axis];
            for (int k = 0; k < operands; k++)
                offsets[k] += strides[k * Shape.MaxRank + axis] * (wraps ? 1 - sizes[axis] : 1);
            if (!wraps) return;
            index[axis] = 0;
        }
    }

    readonly bool CanMerge(int outer, int inner)
    {
        for (int k = 0; k < operands; k++)
            if (strides[k * Shape.MaxRank + outer] != strides[k * Shape.MaxRank + inner] * sizes[inner]) return false;
        return true;
    }

    void MoveStrides(int from, int to)
    {
        for (int k = 0; k < operands; k++) strides[k * Shape.MaxRank + to] = strides[k * Shape.MaxRank + from];
    }

    [InlineArray(Shape.MaxRank)]
    struct AxisInts
    {
        int first;
    }

    [InlineArray(MaxOperands)]
    struct OperandInts
    {
        int first;
    }

    [InlineArray(MaxOperands * Shape.MaxRank)]
    struct OperandAxisInts
    {
        int first;
    }
}
