using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>e to the power of each element.</summary>
    /// <remarks>y = eˣ; dy/dx = y. Overflows to ∞ above 88.7 in float32.</remarks>
    public readonly struct Exp : IUnary<Exp>
    {
        /// <inheritdoc/>
        public static Saves Saves => Saves.Output;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Exp(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => y;
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Exp"/> of a tensor.</summary>
    public static class ExpExtensions
    {
        extension(Tensor x)
        {
            /// <summary>e to the power of each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = eˣ; dy/dx = y. Overflows to ∞ above 88.7 in float32.</remarks>
            public Tensor Exp() => Elementwise.Apply<Exp>(x);
        }
    }
}
