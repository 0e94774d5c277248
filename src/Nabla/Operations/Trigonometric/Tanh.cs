using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The hyperbolic tangent of each element.</summary>
    /// <remarks>y = tanh x; dy/dx = 1 − y². Saturates at ±1 for |x| &gt; 9 in float32.</remarks>
    public readonly struct Tanh : IUnary<Tanh>
    {
        /// <inheritdoc/>
        public static Saves Saves => Saves.Output;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Tanh(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => 1 - y * y;
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Tanh"/> of a tensor.</summary>
    public static class TanhExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The hyperbolic tangent of each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = tanh x; dy/dx = 1 − y². Saturates at ±1 for |x| &gt; 9 in float32.</remarks>
            public Tensor Tanh() => Elementwise.Apply<Tanh>(x);
        }
    }
}
