using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The square root of each element.</summary>
    /// <remarks>y = √x; dy/dx = 1/(2y): ∞ at 0. NaN below 0.</remarks>
    public readonly struct Sqrt : IUnary<Sqrt>
    {
        /// <inheritdoc/>
        public static Saves Saves => Saves.Output;

        /// <inheritdoc/>
        public static (double Low, double High) Domain => (0.2, 5);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Sqrt(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => 0.5 / y;
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Sqrt"/> of a tensor.</summary>
    public static class SqrtExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The square root of each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = √x; dy/dx = 1/(2y): ∞ at 0. NaN below 0.</remarks>
            public Tensor Sqrt() => Elementwise.Apply<Sqrt>(x);
        }
    }
}
