using System.Runtime.CompilerServices;

namespace Nabla;

/// <summary>Slicing; a part of the class because C# has no extension indexers.</summary>
public partial class Tensor
{
    /// <summary>A part of the tensor: <c>x[0]</c>, <c>x[1..3, ^1]</c>, <c>x[.., TensorIndex.NewAxis]</c>.</summary>
    /// <param name="indices">For each axis a place (the axis is dropped), a range, or a new axis; axes not mentioned stay whole.</param>
    /// <returns>A view.</returns>
    /// <exception cref="IndexException">A place or range lies outside its axis, or there are more indices than axes.</exception>
    [IndexerName("Part")]
    public Tensor this[params ReadOnlySpan<TensorIndex> indices]
    {
        get
        {
            Span<Operations.AxisSlice> slices = stackalloc Operations.AxisSlice[Rank];
            Span<int> sizes = stackalloc int[Shape.MaxRank + indices.Length];
            int axis = 0, kept = 0;
            bool whole = true;
            foreach (TensorIndex index in indices)
            {
                if (index.IsNewAxis)
                {
                    sizes[kept++] = 1;
                    continue;
                }
                if (axis == Rank) throw new IndexException($"Slice: cannot index axis {axis} of {shape}: it has {Rank} axes.", axis, Rank);
                slices[axis] = index.On(shape, axis);
                whole &= slices[axis] == new Operations.AxisSlice(0, shape[axis], 1);
                if (!index.DropsAxis) sizes[kept++] = slices[axis].Count;
                axis++;
            }
            for (; axis < Rank; axis++)
            {
                slices[axis] = new(0, shape[axis], 1);
                sizes[kept++] = shape[axis];
            }
            Tensor part = whole ? this : Operations.Slice.Of(this, slices);
            return part.Reshape(new Shape(sizes[..kept]));
        }
    }
}
