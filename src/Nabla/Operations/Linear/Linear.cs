using Nabla.Backends;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>y = x·Wᵀ + b in one pass; the definition is the composite of transpose, product and sum.</summary>
    /// <remarks>Leading axes are rows. ∂L/∂x = dy·W, ∂L/∂W = dyᵀ·x, ∂L/∂b = Σ dy over the rows.</remarks>
    public sealed class Linear : Operation
    {
        internal Linear()
        {
        }

        internal Tensor Of(Tensor x, Tensor weight) => Apply(x, weight);

        internal Tensor Of(Tensor x, Tensor weight, Tensor bias) => Apply(x, weight, bias);

        /// <inheritdoc/>
        protected override Saves Saves => Saves.Inputs;

        /// <inheritdoc/>
        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) =>
            Backend.Current.Linear(inputs[0], inputs[1], inputs.Length == 3 ? inputs[2] : null, inputs[0].Shape.With(-1, inputs[1].Shape[0]));

        /// <inheritdoc/>
        public override Tensor Vjp(int input, Tensor dy) => input switch
        {
            2 => dy.SumTo(InputShape(2)),
            _ when NoGrad.IsRecording => Recorded(input, Rows(dy)),
            0 => Backend.Current.LinearTransposed(dy, SavedInput(1), InputShape(0)),
            _ => Backend.Current.LinearWeight(SavedInput(0), dy, InputShape(1)),
        };

        Tensor Recorded(int input, Tensor dy) => input == 0 ? dy.MatMul(SavedInput(1)).Reshape(InputShape(0)) : dy.Transpose().MatMul(Rows(SavedInput(0)));

        static Tensor Rows(Tensor x) => x.Reshape([Shape.Size(x.Shape.CountOf(0, x.Rank - 1), "Linear"), x.Shape[^1]]);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Linear"/> of tensors.</summary>
    public static class LinearExtensions
    {
        extension(Tensor x)
        {
            /// <summary>y = x·Wᵀ + b.</summary>
            /// <param name="weight">W, <c>[outFeatures, inFeatures]</c>.</param>
            /// <param name="bias">b, <c>[outFeatures]</c>, or null for none.</param>
            /// <returns><c>[…, inFeatures]</c> becomes <c>[…, outFeatures]</c>.</returns>
            /// <exception cref="ShapeException">The sizes do not fit.</exception>
            /// <remarks>∂L/∂x = dy·W, ∂L/∂W = dyᵀ·x, ∂L/∂b = Σ dy over the rows. Types are promoted.</remarks>
            public Tensor Linear(Tensor weight, Tensor? bias = null)
            {
                if (weight.Rank != 2) throw new ShapeException($"Linear: cannot use a weight {weight.Shape}: it has {weight.Rank} axes, expected 2, [outFeatures, inFeatures].", weight.Shape);
                if (x.Rank == 0 || x.Shape[^1] != weight.Shape[1])
                    throw new ShapeException($"Linear: cannot multiply {x.Shape} by a weight {weight.Shape}: the last axis has {(x.Rank == 0 ? "no" : x.Shape[^1])} features, the weight expects {weight.Shape[1]}.", x.Shape, weight.Shape);
                if (bias is not null && bias.Shape != new Shape([weight.Shape[0]]))
                    throw new ShapeException($"Linear: cannot add a bias {bias.Shape} for a weight {weight.Shape}: expected [{weight.Shape[0]}].", bias.Shape, weight.Shape);
                DType type = DType.Promote(DType.Promote(x.DType, weight.DType), bias?.DType ?? weight.DType);
                Tensor from = x.Cast(type), w = weight.Cast(type);
                return bias is null ? new Linear().Of(from, w) : new Linear().Of(from, w, bias.Cast(type));
            }
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            foreach (Shape shape in (Shape[])[[3], [2, 3], [2, 2, 3], [0, 3]])
            {
                yield return new("Linear", x => x[0].Linear(x[1], x[2]), Sample.Point(random, shape), Sample.Point(random, [4, 3]), Sample.Point(random, [4]));
                yield return new("Linear", x => x[0].Linear(x[1]), Sample.Point(random, shape), Sample.Point(random, [4, 3]));
            }
            yield return new("Linear", x => x[0].Linear(x[1]), Sample.Point(random, [3, 2]).Transpose(), Sample.Point(random, [3, 4]).Transpose());
        }
    }
}
