using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>One over each element.</summary>
    /// <remarks>y = 1/x; dy/dx = −y². ±∞ at ±0.</remarks>
    public readonly struct Reciprocal : IUnary<Reciprocal>
    {
        /// <inheritdoc/>
        public static Saves Saves => Saves.Output;

        /// <inheritdoc/>
        public static (double Low, double High) Domain => (0.5, 3);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => 1 / x;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => -y * y;
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Reciprocal"/> of a tensor.</summary>
    public static class ReciprocalExtensions
    {
        extension(Tensor x)
        {
            /// <summary>One over each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = 1/x; dy/dx = −y². ±∞ at ±0.</remarks>
            public Tensor Reciprocal() => Elementwise.Apply<Reciprocal>(x);
        }
    }
}
