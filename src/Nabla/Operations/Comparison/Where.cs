using Nabla.Backends;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>Elements of one tensor where a condition holds, else of another.</summary>
    /// <remarks>The gradient goes to the one chosen; the condition has none.</remarks>
    public sealed class Where : Operation
    {
        readonly Tensor condition;

        internal Where(Tensor condition) => this.condition = condition;

        internal Tensor Of(Tensor a, Tensor b) => Apply(a, b);

        /// <inheritdoc/>
        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
        {
            Shape shape = Shape.Broadcast(Shape.Broadcast(inputs[0].Shape, inputs[1].Shape, "Where"), condition.Shape, "Where");
            return Backend.Current.Choose(condition, inputs[0], inputs[1], shape);
        }

        /// <inheritdoc/>
        public override Tensor Vjp(int input, Tensor dy)
        {
            Tensor zero = Tensor.Scalar(0, dy.DType);
            return input == 0 ? Tensor.Where(condition, dy, zero) : Tensor.Where(condition, zero, dy);
        }
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Where"/> of tensors.</summary>
    public static class WhereExtensions
    {
        extension(Tensor)
        {
            /// <summary>Elements of one tensor where a condition holds, else of another.</summary>
            /// <param name="condition">A bool tensor.</param>
            /// <param name="a">What is taken where it holds.</param>
            /// <param name="b">What is taken where it does not.</param>
            /// <returns>A tensor of the broadcast shape; the types of a and b are promoted.</returns>
            /// <exception cref="DTypeException">The condition is not bool.</exception>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            /// <remarks>The gradient goes to the one chosen. What is not chosen is computed all the same: an infinite derivative there gives NaN.</remarks>
            public static Tensor Where(Tensor condition, Tensor a, Tensor b)
            {
                if (condition.DType != DType.Bool)
                    throw new DTypeException($"Where: cannot choose by {condition.DType.Name}: a condition is bool. Compare, e.g. x > 0, first.");
                DType type = DType.Promote(a.DType, b.DType);
                return new Where(condition).Of(a.Cast(type), b.Cast(type));
            }
        }

        extension(Tensor x)
        {
            /// <summary>This tensor with a number put where a mask holds.</summary>
            /// <param name="mask">A bool tensor of a shape that broadcasts.</param>
            /// <param name="value">The number.</param>
            /// <returns>A tensor of the broadcast shape; no gradient passes where the mask holds.</returns>
            /// <exception cref="DTypeException">The mask is not bool.</exception>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public Tensor MaskedFill(Tensor mask, double value) => Tensor.Where(mask, Tensor.Scalar(value, x.DType), x);
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            Tensor condition = Tensor.From(new[,] { { true, false, true }, { false, false, true } });
            yield return new("Where", x => Tensor.Where(condition, x[0], x[1]), Sample.Point(random, [2, 3]), Sample.Point(random, [2, 3]));
            yield return new("Where", x => Tensor.Where(condition, x[0], x[1]), Sample.Point(random, [3]), Sample.Point(random, []));
            yield return new("Where", x => Tensor.Where(condition[0], x[0], x[1]), Sample.Point(random, [3, 2]).Transpose(), Sample.Point(random, [2, 1]));
            yield return new("MaskedFill", x => x[0].MaskedFill(condition, -2), Sample.Point(random, [2, 3]));
            yield return new("MaskedFill", x => x[0].MaskedFill(condition, double.NegativeInfinity).Exp(), Sample.Point(random, [3]));
        }
    }
}
