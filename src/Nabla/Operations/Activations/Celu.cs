using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The continuously differentiable exponential linear unit of each element.</summary>
    /// <remarks>y = x for x &gt; 0, else α·(e^(x/α) − 1); dy/dx = e^(x/α) for x ≤ 0. Barron 2017, arXiv:1704.07483.</remarks>
    public readonly struct Celu : IBinary<Celu>
    {
        /// <inheritdoc/>
        public static (double Low, double High) DomainB => (0.5, 2);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x, V alpha) where V : struct, IReal<V> => V.Where(V.Zero < x, x, alpha * V.Expm1(V.Min(x, V.Zero) / alpha));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialA<V>(V x, V alpha, V y) where V : struct, IReal<V> => V.Where(V.Zero < x, V.One, V.Exp(V.Min(x, V.Zero) / alpha));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialB<V>(V x, V alpha, V y) where V : struct, IReal<V> => V.Where(V.Zero < x, V.Zero, V.Expm1(V.Min(x, V.Zero) / alpha) - V.Min(x, V.Zero) / alpha * V.Exp(V.Min(x, V.Zero) / alpha));
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Celu"/> of tensors.</summary>
    public static class CeluExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The continuously differentiable exponential linear unit of each element.</summary>
            /// <param name="alpha">What large negative elements tend to, negated, not 0.</param>
            /// <returns>A tensor of the same shape.</returns>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            /// <remarks>y = x for x &gt; 0, else α·(e^(x/α) − 1); dy/dx = e^(x/α) for x ≤ 0. Barron 2017, arXiv:1704.07483.</remarks>
            public Tensor Celu(double alpha = 1) => Elementwise.Apply<Celu>(x, alpha);

            /// <summary>The continuously differentiable exponential linear unit of each element, with a trained parameter.</summary>
            /// <param name="alpha">What large negative elements tend to, negated, not 0. Of a shape that broadcasts; it receives a gradient.</param>
            /// <returns>A tensor of the broadcast shape; types are promoted.</returns>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            /// <remarks>y = x for x &gt; 0, else α·(e^(x/α) − 1); dy/dx = e^(x/α) for x ≤ 0. Barron 2017, arXiv:1704.07483.</remarks>
            public Tensor Celu(Tensor alpha) => Elementwise.Apply<Celu>(x, alpha);
        }
    }
}
