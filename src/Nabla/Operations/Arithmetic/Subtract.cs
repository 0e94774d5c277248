using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>a − b.</summary>
    /// <remarks>The derivatives are 1 and −1.</remarks>
    public readonly struct Subtract : IBinary<Subtract>
    {
        /// <inheritdoc/>
        public static Saves Saves => Saves.Nothing;

        /// <inheritdoc/>
        public static bool Integers => true;

        /// <inheritdoc/>
        public static double? SlopeA => 1;

        /// <inheritdoc/>
        public static double? SlopeB => -1;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V a, V b) where V : struct, IReal<V> => a - b;
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Subtract"/> of tensors.</summary>
    public static class SubtractExtensions
    {
        extension(Tensor)
        {
            /// <summary>The difference, broadcast; types are promoted.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator -(Tensor a, Tensor b) => Elementwise.Apply<Subtract>(a, b);

            /// <summary>The difference, broadcast; types are promoted.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator -(Tensor a, double b) => Elementwise.Apply<Subtract>(a, b);

            /// <summary>The difference, broadcast; types are promoted.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator -(double a, Tensor b) => Elementwise.Apply<Subtract>(a, b);
        }
    }
}
