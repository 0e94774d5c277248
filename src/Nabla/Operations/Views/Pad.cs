using Nabla.Operations;

namespace Nabla;

/// <summary>Padding: composites of slices and selections.</summary>
public static class PadExtensions
{
    extension(Tensor x)
    {
        /// <summary>The tensor with a border along an axis.</summary>
        /// <param name="axis">The axis; negative counts from the back.</param>
        /// <param name="before">Elements in front, ≥ 0.</param>
        /// <param name="after">Elements behind, ≥ 0.</param>
        /// <param name="mode">What stands in the border; a constant unless given.</param>
        /// <param name="value">The constant; 0 unless given.</param>
        /// <returns>A tensor whose axis is longer by both.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        /// <exception cref="ShapeException">A number is negative, or the border is wider than the mode can fill (Reflect: size − 1, Circular: size, Replicate: an empty axis).</exception>
        /// <remarks>An element's gradient is the sum over all places where it stands.</remarks>
        public Tensor Pad(int axis, int before, int after, PadMode mode = PadMode.Constant, double value = 0)
        {
            axis = x.Shape.Axis(axis, "Pad");
            Shape whole = OutputShape(x.Shape, axis, before, after, mode);
            if (before + after == 0) return x;
            int size = x.Shape[axis];
            if (mode != PadMode.Constant) return x.IndexSelect(axis, Sources(size, before, after, mode));
            AxisSlice[] inside = [.. x.Shape.Select((n, i) => new AxisSlice(i == axis ? before : 0, n, 1))];
            Tensor y = Unslice.Of(x, whole, inside);
            if (value == 0) return y;
            Tensor border = Tensor.Full(whole, value, x.DType);
            StridedCopy.Copy(Tensor.Scalar(0, x.DType), Slice.View(border, inside));
            return y + border;
        }
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        Tensor x = Sample.Point(random, [2, 4]);
        foreach (PadMode mode in Enum.GetValues<PadMode>())
            yield return new("Pad", t => t[0].Pad(1, 3, 2, mode, 0.5), x);
    }

    /// <summary>The shape with a border along an axis, counted from the front.</summary>
    internal static Shape OutputShape(in Shape x, int axis, int before, int after, PadMode mode)
    {
        int size = x[axis];
        if (before < 0 || after < 0) throw new ShapeException($"Pad: cannot put {before} before and {after} after axis {axis} of {x}: neither may be negative.", x);
        int widest = mode switch { PadMode.Reflect => size - 1, PadMode.Circular => size, PadMode.Replicate when size == 0 => 0, _ => int.MaxValue };
        if (before + after > 0 && Math.Max(before, after) > widest)
            throw new ShapeException($"Pad: cannot put a {mode} border of {Math.Max(before, after)} around axis {axis} of {x}: its size allows {Math.Max(widest, 0)}.", x);
        return x.With(axis, checked(before + size + after));
    }

    /// <summary>For each element of the padded axis, which element it is.</summary>
    static Tensor Sources(int size, int before, int after, PadMode mode) =>
        Tensor.Generate([before + size + after], DType.Int64, i => Source((int)i - before, size, mode));

    static int Source(int place, int size, PadMode mode) => mode switch
    {
        PadMode.Replicate => Math.Clamp(place, 0, size - 1),
        PadMode.Reflect => place < 0 ? -place : place >= size ? 2 * (size - 1) - place : place,
        _ => place < 0 ? place + size : place >= size ? place - size : place,
    };
}
