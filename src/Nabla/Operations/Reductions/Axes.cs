using System.Runtime.CompilerServices;

namespace Nabla;

/// <summary>The axes that a reduction folds: one, several, or (the default) all.</summary>
/// <remarks>Written as a number or in brackets: <c>x.Sum(0)</c>, <c>x.Sum([0, -1])</c>, <c>x.Sum()</c>. Negative axes count from the back.</remarks>
[CollectionBuilder(typeof(Axes), nameof(Create))]
public readonly struct Axes
{
    readonly Shape shifted;
    readonly bool given;

    Axes(ReadOnlySpan<int> axes)
    {
        Span<int> positive = stackalloc int[Shape.MaxRank];
        if (axes.Length > Shape.MaxRank) throw new ShapeException($"Axes: cannot name {axes.Length} axes: at most {Shape.MaxRank} are supported.");
        for (int i = 0; i < axes.Length; i++)
        {
            if (Math.Abs((long)axes[i]) > Shape.MaxRank) throw new IndexException($"Axes: cannot use axis {axes[i]}: a tensor has at most {Shape.MaxRank} axes.", axes[i], Shape.MaxRank);
            positive[i] = axes[i] + Shape.MaxRank;
        }
        shifted = new Shape(positive[..axes.Length]);
        given = true;
    }

    /// <summary>Every axis.</summary>
    public static Axes All => default;

    /// <summary>Several axes; what <c>[0, 1]</c> calls.</summary>
    public static Axes Create(ReadOnlySpan<int> axes) => new(axes);

    /// <summary>One axis.</summary>
    public static implicit operator Axes(int axis) => new([axis]);

    /// <summary>The axes as written, one after another.</summary>
    public IEnumerator<int> GetEnumerator()
    {
        for (int i = 0; i < shifted.Rank; i++) yield return shifted[i] - Shape.MaxRank;
    }

    /// <summary>A mark for each axis of a shape that is folded.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="operation">The operation's name, for the error.</param>
    /// <exception cref="IndexException">There is no such axis.</exception>
    /// <exception cref="ShapeException">An axis is named twice.</exception>
    internal bool[] Of(in Shape shape, string operation)
    {
        var marks = new bool[shape.Rank];
        Of(shape, operation, marks);
        return marks;
    }

    /// <summary>The same in memory that is given, of the shape's rank.</summary>
    internal Span<bool> Of(in Shape shape, string operation, Span<bool> marks)
    {
        marks.Fill(!given);
        foreach (int axis in shifted)
        {
            int front = shape.Axis(axis - Shape.MaxRank, operation);
            if (marks[front]) throw new ShapeException($"{operation}: cannot fold axis {front} of {shape} twice: it is named more than once.", shape);
            marks[front] = true;
        }
        return marks;
    }
}
