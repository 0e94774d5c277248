using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>−1, 0 or 1 as each element is negative, zero or positive.</summary>
    /// <remarks>dy/dx = 0 everywhere. NaN gives 0.</remarks>
    public readonly struct Sign : IUnary<Sign>
    {
        /// <inheritdoc/>
        public static Saves Saves => Saves.Nothing;

        /// <inheritdoc/>
        public static bool Integers => true;

        /// <inheritdoc/>
        public static double? Slope => 0;

        /// <inheritdoc/>
        public static IReadOnlyList<double> Kinks => [0];

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Where(x < V.Zero, -V.One, V.Where(V.Zero < x, V.One, V.Zero));
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Sign"/> of a tensor.</summary>
    public static class SignExtensions
    {
        extension(Tensor x)
        {
            /// <summary>−1, 0 or 1 as each element is negative, zero or positive.</summary>
            /// <returns>A tensor of the same shape and type.</returns>
            /// <remarks>dy/dx = 0 everywhere. NaN gives 0.</remarks>
            public Tensor Sign() => Elementwise.Apply<Sign>(x);
        }
    }
}
