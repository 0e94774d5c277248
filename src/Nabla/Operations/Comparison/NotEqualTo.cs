using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>Whether a ≠ b.</summary>
    public readonly struct NotEqualTo : IRelation<NotEqualTo>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Holds<V>(V a, V b) where V : struct, IReal<V> => V.Where(a <= b, V.Where(b <= a, V.Zero, V.One), V.One);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.NotEqualTo"/> of tensors.</summary>
    public static class NotEqualToExtensions
    {
        extension(Tensor a)
        {
            /// <summary>Whether a ≠ b. Broadcast, as bool. True where either is NaN.</summary>
            /// <param name="b">The other tensor.</param>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public Tensor NotEqualTo(Tensor b) => Elementwise.Compare<NotEqualTo>(a, b);

            /// <summary>Whether a ≠ b. Broadcast, as bool. True where either is NaN.</summary>
            /// <param name="b">A number.</param>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public Tensor NotEqualTo(double b) => Elementwise.Compare<NotEqualTo>(a, b);
        }
    }
}
