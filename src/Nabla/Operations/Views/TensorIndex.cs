using Nabla.Operations;

namespace Nabla;

/// <summary>What stands between the brackets of <c>x[…]</c> for one axis: a place, a range, or a new axis.</summary>
/// <remarks>An <see cref="int"/> (negative counts from the back), an <see cref="Index"/> (<c>^1</c>) or a <see cref="Range"/> (<c>1..3</c>, <c>..</c>) converts to it.</remarks>
public readonly struct TensorIndex
{
    enum Kind
    {
        Range,
        Place,
        NewAxis,
    }

    readonly Kind kind;
    readonly Range range;
    readonly int place;
    readonly int step;

    TensorIndex(Kind kind, Range range, int place, int step) => (this.kind, this.range, this.place, this.step) = (kind, range, place, step);

    /// <summary>An axis of size 1, put in here.</summary>
    public static TensorIndex NewAxis => new(Kind.NewAxis, default, 0, 1);

    /// <summary>Every <paramref name="step"/>-th element of a range; negative steps walk backward from its end.</summary>
    /// <param name="range">The range.</param>
    /// <param name="step">The step, not 0.</param>
    public static TensorIndex Every(Range range, int step) => step == 0
        ? throw new ArgumentOutOfRangeException(nameof(step), step, "TensorIndex.Every: cannot walk in steps of 0.")
        : new(Kind.Range, range, 0, step);

    /// <summary>One place; the axis is dropped.</summary>
    public static implicit operator TensorIndex(int place) => new(Kind.Place, default, place, 1);

    /// <summary>One place; the axis is dropped.</summary>
    public static implicit operator TensorIndex(Index place) => new(Kind.Place, default, place.IsFromEnd ? -place.Value : place.Value, 1);

    /// <summary>A range of places.</summary>
    public static implicit operator TensorIndex(Range range) => new(Kind.Range, range, 0, 1);

    internal bool IsNewAxis => kind == Kind.NewAxis;

    internal bool DropsAxis => kind == Kind.Place;

    /// <summary>The elements it takes from an axis.</summary>
    internal Operations.AxisSlice On(in Shape shape, int axis)
    {
        int size = shape[axis];
        if (kind == Kind.Place)
        {
            int start = place < 0 ? place + size : place;
            if ((uint)start >= (uint)size)
                throw new IndexException($"Slice: cannot take element {place} of axis {axis} of {shape}: its elements are {-size} to {size - 1}.", place, size);
            return new(start, 1, 1);
        }
        int first = range.Start.GetOffset(size), end = range.End.GetOffset(size);
        if (first < 0 || end > size || first > end)
            throw new IndexException($"Slice: cannot take {range} of axis {axis} of {shape}: its size is {size}.", first < 0 || first > end ? first : end, size);
        int count = (end - first + Math.Abs(step) - 1) / Math.Abs(step);
        return new(step > 0 ? first : end - 1, count, step);
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        yield return new("Slice", x => x[0][1], Sample.Point(random, [3, 2]));
        yield return new("Slice", x => x[0][1..3, ^1], Sample.Point(random, [4, 3]));
        yield return new("Slice", x => x[0][.., NewAxis, Every(.., -2)], Sample.Point(random, [2, 5]));
        yield return new("Slice", x => x[0][-1, Every(1.., 2)], Sample.Point(random, [4, 3]).Transpose());
        yield return new("Slice", x => x[0][NewAxis], Sample.Point(random, []));
        yield return new("Slice", x => x[0][2..2], Sample.Point(random, [4, 3]));
        yield return new("Slice", x => x[0][Every(.., 3)][Every(.., -1)], Sample.Point(random, [7]));
    }
}
