using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The angle in [−π/2, π/2] whose sine is each element.</summary>
    /// <remarks>y = arcsin x, computed as 2·arctan(x / (1 + √(1 − x²))); dy/dx = 1/√(1 − x²): ∞ at ±1. NaN outside [−1, 1].</remarks>
    public readonly struct Asin : IUnary<Asin>
    {
        /// <inheritdoc/>
        public static (double Low, double High) Domain => (-0.9, 0.9);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => 2 * V.Atan(x / (1 + V.Sqrt((1 - x) * (1 + x))));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => 1 / V.Sqrt((1 - x) * (1 + x));
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Asin"/> of a tensor.</summary>
    public static class AsinExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The angle in [−π/2, π/2] whose sine is each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = arcsin x, computed as 2·arctan(x / (1 + √(1 − x²))); dy/dx = 1/√(1 − x²): ∞ at ±1. NaN outside [−1, 1].</remarks>
            public Tensor Asin() => Elementwise.Apply<Asin>(x);
        }
    }
}
