using Nabla.Backends;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>For every element of an index, the element at that place along an axis.</summary>
    /// <remarks>The gradient is scattered back and added.</remarks>
    public sealed class Gather : Operation
    {
        readonly int axis;
        readonly Tensor index;

        internal Gather(int axis, Tensor index) => (this.axis, this.index) = (axis, index);

        internal Tensor Of(Tensor x) => Apply(x);

        /// <inheritdoc/>
        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Backend.Current.Gather(inputs[0], axis, index);

        /// <inheritdoc/>
        public override Tensor Vjp(int input, Tensor dy) => new ScatterAdd(axis, index, InputShape(0)).Of(dy);
    }

    /// <summary>The transpose of <see cref="Gather"/>: every element added to zeros, at its place along an axis, in order.</summary>
    /// <remarks>The gradient is gathered.</remarks>
    public sealed class ScatterAdd : Operation
    {
        readonly int axis;
        readonly Tensor index;
        readonly Shape shape;

        internal ScatterAdd(int axis, Tensor index, Shape shape) => (this.axis, this.index, this.shape) = (axis, index, shape);

        internal Tensor Of(Tensor x) => Apply(x);

        /// <inheritdoc/>
        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Backend.Current.ScatterAdd(inputs[0], axis, index, shape);

        /// <inheritdoc/>
        public override Tensor Vjp(int input, Tensor dy) => new Gather(axis, index).Of(dy);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Gather"/> and <see cref="Operations.ScatterAdd"/>.</summary>
    public static class GatherExtensions
    {
        extension(Tensor x)
        {
            /// <summary>For every element of an index, the element at that place along an axis.</summary>
            /// <param name="axis">The axis; negative counts from the back.</param>
            /// <param name="index">Whole numbers of the tensor's rank, not larger than it on the other axes, each inside the axis.</param>
            /// <returns>A tensor of the index's shape: y[i, j] = x[i, index[i, j]] for axis 1.</returns>
            /// <exception cref="ShapeException">Ranks differ, or the index is larger on another axis.</exception>
            /// <exception cref="IndexException">A place lies outside the axis.</exception>
            /// <exception cref="DTypeException"><paramref name="index"/> does not hold whole numbers.</exception>
            public Tensor Gather(int axis, Tensor index)
            {
                axis = x.Shape.Axis(axis, "Gather");
                Fit(x.Shape, index.Shape, axis, "Gather");
                return new Gather(axis, Places.Checked(index, x.Shape, axis, "Gather")).Of(x);
            }

            /// <summary>This tensor with the elements of another added at their places along an axis.</summary>
            /// <param name="axis">The axis; negative counts from the back.</param>
            /// <param name="index">Whole numbers of the source's shape, each inside the axis.</param>
            /// <param name="source">What is added: of the tensor's rank, not larger than it on the other axes.</param>
            /// <returns>A tensor of this one's shape; places named several times receive the sum, added in order.</returns>
            /// <exception cref="ShapeException">The shapes do not fit.</exception>
            /// <exception cref="IndexException">A place lies outside the axis.</exception>
            /// <exception cref="DTypeException"><paramref name="index"/> does not hold whole numbers.</exception>
            public Tensor ScatterAdd(int axis, Tensor index, Tensor source)
            {
                axis = x.Shape.Axis(axis, "ScatterAdd");
                Fit(x.Shape, source.Shape, axis, "ScatterAdd");
                if (index.Shape != source.Shape) throw new ShapeException($"ScatterAdd: cannot place {source.Shape} by {index.Shape}: index and source have one shape.", source.Shape, index.Shape);
                Tensor places = Places.Checked(index, x.Shape, axis, "ScatterAdd");
                return x + new ScatterAdd(axis, places, x.Shape).Of(source.Cast(x.DType));
            }
        }

        static void Fit(in Shape x, in Shape index, int axis, string operation)
        {
            if (x.Rank != index.Rank) throw new ShapeException($"{operation}: cannot index {x} by {index}: they have {x.Rank} and {index.Rank} axes.", x, index);
            for (int i = 0; i < x.Rank; i++)
                if (i != axis && index[i] > x[i]) throw new ShapeException($"{operation}: cannot index {x} by {index}: sizes {x[i]} and {index[i]} on axis {i} do not fit.", x, index);
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            Tensor places = Tensor.From(new long[,] { { 2, 0 }, { 1, 1 }, { 2, 2 }, { 0, 1 } });
            yield return new("Gather", x => x[0].Gather(0, places), Sample.Point(random, [3, 2]));
            yield return new("Gather", x => x[0].Gather(-1, places[..2]), Sample.Point(random, [3, 3]));
            yield return new("Gather", x => x[0].Gather(1, places.Transpose()), Sample.Point(random, [3, 2]).Transpose());
            yield return new("Gather", x => x[0].Gather(0, places[..0]), Sample.Point(random, [3, 2]));
            yield return new("ScatterAdd", x => x[0].ScatterAdd(0, places, x[1]), Sample.Point(random, [3, 2]), Sample.Point(random, [4, 2]));
            yield return new("ScatterAdd", x => x[0].ScatterAdd(1, places.Transpose(), x[1]), Sample.Point(random, [2, 3]), Sample.Point(random, [4, 2]).Transpose());
        }
    }
}
