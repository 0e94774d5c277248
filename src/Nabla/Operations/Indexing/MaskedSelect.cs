using Nabla.Operations;

namespace Nabla;

/// <summary>Elements by a mask.</summary>
public static class MaskedSelectExtensions
{
    extension(Tensor x)
    {
        /// <summary>The elements where a mask holds, in row-major order, as a vector.</summary>
        /// <param name="mask">A bool tensor of a shape that broadcasts with this one.</param>
        /// <returns>A vector as long as the mask holds often; the gradient goes back to where the elements came from.</returns>
        /// <exception cref="DTypeException">The mask is not bool.</exception>
        /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
        public Tensor MaskedSelect(Tensor mask)
        {
            Shape shape = Shape.Broadcast(x.Shape, mask.Shape, "MaskedSelect");
            return x.Expand(shape).Reshape([-1]).IndexSelect(0, mask.Expand(shape).Reshape([-1]).Places());
        }

        /// <summary>The places of a bool vector where it holds, in order.</summary>
        /// <returns>An int64 vector; it has no gradient.</returns>
        /// <exception cref="DTypeException">The tensor is not bool.</exception>
        /// <exception cref="ShapeException">The tensor is no vector.</exception>
        public Tensor Places()
        {
            if (x.DType != DType.Bool) throw new DTypeException($"Places: cannot choose by {x.DType.Name}: a mask is bool. Compare, e.g. x > 0, first.");
            if (x.Rank != 1) throw new ShapeException($"Places: cannot list the places of {x.Shape}: it has {x.Rank} axes, expected 1.", x.Shape);
            ReadOnlySpan<bool> mask = x.Contiguous().Span<bool>();
            Tensor y = Tensor.Allocate([mask.Count(true)], DType.Int64);
            Span<long> places = y.Span<long>();
            for (int i = 0, count = 0; count < places.Length; i++)
            {
                places[count] = i; // the next one overwrites it unless the mask holds: no branch to guess
                count += mask[i] ? 1 : 0;
            }
            return y;
        }
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        Tensor mask = Tensor.From(true, false, true);
        yield return new("MaskedSelect", t => t[0].MaskedSelect(mask), Sample.Point(random, [2, 3]));
    }
}
