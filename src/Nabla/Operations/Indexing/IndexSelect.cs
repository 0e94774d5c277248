using Nabla.Backends;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>Slices of an axis at a vector of places.</summary>
    /// <remarks>The gradient of a slice is added at its place, once for every time it was taken.</remarks>
    public sealed class IndexSelect : Operation
    {
        readonly int axis;
        readonly Tensor index;

        internal IndexSelect(int axis, Tensor index) => (this.axis, this.index) = (axis, index);

        internal Tensor Of(Tensor x) => Apply(x);

        /// <inheritdoc/>
        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Backend.Current.Take(inputs[0], axis, index);

        /// <inheritdoc/>
        public override Tensor Vjp(int input, Tensor dy) => new IndexAdd(axis, index, InputShape(0)[axis]).Of(dy);
    }

    /// <summary>The transpose of <see cref="IndexSelect"/>: slices added to zeros at a vector of places, in order.</summary>
    /// <remarks>The gradient is selected at the places.</remarks>
    public sealed class IndexAdd : Operation
    {
        readonly int axis;
        readonly Tensor index;
        readonly int size;

        internal IndexAdd(int axis, Tensor index, int size) => (this.axis, this.index, this.size) = (axis, index, size);

        internal Tensor Of(Tensor x) => Apply(x);

        /// <inheritdoc/>
        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Backend.Current.TakeAdd(inputs[0], axis, index, size);

        /// <inheritdoc/>
        public override Tensor Vjp(int input, Tensor dy) => new IndexSelect(axis, index).Of(dy);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.IndexSelect"/> of a tensor.</summary>
    public static class IndexSelectExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The slices of an axis at a vector of places: rows of a batch, vectors of an embedding.</summary>
            /// <param name="axis">The axis; negative counts from the back.</param>
            /// <param name="index">A vector of whole numbers, each 0 to the axis's size − 1; places may repeat.</param>
            /// <returns>A tensor whose axis has one slice a place.</returns>
            /// <exception cref="IndexException">A place lies outside the axis.</exception>
            /// <exception cref="ShapeException"><paramref name="index"/> is no vector.</exception>
            /// <exception cref="DTypeException"><paramref name="index"/> does not hold whole numbers.</exception>
            public Tensor IndexSelect(int axis, Tensor index)
            {
                axis = x.Shape.Axis(axis, "IndexSelect");
                if (index.Rank != 1) throw new ShapeException($"IndexSelect: cannot take the places {index.Shape} of {x.Shape}: places are a vector, this has {index.Rank} axes.", index.Shape, x.Shape);
                return new IndexSelect(axis, Places.Checked(index, x.Shape, axis, "IndexSelect")).Of(x);
            }
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            Tensor places = Tensor.From(2L, 0, 2, 1);
            yield return new("IndexSelect", x => x[0].IndexSelect(0, places), Sample.Point(random, [3, 2]));
            yield return new("IndexSelect", x => x[0].IndexSelect(-1, places), Sample.Point(random, [2, 2, 3]));
            yield return new("IndexSelect", x => x[0].IndexSelect(1, places), Sample.Point(random, [3, 2]).Transpose());
            yield return new("IndexSelect", x => x[0].IndexSelect(0, places[..0]), Sample.Point(random, [3, 2]));
        }
    }
}
