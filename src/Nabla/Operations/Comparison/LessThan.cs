using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>Whether a &lt; b.</summary>
    public readonly struct LessThan : IRelation<LessThan>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Holds<V>(V a, V b) where V : struct, IReal<V> => V.Where(a < b, V.One, V.Zero);
    }

    /// <summary>Whether a &gt; b.</summary>
    public readonly struct GreaterThan : IRelation<GreaterThan>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Holds<V>(V a, V b) where V : struct, IReal<V> => V.Where(a > b, V.One, V.Zero);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.LessThan"/> and <see cref="Operations.GreaterThan"/> of tensors.</summary>
    public static class LessThanExtensions
    {
        extension(Tensor)
        {
            /// <summary>Whether a &lt; b. Broadcast, as bool. False where either is NaN.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator <(Tensor a, Tensor b) => Elementwise.Compare<LessThan>(a, b);

            /// <summary>Whether a &lt; b. Broadcast, as bool. False where either is NaN.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator <(Tensor a, double b) => Elementwise.Compare<LessThan>(a, b);

            /// <summary>Whether a &lt; b. Broadcast, as bool. False where either is NaN.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator <(double a, Tensor b) => Elementwise.Compare<LessThan>(a, b);

            /// <summary>Whether a &gt; b. Broadcast, as bool. False where either is NaN.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator >(Tensor a, Tensor b) => Elementwise.Compare<GreaterThan>(a, b);

            /// <summary>Whether a &gt; b. Broadcast, as bool. False where either is NaN.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator >(Tensor a, double b) => Elementwise.Compare<GreaterThan>(a, b);

            /// <summary>Whether a &gt; b. Broadcast, as bool. False where either is NaN.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator >(double a, Tensor b) => Elementwise.Compare<GreaterThan>(a, b);
        }
    }
}
