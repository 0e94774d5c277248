using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The cosine of each element, an angle in radians.</summary>
    /// <remarks>y = cos x; dy/dx = −sin x.</remarks>
    public readonly struct Cos : IUnary<Cos>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Cos(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => -V.Sin(x);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Cos"/> of a tensor.</summary>
    public static class CosExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The cosine of each element, an angle in radians.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = cos x; dy/dx = −sin x.</remarks>
            public Tensor Cos() => Elementwise.Apply<Cos>(x);
        }
    }
}
