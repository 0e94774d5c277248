using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>Tensors put one after another along an axis.</summary>
    /// <remarks>Each input's gradient is its slice of the upstream gradient.</remarks>
    public sealed class Cat : Operation
    {
        readonly int axis;

        internal Cat(int axis) => this.axis = axis;

        internal Tensor Of(ReadOnlySpan<Tensor> tensors) => Apply(tensors);

        /// <inheritdoc/>
        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
        {
            long size = 0;
            foreach (Tensor x in inputs) size += x.Shape[axis];
            Tensor y = Tensor.Allocate(inputs[0].Shape.With(axis, Shape.Size(size, "Cat")), inputs[0].DType);
            int start = 0;
            foreach (Tensor x in inputs)
            {
                StridedCopy.Copy(x, y.Narrow(axis, start, x.Shape[axis]));
                start += x.Shape[axis];
            }
            return y;
        }

        /// <inheritdoc/>
        public override Tensor Vjp(int input, Tensor dy)
        {
            int start = 0;
            for (int i = 0; i < input; i++) start += InputShape(i)[axis];
            return dy.Narrow(axis, start, InputShape(input)[axis]);
        }
    }
}

namespace Nabla
{
    /// <summary>Joining and taking apart.</summary>
    public static class CatExtensions
    {
        extension(Tensor x)
        {
            /// <summary>Tensors put one after another along an axis.</summary>
            /// <param name="tensors">At least one; sizes agree on every other axis. Types are promoted.</param>
            /// <param name="axis">The axis; negative counts from the back.</param>
            /// <exception cref="ShapeException">There is no tensor, or ranks or sizes differ.</exception>
            /// <exception cref="IndexException">There is no such axis.</exception>
            public static Tensor Cat(IReadOnlyList<Tensor> tensors, int axis = 0)
            {
                if (tensors.Count == 0) throw new ShapeException("Cat: cannot join 0 tensors: at least 1 is needed.");
                Shape first = tensors[0].Shape;
                axis = first.Axis(axis, "Cat");
                DType type = tensors[0].DType;
                for (int i = 1; i < tensors.Count; i++)
                {
                    Shape other = tensors[i].Shape;
                    if (other.Rank != first.Rank) throw new ShapeException($"Cat: cannot join {first} and {other}: they have {first.Rank} and {other.Rank} axes.", first, other);
                    if (!other.Span[..axis].SequenceEqual(first.Span[..axis]) || !other.Span[(axis + 1)..].SequenceEqual(first.Span[(axis + 1)..])) throw new ShapeException($"Cat: cannot join {first} and {other} on axis {axis}: tensor {i} differs on another axis.", first, other);
                    type = DType.Promote(type, tensors[i].DType);
                }
                var alike = new Tensor[tensors.Count];
                for (int i = 0; i < alike.Length; i++) alike[i] = tensors[i].Cast(type);
                return new Cat(axis).Of(alike);
            }

            /// <summary>Tensors of one shape put along a new axis.</summary>
            /// <param name="tensors">At least one. Types are promoted.</param>
            /// <param name="axis">Where the new axis stands in the result; negative counts from the back of the result.</param>
            /// <exception cref="ShapeException">There is no tensor, or shapes differ.</exception>
            public static Tensor Stack(IReadOnlyList<Tensor> tensors, int axis = 0)
            {
                if (tensors.Count == 0) throw new ShapeException("Stack: cannot join 0 tensors: at least 1 is needed.");
                for (int i = 1; i < tensors.Count; i++)
                    if (tensors[i].Shape != tensors[0].Shape) throw new ShapeException($"Stack: cannot join {tensors[0].Shape} and {tensors[i].Shape}: the shapes differ.", tensors[0].Shape, tensors[i].Shape);
                var layers = new Tensor[tensors.Count];
                for (int i = 0; i < layers.Length; i++) layers[i] = tensors[i].Unsqueeze(axis);
                return Tensor.Cat(layers, axis);
            }

            /// <summary>A run of one axis.</summary>
            /// <param name="axis">The axis; negative counts from the back.</param>
            /// <param name="start">Its first place.</param>
            /// <param name="count">How many places, ≥ 0.</param>
            /// <returns>A view.</returns>
            /// <exception cref="IndexException">The run leaves the axis, or there is no such axis.</exception>
            public Tensor Narrow(int axis, int start, int count)
            {
                axis = x.Shape.Axis(axis, "Narrow");
                if (start < 0 || count < 0 || start > x.Shape[axis] - count)
                    throw new IndexException($"Narrow: cannot take {count} places from {start} on of axis {axis} of {x.Shape}: its size is {x.Shape[axis]}.", start < 0 ? start : start + (long)count, x.Shape[axis]);
                return Sliced(x, axis, new(start, count, 1));
            }

            /// <summary>One axis in reverse order.</summary>
            /// <param name="axis">The axis, the last unless given; negative counts from the back.</param>
            /// <returns>A view.</returns>
            /// <exception cref="IndexException">There is no such axis.</exception>
            public Tensor Reversed(int axis = -1)
            {
                axis = x.Shape.Axis(axis, "Reversed");
                int size = x.Shape[axis];
                return Sliced(x, axis, new(Math.Max(size - 1, 0), size, -1));
            }
        }

        static Tensor Sliced(Tensor x, int axis, AxisSlice slice)
        {
            Span<AxisSlice> slices = stackalloc AxisSlice[x.Rank];
            for (int i = 0; i < slices.Length; i++) slices[i] = i == axis ? slice : new(0, x.Shape[i], 1);
            return Slice.Of(x, slices);
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            yield return new("Cat", x => Tensor.Cat(x), Sample.Point(random, [2, 3]), Sample.Point(random, [1, 3]), Sample.Point(random, [0, 3]));
            yield return new("Cat", x => Tensor.Cat(x, -1), Sample.Point(random, [2, 1]), Sample.Point(random, [2, 2]).Transpose());
            yield return new("Cat", x => Tensor.Cat([x[0], x[0]]), Sample.Point(random, [2]));
            yield return new("Stack", x => Tensor.Stack(x), Sample.Point(random, [2, 3]), Sample.Point(random, [2, 3]));
            yield return new("Stack", x => Tensor.Stack(x, -1), Sample.Point(random, [2, 3]), Sample.Point(random, [3, 2]).Transpose());
            yield return new("Stack", x => Tensor.Stack(x, 0), Sample.Point(random, []), Sample.Point(random, []));
            yield return new("Narrow", x => x[0].Narrow(1, 1, 2), Sample.Point(random, [2, 4]));
            yield return new("Narrow", x => x[0].Narrow(0, 2, 0), Sample.Point(random, [2, 4]));
            yield return new("Reversed", x => x[0].Reversed(), Sample.Point(random, [2, 3]));
            yield return new("Reversed", x => x[0].Reversed(0), Sample.Point(random, [2, 3]).Transpose());
        }
    }
}
