using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The sine of each element, an angle in radians.</summary>
    /// <remarks>y = sin x; dy/dx = cos x.</remarks>
    public readonly struct Sin : IUnary<Sin>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Sin(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => V.Cos(x);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Sin"/> of a tensor.</summary>
    public static class SinExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The sine of each element, an angle in radians.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = sin x; dy/dx = cos x.</remarks>
            public Tensor Sin() => Elementwise.Apply<Sin>(x);
        }
    }
}
