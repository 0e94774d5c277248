using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>Whether a = b.</summary>
    public readonly struct EqualTo : IRelation<EqualTo>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Holds<V>(V a, V b) where V : struct, IReal<V> => V.Where(a <= b, V.Where(b <= a, V.One, V.Zero), V.Zero);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.EqualTo"/> of tensors.</summary>
    public static class EqualToExtensions
    {
        extension(Tensor a)
        {
            /// <summary>Whether a = b. Broadcast, as bool. False where either is NaN.</summary>
            /// <param name="b">The other tensor.</param>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public Tensor EqualTo(Tensor b) => Elementwise.Compare<EqualTo>(a, b);

            /// <summary>Whether a = b. Broadcast, as bool. False where either is NaN.</summary>
            /// <param name="b">A number.</param>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public Tensor EqualTo(double b) => Elementwise.Compare<EqualTo>(a, b);
        }
    }
}
