using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>Whether a and b both hold (are not 0).</summary>
    public readonly struct LogicalAnd : IRelation<LogicalAnd>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Holds<V>(V a, V b) where V : struct, IReal<V> => V.Where(V.Abs(a) <= V.Zero, V.Zero, V.Where(V.Abs(b) <= V.Zero, V.Zero, V.One));
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.LogicalAnd"/> of tensors.</summary>
    public static class LogicalAndExtensions
    {
        extension(Tensor)
        {
            /// <summary>Whether a and b both hold (are not 0). Broadcast, as bool. NaN holds.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator &(Tensor a, Tensor b) => Elementwise.Compare<LogicalAnd>(a, b);

            /// <summary>Whether a and b both hold (are not 0). Broadcast, as bool. NaN holds.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator &(Tensor a, double b) => Elementwise.Compare<LogicalAnd>(a, b);

            /// <summary>Whether a and b both hold (are not 0). Broadcast, as bool. NaN holds.</summary>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            public static Tensor operator &(double a, Tensor b) => Elementwise.Compare<LogicalAnd>(a, b);
        }
    }
}
