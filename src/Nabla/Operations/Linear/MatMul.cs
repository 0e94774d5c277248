using Nabla.Backends;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>Matrix products over the last two axes, leading axes broadcast.</summary>
    /// <remarks>C = A·B; ∂L/∂A = ∂L/∂C·Bᵀ, ∂L/∂B = Aᵀ·∂L/∂C. Transposes are strides, never copies.</remarks>
    public sealed class MatMul : Operation
    {
        internal MatMul()
        {
        }

        internal Tensor Of(Tensor a, Tensor b) => Apply(a, b);

        /// <inheritdoc/>
        protected override Saves Saves => Saves.Inputs;

        /// <inheritdoc/>
        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
        {
            Shape a = inputs[0].Shape, b = inputs[1].Shape;
            if (a[^1] != b[^2])
                throw new ShapeException($"MatMul: cannot multiply {a} by {b}: inner sizes {a[^1]} and {b[^2]} differ.", a, b);
            Shape batch = Shape.Broadcast(a.Slice(0, a.Rank - 2), b.Slice(0, b.Rank - 2), "MatMul");
            return Backend.Current.MatMul(inputs[0], inputs[1], batch.Concat([a[^2], b[^1]]));
        }

        /// <inheritdoc/>
        public override Tensor Vjp(int input, Tensor dy) =>
            input == 0 ? dy.MatMul(SavedInput(1).Transpose()) : SavedInput(0).Transpose().MatMul(dy);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.MatMul"/> of tensors.</summary>
    public static class MatMulExtensions
    {
        extension(Tensor a)
        {
            /// <summary>The matrix product A·B.</summary>
            /// <param name="b">The right factor.</param>
            /// <returns>
            /// <c>[…, M, K]</c> by <c>[…, K, N]</c> gives <c>[…, M, N]</c>, leading axes broadcast. A vector on the left is a row, on the
            /// right a column, and its axis is left out of the result; two vectors give their dot product, a scalar.
            /// </returns>
            /// <exception cref="ShapeException">Inner sizes differ, leading axes do not broadcast, or a factor is a scalar.</exception>
            /// <remarks>∂L/∂A = ∂L/∂C·Bᵀ, ∂L/∂B = Aᵀ·∂L/∂C. The order of summation depends on the sizes alone. Whole numbers become float32.</remarks>
            public Tensor MatMul(Tensor b)
            {
                if (a.Rank == 0 || b.Rank == 0)
                    throw new ShapeException($"MatMul: cannot multiply {a.Shape} by {b.Shape}: a scalar is no matrix. Use * instead.", a.Shape, b.Shape);
                DType type = DType.Promote(DType.Promote(a.DType, b.DType), DType.Float32);
                Tensor p = a.Cast(type), q = b.Cast(type);
                bool row = p.Rank == 1, column = q.Rank == 1;
                if (row) p = p.Unsqueeze(0);
                if (column) q = q.Unsqueeze(1);
                Tensor y = new MatMul().Of(p, q);
                if (column) y = y.Squeeze(-1);
                return row ? y.Squeeze(column ? -1 : -2) : y;
            }
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            (Shape A, Shape B)[] shapes =
            [
                ([3], [3]), ([2, 3], [3]), ([3], [3, 2]), ([2, 3], [3, 4]), ([2, 3, 2], [2, 2, 3]), ([2, 3, 2], [2, 4]),
                ([3, 2], [2, 2, 3]), ([2, 1, 2, 3], [3, 3, 2]), ([2, 2, 3], [3]), ([3], [2, 3, 2]), ([2, 0], [0, 3]), ([0, 2], [2, 3]),
            ];
            foreach ((Shape a, Shape b) in shapes)
                yield return new("MatMul", x => x[0].MatMul(x[1]), Sample.Point(random, a), Sample.Point(random, b));
            yield return new("MatMul", x => x[0].MatMul(x[1]), Sample.Point(random, [3, 2]).Transpose(), Sample.Point(random, [4, 3]).Transpose());
            yield return new("MatMul", x => x[0].MatMul(x[0]), Sample.Point(random, [3, 3]));
        }
    }
}
