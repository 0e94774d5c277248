using Nabla.Backends;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The running sum along an axis.</summary>
    /// <remarks>The gradient of an element is the sum of the upstream gradient from it on: a running sum from the back.</remarks>
    public sealed class CumulativeSum : Operation
    {
        readonly int axis;

        internal CumulativeSum(int axis) => this.axis = axis;

        internal Tensor Of(Tensor x) => Apply(x);

        /// <inheritdoc/>
        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Backend.Current.Scan<SumRule>(inputs[0], axis);

        /// <inheritdoc/>
        public override Tensor Vjp(int input, Tensor dy) => dy.Reversed(axis).CumulativeSum(axis).Reversed(axis);
    }
}

namespace Nabla
{
    /// <summary>Running sums and products.</summary>
    public static class CumulativeSumExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The running sum along an axis: y[i] = x[0] + … + x[i].</summary>
            /// <param name="axis">The axis; negative counts from the back.</param>
            /// <returns>A tensor of the same shape; bool, uint8 and int32 are summed as int64.</returns>
            /// <exception cref="IndexException">There is no such axis.</exception>
            /// <remarks>Summed in order; the rounding error grows with the position.</remarks>
            public Tensor CumulativeSum(int axis)
            {
                axis = x.Shape.Axis(axis, "CumulativeSum");
                return new CumulativeSum(axis).Of(x.DType < DType.Int64 ? x.Cast(DType.Int64) : x);
            }

            /// <summary>The running product along an axis: y[i] = x[0]·…·x[i].</summary>
            /// <param name="axis">The axis; negative counts from the back.</param>
            /// <returns>A tensor of the same shape.</returns>
            /// <exception cref="IndexException">There is no such axis.</exception>
            /// <remarks>log₂ n multiplications by doubling, so zeros need no special case in its derivatives.</remarks>
            public Tensor CumulativeProduct(int axis)
            {
                axis = x.Shape.Axis(axis, "CumulativeProduct");
                Tensor product = x;
                for (int step = 1; step < x.Shape[axis]; step *= 2)
                {
                    Tensor ones = Tensor.Ones(x.Shape.With(axis, step), x.DType);
                    product *= Tensor.Cat([ones, product.Narrow(axis, 0, x.Shape[axis] - step)], axis);
                }
                return product;
            }
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            Tensor x = Sample.Point(random, [3, 5]);
            yield return new("CumulativeSum", t => t[0].CumulativeSum(1), x);
            yield return new("CumulativeSum", t => t[0].CumulativeSum(0), x);
            yield return new("CumulativeProduct", t => t[0].CumulativeProduct(-1), x);
            yield return new("CumulativeProduct", t => t[0].CumulativeProduct(0), Tensor.From(2.0, 0.0, -3.0, 0.5));
        }
    }
}
