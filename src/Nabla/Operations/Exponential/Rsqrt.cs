using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>One over the square root of each element.</summary>
    /// <remarks>y = 1/√x; dy/dx = −y³/2. ∞ at 0, NaN below.</remarks>
    public readonly struct Rsqrt : IUnary<Rsqrt>
    {
        /// <inheritdoc/>
        public static Saves Saves => Saves.Output;

        /// <inheritdoc/>
        public static (double Low, double High) Domain => (0.2, 5);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => 1 / V.Sqrt(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => -0.5 * (y * y * y);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Rsqrt"/> of a tensor.</summary>
    public static class RsqrtExtensions
    {
        extension(Tensor x)
        {
            /// <summary>One over the square root of each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = 1/√x; dy/dx = −y³/2. ∞ at 0, NaN below.</remarks>
            public Tensor Rsqrt() => Elementwise.Apply<Rsqrt>(x);
        }
    }
}
