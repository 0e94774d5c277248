using Nabla.Operations;

namespace Nabla;

/// <summary>Taking apart, turning round and repeating: composites of views.</summary>
public static class RepeatExtensions
{
    extension(Tensor x)
    {
        /// <summary>An axis cut into parts of given sizes.</summary>
        /// <param name="sizes">The parts' sizes; they add up to the axis's.</param>
        /// <param name="axis">The axis; negative counts from the back.</param>
        /// <returns>A view a part.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        /// <exception cref="ShapeException">The sizes do not add up.</exception>
        public Tensor[] Split(ReadOnlySpan<int> sizes, int axis = 0)
        {
            axis = x.Shape.Axis(axis, "Split");
            long sum = 0;
            foreach (int size in sizes) sum += size;
            if (sum != x.Shape[axis]) throw new ShapeException($"Split: cannot cut axis {axis} of {x.Shape} into [{string.Join(", ", sizes.ToArray())}]: they add up to {sum}, its size is {x.Shape[axis]}.", x.Shape);
            var parts = new Tensor[sizes.Length];
            for (int i = 0, start = 0; i < parts.Length; start += sizes[i++]) parts[i] = x.Narrow(axis, start, sizes[i]);
            return parts;
        }

        /// <summary>An axis cut into parts of one size; the last may be smaller.</summary>
        /// <param name="size">The parts' size, ≥ 1.</param>
        /// <param name="axis">The axis; negative counts from the back.</param>
        /// <returns>A view a part.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        public Tensor[] Split(int size, int axis = 0)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
            axis = x.Shape.Axis(axis, "Split");
            int whole = x.Shape[axis];
            return [.. Enumerable.Range(0, (whole + size - 1) / size).Select(i => x.Narrow(axis, i * size, Math.Min(size, whole - i * size)))];
        }

        /// <summary>An axis cut into so many parts of equal size; the last ones may be smaller or missing.</summary>
        /// <param name="parts">How many, ≥ 1.</param>
        /// <param name="axis">The axis; negative counts from the back.</param>
        /// <returns>A view a part.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        public Tensor[] Chunk(int parts, int axis = 0)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
            return x.Split(Math.Max(1, (x.Shape[x.Shape.Axis(axis, "Chunk")] + parts - 1) / parts), axis);
        }

        /// <summary>Axes in reverse order.</summary>
        /// <param name="axes">The axes, all unless given.</param>
        /// <returns>A view.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        public Tensor Flip(Axes axes = default)
        {
            bool[] marks = axes.Of(x.Shape, "Flip");
            Tensor y = x;
            for (int i = 0; i < marks.Length; i++)
                if (marks[i]) y = y.Reversed(i);
            return y;
        }

        /// <summary>An axis moved round: what leaves at one end comes in at the other.</summary>
        /// <param name="places">How far, towards the end; negative moves towards the front.</param>
        /// <param name="axis">The axis; negative counts from the back.</param>
        /// <returns>A tensor of the same shape.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        public Tensor Roll(int places, int axis)
        {
            axis = x.Shape.Axis(axis, "Roll");
            int size = x.Shape[axis];
            if (size == 0) return x;
            int cut = (int)(((long)size - places) % size + size) % size;
            return cut == 0 ? x : Tensor.Cat([x.Narrow(axis, cut, size - cut), x.Narrow(axis, 0, cut)], axis);
        }

        /// <summary>The tensor laid side by side, so many times along each axis.</summary>
        /// <param name="times">How often along each axis, each ≥ 0; missing ones, on the left, are 1. More of them than axes add axes in front.</param>
        /// <returns>A tensor whose sizes are multiplied.</returns>
        /// <exception cref="ShapeException">The result would have too many axes.</exception>
        public Tensor Tile(params ReadOnlySpan<int> times)
        {
            Shape repeats = new(times);
            int rank = Math.Max(x.Rank, repeats.Rank);
            Tensor y = x;
            while (y.Rank < rank) y = y.Unsqueeze(0);
            for (int i = 0; i < repeats.Rank; i++)
            {
                int axis = rank - repeats.Rank + i;
                Shape flat = y.Shape.With(axis, checked(y.Shape[axis] * repeats[i]));
                Tensor apart = y.Unsqueeze(axis);
                y = apart.Expand(apart.Shape.With(axis, repeats[i])).Reshape(flat);
            }
            return y;
        }
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        Tensor x = Sample.Point(random, [4, 3]);
        yield return new("Split", t => Tensor.Cat([.. t[0].Split([1, 3]).Reverse()]), x);
        yield return new("Split", t => Tensor.Cat([.. t[0].Split(3).Reverse()]), x);
        yield return new("Chunk", t => Tensor.Cat([.. t[0].Chunk(2, 1).Reverse()], 1), x);
        yield return new("Flip", t => t[0].Flip(), x);
        yield return new("Roll", t => t[0].Roll(-1, 0), x);
        yield return new("Tile", t => t[0].Tile(2, 1, 2), x);
    }
}
