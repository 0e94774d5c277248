using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The larger of a and b.</summary>
    /// <remarks>The gradient goes to the one chosen, half to each where they are equal. NaN where either is NaN.</remarks>
    public readonly struct Maximum : IBinary<Maximum>
    {
        /// <inheritdoc/>
        public static bool Integers => true;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V a, V b) where V : struct, IReal<V> => V.Max(a, b);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialA<V>(V a, V b, V y) where V : struct, IReal<V> => V.Where(b < a, V.One, V.Where(a < b, V.Zero, V.Constant(0.5)));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialB<V>(V a, V b, V y) where V : struct, IReal<V> => V.Where(a < b, V.One, V.Where(b < a, V.Zero, V.Constant(0.5)));
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Maximum"/> of tensors.</summary>
    public static class MaximumExtensions
    {
        extension(Tensor a)
        {
            /// <summary>The larger of two elements.</summary>
            /// <param name="b">The other tensor, of a shape that broadcasts.</param>
            /// <returns>A tensor of the broadcast shape; types are promoted.</returns>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            /// <remarks>The gradient goes to the one chosen, half to each where they are equal. NaN where either is NaN.</remarks>
            public Tensor Maximum(Tensor b) => Elementwise.Apply<Maximum>(a, b);

            /// <summary>The larger of each element and a number.</summary>
            /// <param name="b">The number.</param>
            /// <returns>A tensor of the same shape.</returns>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            /// <remarks>The gradient goes to the one chosen, half of it where they are equal. NaN stays NaN.</remarks>
            public Tensor Maximum(double b) => Elementwise.Apply<Maximum>(a, b);
        }
    }
}
