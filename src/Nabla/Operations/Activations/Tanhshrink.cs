using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>x − tanh x of each element.</summary>
    /// <remarks>y = x − tanh x; dy/dx = tanh² x.</remarks>
    public readonly struct Tanhshrink : IUnary<Tanhshrink>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => x - V.Tanh(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => V.Tanh(x) * V.Tanh(x);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Tanhshrink"/> of a tensor.</summary>
    public static class TanhshrinkExtensions
    {
        extension(Tensor x)
        {
            /// <summary>x − tanh x of each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = x − tanh x; dy/dx = tanh² x.</remarks>
            public Tensor Tanhshrink() => Elementwise.Apply<Tanhshrink>(x);
        }
    }
}
