using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>ln(1 + x) of each element, accurate near 0.</summary>
    /// <remarks>y = ln(1 + x); dy/dx = 1/(1 + x). −∞ at −1, NaN below.</remarks>
    public readonly struct Log1p : IUnary<Log1p>
    {
        /// <inheritdoc/>
        public static (double Low, double High) Domain => (-0.8, 4);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Log1p(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => 1 / (1 + x);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Log1p"/> of a tensor.</summary>
    public static class Log1pExtensions
    {
        extension(Tensor x)
        {
            /// <summary>ln(1 + x) of each element, accurate near 0.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = ln(1 + x); dy/dx = 1/(1 + x). −∞ at −1, NaN below.</remarks>
            public Tensor Log1p() => Elementwise.Apply<Log1p>(x);
        }
    }
}
