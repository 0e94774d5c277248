using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The sigmoid-weighted linear unit, or swish, of each element.</summary>
    /// <remarks>y = x·σ(x); dy/dx = σ(x)·(1 + x·(1 − σ(x))). Elfwing, Uchibe, Doya 2018.</remarks>
    public readonly struct Silu : IUnary<Silu>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => x / (1 + V.Exp(-x));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V>
        {
            V s = 1 / (1 + V.Exp(-x));
            return s * (1 + x * (1 - s));
        }
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Silu"/> of a tensor.</summary>
    public static class SiluExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The sigmoid-weighted linear unit, or swish, of each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = x·σ(x); dy/dx = σ(x)·(1 + x·(1 − σ(x))). Elfwing, Uchibe, Doya 2018.</remarks>
            public Tensor Silu() => Elementwise.Apply<Silu>(x);
        }
    }
}
