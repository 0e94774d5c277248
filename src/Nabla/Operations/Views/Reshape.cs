using System.Runtime.CompilerServices;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The same elements, in the same row-major order, in another shape.</summary>
    /// <remarks>The gradient is reshaped back.</remarks>
    public sealed class Reshape : Operation
    {
        readonly Shape target;

        internal Reshape(Shape target) => this.target = target;

        internal static Tensor Of(Tensor x, in Shape target) => Leaves(x) ? new Reshape(target).Of(x) : View(x, target);

        internal Tensor Of(Tensor x) => Apply(x);

        /// <inheritdoc/>
        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => View(inputs[0], target);

        /// <inheritdoc/>
        public override Tensor Vjp(int input, Tensor dy) => dy.Reshape(InputShape(0));

        /// <summary>Strides that show the view in the target shape without moving elements, or null where there are none.</summary>
        /// <remarks>Merges evenly strided axes of the source into runs, from the back, and cuts each run into axes of the target.</remarks>
        static Tensor View(Tensor x, in Shape target)
        {
            if (x.IsContiguous) return x.View(target, x.Offset);
            Span<int> strides = stackalloc int[target.Rank];
            return HasStrides(x, target, strides) ? x.View(target, strides, x.Offset) : StridedCopy.Contiguous(x).View(target, 0);
        }

        static bool HasStrides(Tensor x, in Shape target, Span<int> strides)
        {
            if (x.ElementCount == 0) return false;
            strides.Clear();
            int axis = x.Rank - 1, left = 1, stride = 0;
            for (int i = target.Rank - 1; i >= 0; i--)
            {
                if (target[i] == 1) continue;
                if (left == 1)
                {
                    while (x.Shape[axis] == 1) axis--;
                    (left, stride) = (x.Shape[axis], x.Stride(axis));
                    for (axis--; axis >= 0 && (x.Shape[axis] == 1 || x.Stride(axis) == stride * left); axis--) left *= x.Shape[axis];
                }
                if (left % target[i] != 0) return false;
                strides[i] = stride;
                stride *= target[i];
                left /= target[i];
            }
            return true;
        }
    }
}

namespace Nabla
{
    /// <summary>Changes of shape.</summary>
    public static class ReshapeExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The same elements in another shape.</summary>
            /// <param name="shape">The new sizes, with as many elements.</param>
            /// <returns>A view where the elements' places allow it, else a copy.</returns>
            /// <exception cref="ShapeException">The new shape has another number of elements.</exception>
            public Tensor Reshape(Shape shape)
            {
                if (shape.ElementCount != x.ElementCount)
                    throw new ShapeException($"Reshape: cannot reshape {x.Shape} to {shape}: they have {x.ElementCount} and {shape.ElementCount} elements.", x.Shape, shape);
                return shape == x.Shape ? x : Operations.Reshape.Of(x, shape);
            }

            /// <summary>The same elements in another shape, one of whose sizes may be −1: whatever is left.</summary>
            /// <param name="sizes">The new sizes.</param>
            /// <returns>A view where the elements' places allow it, else a copy.</returns>
            /// <exception cref="ShapeException">The sizes do not divide the elements, or more than one is −1.</exception>
            [OverloadResolutionPriority(1)]
            public Tensor Reshape(params ReadOnlySpan<int> sizes)
            {
                int open = sizes.IndexOf(-1);
                if (open < 0) return x.Reshape(new Shape(sizes));
                if (sizes.Length > Shape.MaxRank) _ = new Shape(sizes); // which says so
                Span<int> filled = stackalloc int[sizes.Length];
                sizes.CopyTo(filled);
                filled[open] = 1;
                if (filled.Contains(-1))
                    throw new ShapeException($"Reshape: cannot reshape {x.Shape} to [{string.Join(", ", sizes.ToArray())}]: more than one size is -1.", x.Shape);
                long rest = new Shape(filled).ElementCount;
                if (rest == 0 || x.ElementCount % rest != 0)
                    throw new ShapeException($"Reshape: cannot reshape {x.Shape} to [{string.Join(", ", sizes.ToArray())}]: {x.ElementCount} elements are no multiple of {rest}.", x.Shape);
                filled[open] = Shape.Size(x.ElementCount / rest, "Reshape");
                return x.Reshape(new Shape(filled));
            }

