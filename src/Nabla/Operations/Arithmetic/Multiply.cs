using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>a·b.</summary>
    /// <remarks>∂y/∂a = b, ∂y/∂b = a.</remarks>
    public readonly struct Multiply : IBinary<Multiply>
    {
        /// <inheritdoc/>
        public static bool Integers => true;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V a, V b) where V : struct, IReal<V> => a * b;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialA<V>(V a, V b, V y) where V : struct, IReal<V> => b;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialB<V>(V a, V b, V y) where V : struct, IReal<V> => a;
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Multiply"/> of tensors.</summary>
    public static class MultiplyExtensions
    {
        extension(Tensor)
        {
            /// <summary>The product element by element, broadcast; types are promoted.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator *(Tensor a, Tensor b) => Elementwise.Apply<Multiply>(a, b);

            /// <summary>The product element by element, broadcast; types are promoted.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator *(Tensor a, double b) => Elementwise.Apply<Multiply>(a, b);

            /// <summary>The product element by element, broadcast; types are promoted.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator *(double a, Tensor b) => Elementwise.Apply<Multiply>(a, b);
        }
    }
}
