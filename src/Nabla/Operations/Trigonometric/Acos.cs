using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The angle in [0, π] whose cosine is each element.</summary>
    /// <remarks>y = arccos x, computed as 2·arctan(√((1 − x)/(1 + x))); dy/dx = −1/√(1 − x²): −∞ at ±1. NaN outside [−1, 1].</remarks>
    public readonly struct Acos : IUnary<Acos>
    {
        /// <inheritdoc/>
        public static (double Low, double High) Domain => (-0.9, 0.9);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => 2 * V.Atan(V.Sqrt((1 - x) / (1 + x)));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => -1 / V.Sqrt((1 - x) * (1 + x));
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Acos"/> of a tensor.</summary>
    public static class AcosExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The angle in [0, π] whose cosine is each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = arccos x, computed as 2·arctan(√((1 − x)/(1 + x))); dy/dx = −1/√(1 − x²): −∞ at ±1. NaN outside [−1, 1].</remarks>
            public Tensor Acos() => Elementwise.Apply<Acos>(x);
        }
    }
}