            /// <summary>Axes from <paramref name="start"/> to <paramref name="end"/> (inclusive) joined into one.</summary>
            /// <param name="start">The first axis to join; negative counts from the back.</param>
            /// <param name="end">The last axis to join; negative counts from the back.</param>
            /// <returns>A view where the elements' places allow it, else a copy; a scalar becomes a vector of one.</returns>
            /// <exception cref="IndexException">There is no such axis.</exception>
            /// <exception cref="ShapeException"><paramref name="end"/> comes before <paramref name="start"/>.</exception>
            public Tensor Flatten(int start = 0, int end = -1)
            {
                if (x.Rank == 0) return x.Reshape([1]);
                (start, end) = (x.Shape.Axis(start, "Flatten"), x.Shape.Axis(end, "Flatten"));
                if (end < start) throw new ShapeException($"Flatten: cannot join axes {start} to {end} of {x.Shape}: the last comes before the first.", x.Shape);
                int joined = Shape.Size(x.Shape.CountOf(start, end + 1), "Flatten");
                return x.Reshape(x.Shape.Replaced(start, end + 1, joined));
            }

            /// <summary>Without an axis of size 1.</summary>
            /// <param name="axis">The axis; negative counts from the back.</param>
            /// <returns>A view; the tensor itself where the axis has another size.</returns>
            /// <exception cref="IndexException">There is no such axis.</exception>
            public Tensor Squeeze(int axis) => x.Shape[x.Shape.Axis(axis, "Squeeze")] == 1 ? x.Reshape(x.Shape.Without(axis)) : x;

            /// <summary>With an axis of size 1 put in.</summary>
            /// <param name="axis">Where it stands in the result; negative counts from the back of the result.</param>
            /// <returns>A view.</returns>
            /// <exception cref="IndexException">There is no such place.</exception>
            public Tensor Unsqueeze(int axis)
            {
                int place = axis < 0 ? axis + x.Rank + 1 : axis;
                if ((uint)place > (uint)x.Rank)
                    throw new IndexException($"Unsqueeze: cannot put an axis at {axis} of {x.Shape}: the places are {-x.Rank - 1} to {x.Rank}.", axis, x.Rank + 1);
                return x.Reshape(x.Shape.Replaced(place, place, 1));
            }
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            yield return new("Reshape", x => x[0].Reshape(3, 2), Sample.Point(random, [2, 3]));
            yield return new("Reshape", x => x[0].Reshape(-1), Sample.Point(random, [3, 2]).Transpose());
            yield return new("Reshape", x => x[0].Reshape([1, 1]), Sample.Point(random, []));
            yield return new("Reshape", x => x[0].Reshape([3, 0]), Sample.Point(random, [0, 2]));
            yield return new("Flatten", x => x[0].Flatten(1), Sample.Point(random, [2, 3, 2]));
            yield return new("Flatten", x => x[0].Flatten(), Sample.Point(random, [2, 3])[.., TensorIndex.Every(.., -2)]);
            yield return new("Squeeze", x => x[0].Squeeze(1), Sample.Point(random, [2, 1, 3]));
            yield return new("Squeeze", x => x[0].Squeeze(-1), Sample.Point(random, [2, 3]));
            yield return new("Unsqueeze", x => x[0].Unsqueeze(-1), Sample.Point(random, [2, 3]));
            yield return new("Unsqueeze", x => x[0].Unsqueeze(1), Sample.Point(random, [3, 2]).Transpose());
        }
    }
}
