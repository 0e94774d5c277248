using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The smallest whole number not below each element.</summary>
    /// <remarks>y = −⌊−x⌋; dy/dx = 0 everywhere.</remarks>
    public readonly struct Ceiling : IUnary<Ceiling>
    {
        /// <inheritdoc/>
        public static Saves Saves => Saves.Nothing;

        /// <inheritdoc/>
        public static double? Slope => 0;

        /// <inheritdoc/>
        public static IReadOnlyList<double> Kinks => [-3, -2, -1, 0, 1, 2, 3];

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => -V.Floor(-x);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Ceiling"/> of a tensor.</summary>
    public static class CeilingExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The smallest whole number not below each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = −⌊−x⌋; dy/dx = 0 everywhere.</remarks>
            public Tensor Ceiling() => Elementwise.Apply<Ceiling>(x);
        }
    }
}
