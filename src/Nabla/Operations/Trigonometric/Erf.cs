using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The error function of each element.</summary>
    /// <remarks>y = 2/√π·∫₀ˣ exp(−t²) dt; dy/dx = 2/√π·exp(−x²).</remarks>
    public readonly struct Erf : IUnary<Erf>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Erf(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => 2 / Math.Sqrt(Math.PI) * V.Exp(-(x * x));
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Erf"/> of a tensor.</summary>
    public static class ErfExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The error function of each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = 2/√π·∫₀ˣ exp(−t²) dt; dy/dx = 2/√π·exp(−x²).</remarks>
            public Tensor Erf() => Elementwise.Apply<Erf>(x);
        }
    }
}
