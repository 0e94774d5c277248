using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>A smooth ReLU: ln(1 + eˣ) of each element.</summary>
    /// <remarks>y = max(x, 0) + ln(1 + e^−|x|), which neither overflows nor loses small values; dy/dx = σ(x).</remarks>
    public readonly struct Softplus : IUnary<Softplus>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Max(x, V.Zero) + V.Log1p(V.Exp(-V.Abs(x)));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => 1 / (1 + V.Exp(-x));
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Softplus"/> of a tensor.</summary>
    public static class SoftplusExtensions
    {
        extension(Tensor x)
        {
            /// <summary>A smooth ReLU: ln(1 + eˣ) of each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = max(x, 0) + ln(1 + e^−|x|), which neither overflows nor loses small values; dy/dx = σ(x).</remarks>
            public Tensor Softplus() => Elementwise.Apply<Softplus>(x);
        }
    }
}
