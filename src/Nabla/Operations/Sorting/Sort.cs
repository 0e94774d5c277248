using Nabla.Backends;
using Nabla.Operations;

namespace Nabla;

/// <summary>Order: a search for places, then a gather, which carries the gradient.</summary>
public static class SortExtensions
{
    extension(Tensor x)
    {
        /// <summary>The places that sort an axis.</summary>
        /// <param name="axis">The axis, the last unless given; negative counts from the back.</param>
        /// <param name="descending">Whether the largest comes first.</param>
        /// <returns>An int64 tensor of the same shape; it has no gradient.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        /// <remarks>Stable: equal elements keep their order. NaN counts as larger than everything.</remarks>
        public Tensor ArgSort(int axis = -1, bool descending = false)
        {
            axis = x.Shape.Axis(axis, "ArgSort");
            return Backend.Current.ArgSort(x, axis, descending, x.Shape[axis]);
        }

        /// <summary>An axis in order, with the places that the elements came from.</summary>
        /// <param name="axis">The axis, the last unless given; negative counts from the back.</param>
        /// <param name="descending">Whether the largest comes first.</param>
        /// <returns>The elements, and their places (int64), each of the same shape.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        /// <remarks>Stable: equal elements keep their order. NaN counts as larger than everything. The gradient goes back to where an element came from.</remarks>
        public (Tensor Values, Tensor Places) Sort(int axis = -1, bool descending = false)
        {
            Tensor places = x.ArgSort(axis, descending);
            return (x.Gather(axis, places), places);
        }

        /// <summary>The largest elements of an axis, the largest first, with their places.</summary>
        /// <param name="count">How many, 0 to the axis's size.</param>
        /// <param name="axis">The axis, the last unless given; negative counts from the back.</param>
        /// <param name="largest">Whether the largest are wanted; the smallest, the smallest first, if not.</param>
        /// <returns>The elements, and their places (int64); the axis has <paramref name="count"/> of them.</returns>
        /// <exception cref="IndexException">There is no such axis, or it has fewer elements.</exception>
        public (Tensor Values, Tensor Places) TopK(int count, int axis = -1, bool largest = true)
        {
            axis = x.Shape.Axis(axis, "TopK");
            if ((uint)count > (uint)x.Shape[axis])
                throw new IndexException($"TopK: cannot take {count} elements of axis {axis} of {x.Shape}: its size is {x.Shape[axis]}.", count, x.Shape[axis]);
            Tensor places = Backend.Current.ArgSort(x, axis, largest, count);
            return (x.Gather(axis, places), places);
        }
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        Tensor x = Sample.Distinct(random, [3, 4]);
        yield return new("Sort", t => t[0].Sort().Values, x);
        yield return new("Sort", t => t[0].Sort(0, descending: true).Values, x);
        yield return new("TopK", t => t[0].TopK(2).Values, x);
        yield return new("TopK", t => t[0].TopK(1, 0, largest: false).Values, x);
    }
}
