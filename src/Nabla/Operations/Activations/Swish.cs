using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>x·σ(βx) of each element.</summary>
    /// <remarks>y = x·σ(βx); ∂y/∂x = σ + βxσ(1 − σ), ∂y/∂β = x²σ(1 − σ) with σ = σ(βx). β = 1 is SiLU, β = 0 is x/2, β → ∞ is ReLU. Ramachandran, Zoph, Le 2017, arXiv:1710.05941.</remarks>
    public readonly struct Swish : IBinary<Swish>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x, V beta) where V : struct, IReal<V> => x / (1 + V.Exp(-(beta * x)));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialA<V>(V x, V beta, V y) where V : struct, IReal<V>
        {
            V s = 1 / (1 + V.Exp(-(beta * x)));
            return s * (1 + beta * x * (1 - s));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialB<V>(V x, V beta, V y) where V : struct, IReal<V>
        {
            V s = 1 / (1 + V.Exp(-(beta * x)));
            return x * x * (s * (1 - s));
        }
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Swish"/> of tensors.</summary>
    public static class SwishExtensions
    {
        extension(Tensor x)
        {
            /// <summary>x·σ(βx) of each element.</summary>
            /// <param name="beta">The steepness β.</param>
            /// <returns>A tensor of the same shape.</returns>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            /// <remarks>y = x·σ(βx); ∂y/∂x = σ + βxσ(1 − σ), ∂y/∂β = x²σ(1 − σ) with σ = σ(βx). β = 1 is SiLU, β = 0 is x/2, β → ∞ is ReLU. Ramachandran, Zoph, Le 2017, arXiv:1710.05941.</remarks>
            public Tensor Swish(double beta = 1) => Elementwise.Apply<Swish>(x, beta);

            /// <summary>x·σ(βx) of each element, with a trained parameter.</summary>
            /// <param name="beta">The steepness β. Of a shape that broadcasts; it receives a gradient.</param>
            /// <returns>A tensor of the broadcast shape; types are promoted.</returns>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            /// <remarks>y = x·σ(βx); ∂y/∂x = σ + βxσ(1 − σ), ∂y/∂β = x²σ(1 − σ) with σ = σ(βx). β = 1 is SiLU, β = 0 is x/2, β → ∞ is ReLU. Ramachandran, Zoph, Le 2017, arXiv:1710.05941.</remarks>
            public Tensor Swish(Tensor beta) => Elementwise.Apply<Swish>(x, beta);
        }
    }
}
