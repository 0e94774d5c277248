using Nabla.Backends;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The elements converted to another type.</summary>
    /// <remarks>Between floating-point types the gradient is converted back; through whole numbers none passes.</remarks>
    public sealed class Cast : Operation
    {
        readonly DType from;
        readonly DType to;

        internal Cast(DType from, DType to) => (this.from, this.to) = (from, to);

        internal Tensor Of(Tensor x) => Apply(x);

        /// <inheritdoc/>
        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Backend.Current.Cast(inputs[0], to);

        /// <inheritdoc/>
        public override Tensor Vjp(int input, Tensor dy) => dy.Cast(from);
    }
}

namespace Nabla
{
    /// <summary>Conversion between element types.</summary>
    public static class CastExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The elements converted to another type.</summary>
            /// <param name="type">The type. Fractions are cut toward 0, whole numbers wrap, everything but 0 is true.</param>
            /// <returns>A tensor of the same shape; the tensor itself where the type is the same.</returns>
            public Tensor Cast(DType type) => type == x.DType ? x : new Cast(x.DType, type).Of(x);
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            // Rounding to float32 hides a difference quotient's steps, so the vertex is checked from float64 to itself.
            yield return new("Cast", x => new Cast(DType.Float64, DType.Float64).Of(x[0]), Sample.Point(random, [2, 3]));
            yield return new("Cast", x => x[0].Cast(DType.Float64), Sample.Point(random, [3, 2]).Transpose());
        }
    }
}
