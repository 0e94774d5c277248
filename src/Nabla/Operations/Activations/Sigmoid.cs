using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The logistic function of each element.</summary>
    /// <remarks>y = 1/(1 + e⁻ˣ); dy/dx = y·(1 − y). Saturates at 0 and 1 without overflow.</remarks>
    public readonly struct Sigmoid : IUnary<Sigmoid>
    {
        /// <inheritdoc/>
        public static Saves Saves => Saves.Output;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => 1 / (1 + V.Exp(-x));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => y * (1 - y);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Sigmoid"/> of a tensor.</summary>
    public static class SigmoidExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The logistic function of each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = 1/(1 + e⁻ˣ); dy/dx = y·(1 − y). Saturates at 0 and 1 without overflow.</remarks>
            public Tensor Sigmoid() => Elementwise.Apply<Sigmoid>(x);
        }
    }
}
