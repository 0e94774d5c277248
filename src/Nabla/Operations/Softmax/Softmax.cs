using Nabla.Backends;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>y = eˣ / Σ eˣ of each row of <c>[rows, n]</c>, in one pass.</summary>
    /// <remarks>∂L/∂x = y·(dy − Σ dy·y).</remarks>
    public sealed class Softmax : Operation
    {
        internal Softmax()
        {
        }

        internal Tensor Of(Tensor x) => Apply(x);

        /// <inheritdoc/>
        protected override Saves Saves => Saves.Output;

        /// <inheritdoc/>
        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Backend.Current.Softmax(inputs[0], logarithm: false);

        /// <inheritdoc/>
        public override Tensor Vjp(int input, Tensor dy)
        {
            Tensor y = SavedOutput;
            return NoGrad.IsRecording ? y * (dy - (dy * y).Sum(1, keepAxes: true)) : Backend.Current.SoftmaxBackward(y, logarithm: false, dy);
        }
    }

    /// <summary>y = x − ln Σ eˣ of each row of <c>[rows, n]</c>, in one pass.</summary>
    /// <remarks>∂L/∂x = dy − eʸ·Σ dy.</remarks>
    public sealed class LogSoftmax : Operation
    {
        internal LogSoftmax()
        {
        }

        internal Tensor Of(Tensor x) => Apply(x);

        /// <inheritdoc/>
        protected override Saves Saves => Saves.Output;

        /// <inheritdoc/>
        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Backend.Current.Softmax(inputs[0], logarithm: true);

        /// <inheritdoc/>
        public override Tensor Vjp(int input, Tensor dy)
        {
            Tensor y = SavedOutput;
            return NoGrad.IsRecording ? dy - y.Exp() * dy.Sum(1, keepAxes: true) : Backend.Current.SoftmaxBackward(y, logarithm: true, dy);
        }
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Softmax"/> and <see cref="Operations.LogSoftmax"/> of tensors.</summary>
    public static class SoftmaxExtensions
    {
        extension(Tensor x)
        {
            /// <summary>eˣ / Σ eˣ along an axis.</summary>
            /// <param name="axis">The axis over which the results sum to 1; the last unless given.</param>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <exception cref="IndexException">There is no such axis.</exception>
            /// <exception cref="ShapeException">The axis has no elements.</exception>
            /// <remarks>Computed from x − max x, so nothing overflows; ∂yᵢ/∂xⱼ = yᵢ(δᵢⱼ − yⱼ). An axis other than the last is moved there and back.</remarks>
            public Tensor Softmax(int axis = -1) => Rows(x, axis, "Softmax", rows => new Softmax().Of(rows));

            /// <summary>ln softmax(x) along an axis, exact where the softmax itself would round to 0.</summary>
            /// <param name="axis">The axis over which the exponentials sum to 1; the last unless given.</param>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <exception cref="IndexException">There is no such axis.</exception>
            /// <exception cref="ShapeException">The axis has no elements.</exception>
            /// <remarks>y = x − ln Σ eˣ; ∂yᵢ/∂xⱼ = δᵢⱼ − softmax(x)ⱼ. An axis other than the last is moved there and back.</remarks>
            public Tensor LogSoftmax(int axis = -1) => Rows(x, axis, "LogSoftmax", rows => new LogSoftmax().Of(rows));
        }

        static Tensor Rows(Tensor x, int axis, string operation, Func<Tensor, Tensor> of)
        {
            axis = x.Shape.Axis(axis, operation);
            if (x.Shape[axis] == 0) throw new ShapeException($"{operation}: cannot share out {x.Shape}: axis {axis} has 0 elements.", x.Shape);
            Tensor last = x.Cast(DType.Promote(x.DType, DType.Float32)).Transpose(axis, -1);
            return of(last.Reshape([-1, x.Shape[axis]])).Reshape(last.Shape).Transpose(axis, -1);
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            foreach (int axis in (int[])[0, 1, -1])
            {
                yield return new("Softmax", x => x[0].Softmax(axis), Sample.Point(random, [2, 3, 2]));
                yield return new("Softmax", x => x[0].Softmax(axis), Sample.Point(random, [3, 2]).Transpose());
                yield return new("LogSoftmax", x => x[0].LogSoftmax(axis), Sample.Point(random, [2, 3, 2]));
                yield return new("LogSoftmax", x => x[0].LogSoftmax(axis), Sample.Point(random, [3, 2]).Transpose());
            }
            yield return new("LogSoftmax", x => x[0].LogSoftmax(), Sample.Point(random, [2, 3]) - 900.0);
        }
    }
}
