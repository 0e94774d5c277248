using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>Whether a ≤ b.</summary>
    public readonly struct AtMost : IRelation<AtMost>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Holds<V>(V a, V b) where V : struct, IReal<V> => V.Where(a <= b, V.One, V.Zero);
    }

    /// <summary>Whether a ≥ b.</summary>
    public readonly struct AtLeast : IRelation<AtLeast>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Holds<V>(V a, V b) where V : struct, IReal<V> => V.Where(a >= b, V.One, V.Zero);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.AtMost"/> and <see cref="Operations.AtLeast"/> of tensors.</summary>
    public static class AtMostExtensions
    {
        extension(Tensor)
        {
            /// <summary>Whether a ≤ b. Broadcast, as bool. False where either is NaN.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator <=(Tensor a, Tensor b) => Elementwise.Compare<AtMost>(a, b);

            /// <summary>Whether a ≤ b. Broadcast, as bool. False where either is NaN.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator <=(Tensor a, double b) => Elementwise.Compare<AtMost>(a, b);

            /// <summary>Whether a ≤ b. Broadcast, as bool. False where either is NaN.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator <=(double a, Tensor b) => Elementwise.Compare<AtMost>(a, b);

            /// <summary>Whether a ≥ b. Broadcast, as bool. False where either is NaN.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator >=(Tensor a, Tensor b) => Elementwise.Compare<AtLeast>(a, b);

            /// <summary>Whether a ≥ b. Broadcast, as bool. False where either is NaN.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator >=(Tensor a, double b) => Elementwise.Compare<AtLeast>(a, b);

            /// <summary>Whether a ≥ b. Broadcast, as bool. False where either is NaN.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator >=(double a, Tensor b) => Elementwise.Compare<AtLeast>(a, b);
        }
    }
}
