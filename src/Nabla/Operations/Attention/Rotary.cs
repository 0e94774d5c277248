using Nabla.Backends;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>Pairs of features turned by angles: y = x∘C + x[partner]∘S, S holding the sign.</summary>
    /// <remarks>Turning is linear, and its transpose turns back: ∂L/∂x = dy turned by the opposite angles.</remarks>
    public sealed class Rotary : Operation
    {
        readonly Tensor cosines;
        readonly Tensor sines;
        readonly Tensor partners;

        internal Rotary(Tensor cosines, Tensor sines, Tensor partners) => (this.cosines, this.sines, this.partners) = (cosines, sines, partners);

        internal Tensor Of(Tensor x) => Apply(x);

        /// <inheritdoc/>
        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
        {
            Tensor x = inputs[0];
            return x * cosines + Backend.Current.Take(x, x.Rank - 1, partners) * sines;
        }

        /// <inheritdoc/>
        public override Tensor Vjp(int input, Tensor dy) => new Rotary(cosines, -sines.Detach(), partners).Of(dy);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Rotary"/> of a tensor.</summary>
    public static class RotaryExtensions
    {
        extension(Tensor x)
        {
            /// <summary>Each pair of features turned by its place times its frequency: products of two such vectors depend on the distance of their places.</summary>
            /// <param name="offset">The place of the first row, ≥ 0; 0 by default.</param>
            /// <param name="features">How many of the first features are turned, even; all by default, the others stay.</param>
            /// <param name="theta">θ, the base of the frequencies, &gt; 0; 10,000 by default.</param>
            /// <param name="interleaved">Whether neighbours are pairs (features 2i and 2i + 1); by default feature i and i + features/2 are.</param>
            /// <returns>A tensor of the same shape, <c>[…, T, D]</c>.</returns>
            /// <exception cref="ShapeException">There are no two axes, or the features to turn are odd or too many.</exception>
            /// <exception cref="ArgumentOutOfRangeException">The offset is negative, or θ is not above 0.</exception>
            /// <remarks>
            /// The pair (a, b) number i at place t becomes (a·cos φ − b·sin φ, a·sin φ + b·cos φ) with φ = t·θ^(−2i/features), computed in float64.
            /// J. Su and others, "RoFormer: enhanced transformer with rotary position embedding", 2021, arXiv:2104.09864, section 3.2.2.
            /// </remarks>
            public Tensor Rotary(int offset = 0, int? features = null, double theta = 10_000, bool interleaved = false)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(offset);
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(theta);
                if (x.Rank < 2) throw new ShapeException($"Rotary: cannot turn {x.Shape}: it has {x.Rank} axes, […, T, D] needs at least 2.", x.Shape);
                int width = x.Shape[^1], turned = features ?? width;
                if (turned < 0 || turned % 2 != 0 || turned > width)
                    throw new ShapeException($"Rotary: cannot turn {turned} features of {x.Shape}: an even number of at most {width} is turned.", x.Shape);
                return RotaryTable.Create(x.Shape[^2], offset, width, turned, theta, interleaved, x.DType).Turn(x);
            }
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            yield return new("Rotary", x => x[0].Rotary(), Sample.Point(random, [2, 3, 4]));
            yield return new("Rotary", x => x[0].Rotary(offset: 2, theta: 100, interleaved: true), Sample.Point(random, [3, 4]));
            yield return new("Rotary", x => x[0].Rotary(features: 2), Sample.Point(random, [5, 3]).Transpose());
        }
    }
}
