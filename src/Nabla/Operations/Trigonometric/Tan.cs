using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The tangent of each element, an angle in radians.</summary>
    /// <remarks>y = sin x / cos x; dy/dx = 1 + y².</remarks>
    public readonly struct Tan : IUnary<Tan>
    {
        /// <inheritdoc/>
        public static Saves Saves => Saves.Output;

        /// <inheritdoc/>
        public static (double Low, double High) Domain => (-1.2, 1.2);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Sin(x) / V.Cos(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => 1 + y * y;
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Tan"/> of a tensor.</summary>
    public static class TanExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The tangent of each element, an angle in radians.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = sin x / cos x; dy/dx = 1 + y².</remarks>
            public Tensor Tan() => Elementwise.Apply<Tan>(x);
        }
    }
}
