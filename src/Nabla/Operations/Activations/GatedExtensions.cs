using Nabla.Operations;

namespace Nabla;

/// <summary>Gated linear units: one half of an axis opens or closes the other; composites.</summary>
public static class GatedExtensions
{
    extension(Tensor x)
    {
        /// <summary>The first half of an axis times the sigmoid of the second.</summary>
        /// <param name="axis">The axis, the last unless given; its size is even.</param>
        /// <returns>A tensor whose axis is half as long.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        /// <exception cref="ShapeException">The axis has an odd size.</exception>
        /// <remarks>y = a·σ(b). Dauphin, Fan, Auli, Grangier 2016, arXiv:1612.08083.</remarks>
        public Tensor Glu(int axis = -1)
        {
            (Tensor a, Tensor b) = Halves(x, axis, "Glu");
            return a * b.Sigmoid();
        }

        /// <summary>The first half of an axis times the SiLU of the second.</summary>
        /// <param name="axis">The axis, the last unless given; its size is even.</param>
        /// <returns>A tensor whose axis is half as long.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        /// <exception cref="ShapeException">The axis has an odd size.</exception>
        /// <remarks>y = a·b·σ(b). Shazeer 2020, arXiv:2002.05202.</remarks>
        public Tensor SwiGlu(int axis = -1)
        {
            (Tensor a, Tensor b) = Halves(x, axis, "SwiGlu");
            return a * b.Silu();
        }

        /// <summary>The largest of every so many neighbours along an axis.</summary>
        /// <param name="pieces">How many neighbours are one group; divides the axis's size.</param>
        /// <param name="axis">The axis, the last unless given.</param>
        /// <returns>A tensor whose axis has one element a group.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        /// <exception cref="ShapeException">The groups do not divide the axis.</exception>
        /// <remarks>The gradient goes to the largest, in equal shares where several are equal. Goodfellow et al. 2013, arXiv:1302.4389.</remarks>
        public Tensor Maxout(int pieces, int axis = -1)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(pieces, 1);
            axis = x.Shape.Axis(axis, "Maxout");
            if (x.Shape[axis] % pieces != 0)
                throw new ShapeException($"Maxout: cannot group axis {axis} of {x.Shape} by {pieces}: its size {x.Shape[axis]} is no multiple.", x.Shape);
            Shape grouped = x.Shape.Slice(0, axis).Concat([x.Shape[axis] / pieces, pieces]).Concat(x.Shape.Slice(axis + 1, x.Rank));
            return x.Reshape(grouped).Max(axis + 1);
        }
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        Tensor x = Sample.Distinct(random, [3, 6]);
        yield return new("Glu", t => t[0].Glu(), x);
        yield return new("SwiGlu", t => t[0].SwiGlu(), x);
        yield return new("Maxout", t => t[0].Maxout(3), x);
        yield return new("Maxout", t => t[0].Maxout(2, 1), x);
    }

    static (Tensor A, Tensor B) Halves(Tensor x, int axis, string operation)
    {
        axis = x.Shape.Axis(axis, operation);
        int size = x.Shape[axis];
        if (size % 2 != 0) throw new ShapeException($"{operation}: cannot halve axis {axis} of {x.Shape}: its size {size} is odd.", x.Shape);
        return (x.Narrow(axis, 0, size / 2), x.Narrow(axis, size / 2, size / 2));
    }
}
