using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>Axes of size 1 (or missing on the left) repeated, without copying.</summary>
    /// <remarks>The gradient is summed over the repetitions.</remarks>
    public sealed class Expand : Operation
    {
        readonly Shape target;

        Expand(Shape target) => this.target = target;

        internal static Tensor Of(Tensor x, in Shape target) => Leaves(x) ? new Expand(target).Apply(x) : View(x, target);

        /// <inheritdoc/>
        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => View(inputs[0], target);

        /// <inheritdoc/>
        public override Tensor Vjp(int input, Tensor dy) => dy.SumTo(InputShape(0));

        static Tensor View(Tensor x, in Shape target)
        {
            Span<int> strides = stackalloc int[target.Rank];
            strides.Clear();
            int missing = target.Rank - x.Rank;
            for (int i = 0; i < x.Rank; i++) strides[missing + i] = x.Shape[i] == target[missing + i] ? x.Stride(i) : 0;
            return x.View(target, strides, x.Offset);
        }
    }
}

namespace Nabla
{
    /// <summary>Broadcasting by hand.</summary>
    public static class ExpandExtensions
    {
        extension(Tensor x)
        {
            /// <summary>Axes of size 1 (or missing on the left) repeated to a shape.</summary>
            /// <param name="shape">The shape to broadcast to.</param>
            /// <returns>A view that costs no memory; the tensor itself where nothing changes.</returns>
            /// <exception cref="ShapeException">The tensor does not broadcast to the shape.</exception>
            public Tensor Expand(Shape shape)
            {
                if (shape == x.Shape) return x;
                if (Shape.Broadcast(x.Shape, shape, "Expand") != shape)
                    throw new ShapeException($"Expand: cannot expand {x.Shape} to {shape}: only axes of size 1 can be repeated.", x.Shape, shape);
                return Operations.Expand.Of(x, shape);
            }
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            foreach ((Shape from, Shape to) in ((Shape, Shape)[])[([3], [2, 3]), ([2, 1], [2, 4]), ([1, 3, 1], [2, 2, 3, 2]), ([], [3]), ([1, 2], [0, 2])])
                yield return new("Expand", x => x[0].Expand(to), Sample.Point(random, from));
            yield return new("Expand", x => x[0].Expand([2, 3, 2]), Sample.Point(random, [2, 3]).Transpose());
        }
    }
}
