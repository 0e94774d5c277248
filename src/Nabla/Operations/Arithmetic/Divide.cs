using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>a/b.</summary>
    /// <remarks>∂y/∂a = 1/b, ∂y/∂b = −y/b. By the rules of IEEE 754: ±∞ or NaN where b is 0.</remarks>
    public readonly struct Divide : IBinary<Divide>
    {
        /// <inheritdoc/>
        public static Saves Saves => Saves.Both;

        /// <inheritdoc/>
        public static (double Low, double High) DomainB => (0.5, 3);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V a, V b) where V : struct, IReal<V> => a / b;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialA<V>(V a, V b, V y) where V : struct, IReal<V> => 1 / b;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialB<V>(V a, V b, V y) where V : struct, IReal<V> => -y / b;
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Divide"/> of tensors.</summary>
    public static class DivideExtensions
    {
        extension(Tensor)
        {
            /// <summary>The quotient, broadcast; whole numbers become float32.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator /(Tensor a, Tensor b) => Elementwise.Apply<Divide>(a, b);

            /// <summary>The quotient, broadcast; whole numbers become float32.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator /(Tensor a, double b) => Elementwise.Apply<Divide>(a, b);

            /// <summary>The quotient, broadcast; whole numbers become float32.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator /(double a, Tensor b) => Elementwise.Apply<Divide>(a, b);
        }
    }
}
