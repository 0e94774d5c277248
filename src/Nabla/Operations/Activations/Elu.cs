using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>a where it is positive, else b·(eᵃ − 1).</summary>
    /// <remarks>y = x for x &gt; 0, else α·(eˣ − 1); dy/dx = α·eˣ for x ≤ 0. Clevert, Unterthiner, Hochreiter 2015, arXiv:1511.07289.</remarks>
    public readonly struct Elu : IBinary<Elu>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x, V alpha) where V : struct, IReal<V> => V.Where(V.Zero < x, x, alpha * V.Expm1(V.Min(x, V.Zero)));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialA<V>(V x, V alpha, V y) where V : struct, IReal<V> => V.Where(V.Zero < x, V.One, alpha * V.Exp(V.Min(x, V.Zero)));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialB<V>(V x, V alpha, V y) where V : struct, IReal<V> => V.Where(V.Zero < x, V.Zero, V.Expm1(V.Min(x, V.Zero)));
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Elu"/> of tensors.</summary>
    public static class EluExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The exponential linear unit of each element.</summary>
            /// <param name="alpha">What large negative elements tend to, negated.</param>
            /// <returns>A tensor of the same shape.</returns>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            /// <remarks>y = x for x &gt; 0, else α·(eˣ − 1). Clevert, Unterthiner, Hochreiter 2015, arXiv:1511.07289.</remarks>
            public Tensor Elu(double alpha = 1) => Elementwise.Apply<Elu>(x, alpha);
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            foreach (double alpha in (double[])[1, 0.7])
                yield return new("Elu", x => x[0].Elu(alpha), Sample.Distinct(random, [9]));
        }
    }
}
