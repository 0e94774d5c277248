using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The nearest whole number to each element, halves to the even one.</summary>
    /// <remarks>dy/dx = 0 everywhere.</remarks>
    public readonly struct Round : IUnary<Round>
    {
        /// <inheritdoc/>
        public static Saves Saves => Saves.Nothing;

        /// <inheritdoc/>
        public static double? Slope => 0;

        /// <inheritdoc/>
        public static IReadOnlyList<double> Kinks => [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5];

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Round(x);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Round"/> of a tensor.</summary>
    public static class RoundExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The nearest whole number to each element, halves to the even one.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>dy/dx = 0 everywhere.</remarks>
            public Tensor Round() => Elementwise.Apply<Round>(x);
        }
    }
}
