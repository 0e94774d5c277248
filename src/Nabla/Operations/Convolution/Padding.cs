namespace Nabla;

/// <summary>How much is put around the spatial axes of an input: a number a side, or what keeps, shrinks or grows the output.</summary>
public readonly struct Padding
{
    enum Kind
    {
        Explicit,
        Same,
        Full,
    }

    readonly Kind kind;
    readonly PerAxis sides;

    Padding(Kind kind, PerAxis sides) => (this.kind, this.sides) = (kind, sides);

    /// <summary>Nothing: windows lie inside the input.</summary>
    public static Padding Valid => 0;

    /// <summary>The output has the input's size: d·(k − 1) in all, the odd one behind. Asks for stride 1.</summary>
    public static Padding Same => new(Kind.Same, 0);

    /// <summary>Every window that touches the input: d·(k − 1) on each side.</summary>
    public static Padding Full => new(Kind.Full, 0);

    /// <summary>As much on each side of every axis.</summary>
    public static implicit operator Padding(int side) => new(Kind.Explicit, side);

    /// <summary>As much on each side of an axis, a number an axis.</summary>
    public static implicit operator Padding(PerAxis sides) => new(Kind.Explicit, sides);

    /// <inheritdoc/>
    public override string ToString() => kind == Kind.Explicit ? sides.ToString() : kind.ToString();

    /// <summary>What stands before and behind each axis.</summary>
    /// <exception cref="ShapeException">The numbers do not fit the axes, or Same meets a stride.</exception>
    internal (int[] Before, int[] After) Of(ReadOnlySpan<int> kernel, ReadOnlySpan<int> stride, ReadOnlySpan<int> dilation, string operation)
    {
        if (kind == Kind.Explicit)
        {
            int[] each = sides.Of(kernel.Length, 0, operation, "padding");
            return (each, each);
        }
        int[] before = new int[kernel.Length], after = new int[kernel.Length];
        for (int i = 0; i < before.Length; i++)
        {
            int reach = dilation[i] * (kernel[i] - 1);
            if (kind == Kind.Same && stride[i] != 1)
                throw new ShapeException($"{operation}: cannot pad to the same size with stride {stride[i]}: only stride 1 keeps it.");
            (before[i], after[i]) = kind == Kind.Same ? (reach / 2, reach - reach / 2) : (reach, reach);
        }
        return (before, after);
    }
}
